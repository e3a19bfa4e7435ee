"""Forms of appeals and complaints."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.certification.appeals import words
from wuxing.certification.appeals.actions import Asked
from wuxing.certification.appeals.states import Kind, Outcome
from wuxing.core.forms import Form

Choices = list[tuple[str, str]]
_LONG = forms.Textarea(attrs={"rows": 6})
_SHORT = forms.Textarea(attrs={"rows": 4})


def _kinds() -> Choices:
    return [(kind.value, words.kind(kind)) for kind in Kind]


class SendForm(Form):
    """What a client sends about a case: what it disputes may be named."""

    kind = forms.ChoiceField(label=pgettext_lazy("paper", "What it is"), choices=_kinds)
    text = forms.CharField(label=_("What is wrong, and what you ask for"), max_length=4000, widget=_LONG)
    finding_id = forms.TypedChoiceField(
        label=_("Finding to be set aside"), required=False, coerce=int, empty_value=None,
        help_text=_("The score is computed again without it."),
    )  # fmt: skip
    leaf = forms.ChoiceField(label=_("Indicator whose share you dispute"), required=False)
    share = forms.DecimalField(
        label=_("Share as you see it"), required=False, min_value=Decimal(0), max_value=Decimal(100), max_digits=7,
        decimal_places=4,
    )  # fmt: skip
    units = {"share": "%"}

    def __init__(self, *args: Any, findings: Choices, leaves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", "—")]
        self.offer(finding_id=nothing + findings)
        self.offer(leaf=nothing + leaves)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return what is disputed."""
        data = self.cleaned_data
        found = []
        if data["finding_id"]:
            found.append(Asked(finding_id=data["finding_id"]))
        if data["leaf"]:
            share = data["share"]
            found.append(Asked(leaf=data["leaf"], ratio=None if share is None else Decimal(share) / 100))
        return tuple(found)


class ComplaintForm(Form):
    """What anybody complains about."""

    party = forms.CharField(label=_("Your name or organisation"), max_length=200)
    contact = forms.CharField(label=_("Where we reach you"), max_length=200)
    certificate = forms.CharField(
        label=_("Number of the certificate, if it is about one"), max_length=60, required=False
    )
    text = forms.CharField(label=_("What is wrong"), max_length=4000, widget=_LONG)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


class WriteDownForm(Form):
    """What came by letter or telephone."""

    kind = forms.ChoiceField(label=pgettext_lazy("paper", "What it is"), choices=_kinds)
    case_number = forms.CharField(label=_("Number of the case"), max_length=30, required=False)
    party = forms.CharField(label=_("Who complains"), max_length=200, required=False)
    contact = forms.CharField(label=_("Where they are reached"), max_length=200, required=False)
    text = forms.CharField(label=_("What was said"), max_length=4000, widget=_LONG)


class AdmitForm(Form):
    """Taken up; the case where none is known yet."""

    case_number = forms.CharField(label=_("Number of the case, if it is about one"), max_length=30, required=False)


class RefuseForm(Form):
    """Why it is not taken up."""

    reasons = forms.CharField(label=_("Why it is not taken up"), max_length=4000, widget=_SHORT)


class AssignForm(Form):
    """Who handles it."""

    certifier_id = forms.TypedChoiceField(label=_("Handler"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(certifier_id=people)


class HandleForm(Form):
    """The outcome that a handler proposes."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=lambda: [(one.value, words.outcome(one)) for one in Outcome]
    )
    upheld = forms.TypedMultipleChoiceField(
        label=_("Rulings that change"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("What was looked at, and why this outcome"), max_length=4000, widget=_SHORT)

    def __init__(self, *args: Any, disputes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(upheld=disputes)
        if not disputes:
            del self.fields["upheld"]

    def clean_outcome(self) -> Outcome:
        """Return the outcome."""
        return Outcome(self.cleaned_data["outcome"])


class DecideForm(Form):
    """The decision of the second handler."""

    accept = forms.TypedChoiceField(
        label=pgettext_lazy("on an appeal", "Decision"), coerce=lambda given: given == "1",
        choices=[("1", _("as proposed")), ("0", _("look again"))],
    )  # fmt: skip
    text = forms.CharField(label=_("Reasons, as they are told"), max_length=4000, widget=_SHORT)
