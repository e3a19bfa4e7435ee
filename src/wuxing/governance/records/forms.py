"""Forms of retention, holds and destruction."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wuxing.core.access import ROLE_TITLES, Role
from wuxing.core.forms import Form
from wuxing.governance.records import registry, words
from wuxing.governance.records.queries import register


class RetentionForm(Form):
    """How long a class is kept, and why."""

    months = forms.IntegerField(
        label=_("Kept for"), required=False, min_value=1, help_text=_("from the start of the clock; nothing: for good")
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=list(words.BASES.items()))
    basis_text = forms.CharField(
        label=_("Which law, contract or rule"), max_length=300, help_text=_("with its article, so that others find it")
    )
    disposal = forms.ChoiceField(label=_("When the time is over"))
    location = forms.CharField(label=_("Where they are kept"), max_length=200, required=False)
    medium = forms.ChoiceField(label=_("Kept how"), choices=list(words.MEDIA.items()))
    access_roles = forms.MultipleChoiceField(
        label=_("Who may see them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Why the period changes"), max_length=300)
    units = {"months": _("months")}

    def __init__(self, *args: Any, record_class: registry.RecordClass, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(disposal=[(way.value, words.DISPOSALS[way]) for way in record_class.ways])
        self.offer(access_roles=[(role.value, ROLE_TITLES[role]) for role in Role])
        if not record_class.outside:  # who sees records of this system follows from permissions
            del self.fields["access_roles"]


class HoldForm(Form):
    """A new hold: on a case, a customer or a whole class."""

    scope = forms.ChoiceField(label=_("What the hold covers"), choices=list(words.SCOPES.items()))
    case_number = forms.CharField(
        label=_("Number of the case"), max_length=40, required=False, help_text=_("for one case: its order or request")
    )
    customer_id = forms.IntegerField(
        label=_("Number of the customer"),
        required=False,
        min_value=1,
        help_text=_("for one customer: the number in the address of their file"),
    )
    record_class = forms.ChoiceField(label=_("Class of records"), required=False, help_text=_("for a whole class"))
    reason = forms.CharField(
        label=_("Why nothing may be destroyed"),
        max_length=300,
        help_text=_("the dispute, or the letter and its number"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = [(one.code, one.title) for one in registry.classes().values() if not one.outside]
        self.offer(record_class=[("", "—"), *classes])


class LiftForm(Form):
    """Why a hold is lifted."""

    reason = forms.CharField(label=_("Why it is lifted"), max_length=300)


class ProposeForm(Form):
    """Which classes are to be destroyed as far as they are due."""

    record_classes = forms.MultipleChoiceField(label=_("Classes of records"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("Remark for the person who approves"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = register.figures()
        self.offer(
            record_classes=[(one.code, _counted(one, counted.get(one.code))) for one, _policy in register.erasable()]
        )


def _counted(found: registry.RecordClass, figure: Any) -> str:
    if figure is None:
        return _now("%(title)s: not counted yet") % {"title": found.title}
    return _now("%(title)s: %(due)s due") % {"title": found.title, "due": f"{figure.due:,}"}


class DecisionForm(Form):
    """What the approver says."""

    note = forms.CharField(
        label=_("Remark"), max_length=500, required=False, help_text=_("needed when you do not approve")
    )


class WithdrawForm(Form):
    """Why a proposal is taken back."""

    note = forms.CharField(label=_("Why the proposal is taken back"), max_length=500)
