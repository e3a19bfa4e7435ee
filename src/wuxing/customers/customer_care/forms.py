"""Forms of customers: the file, consent, requests about data, merges, rules."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.queries import purposes
from wuxing.customers.customer_care.rules import words
from wuxing.customers.customer_care.rules.consent import LANGUAGES
from wuxing.customers.customer_care.rules.rights import REFUSALS
from wuxing.governance.commitments.models import WorkCalendar

KINDS = {Customer.Kind.PERSON: _("person"), Customer.Kind.ORGANISATION: _("organisation")}
Choices = Iterable[tuple[object, object]]


def said(table: Mapping[str, Reason], *, empty: object = None) -> Callable[[], list[tuple[str, Any]]]:
    """Return the choices of a table of words, in the reader's language."""

    def offered() -> list[tuple[str, Any]]:
        first = [("", empty)] if empty is not None else []
        return [*first, *((code, wording.text(text)) for code, text in table.items())]

    return offered


def reason_field(label: object, *, help_text: object = "", most: int = 300, required: bool = True) -> forms.CharField:
    """Return a field for a sentence."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=help_text, required=required)  # type: ignore[arg-type]


class Offering(Form):
    """A form whose choices depend on the file: `offer` gives them by field; the empty one stands first."""

    def __init__(self, *args: Any, offer: Mapping[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offer or {}).items():
            if name in self.fields:
                rows = [(str(code), word) for code, word in choices]
                self.fields[name].choices = [("", "—"), *rows]  # type: ignore[attr-defined]


def number(label: object, *, required: bool = False, help_text: object = "") -> forms.TypedChoiceField:
    """Return a choice of a record by its number; nothing chosen is None."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required, help_text=help_text)  # type: ignore[arg-type]


class CustomerForm(Form):
    """The head of a customer's file."""

    name = forms.CharField(label=_("Customer's name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of customer"), choices=list(KINDS.items()))
    tier = forms.CharField(label=_("Customer tier"), max_length=20, required=False)


class ContactForm(Offering):
    """Whom to call."""

    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Phone number"), max_length=40)
    part = forms.ChoiceField(label=_("Part of the contact"), choices=said(words.PARTS, empty="—"), required=False)
    site_id = number(_("Place"))


class ContactEditForm(ContactForm):
    """Correct a contact without seeing the number."""

    phone = forms.CharField(
        label=_("Phone number"), max_length=40, required=False, help_text=_("empty leaves the number on file")
    )


class SiteForm(Offering):
    """A place where goods stand."""

    label = forms.CharField(label=_("What the place is called"), max_length=60, required=False)
    city = forms.CharField(label=_("City"), max_length=40, required=False)
    district = forms.CharField(label=_("District"), max_length=40)
    address = forms.CharField(label=_("Address"), max_length=300)
    rural = forms.BooleanField(label=_("rural"), required=False)
    outlet_id = number(_("Outlet that serves it"))
    access_note = reason_field(
        _("How to get in"), required=False, help_text=_("gate, lift, hours, parking; no codes of doors")
    )


class SiteEditForm(SiteForm):
    """Correct a place without seeing the address."""

    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, help_text=_("empty leaves the address on file")
    )


class AddUnitForm(Offering):
    """A unit of the installed base."""

    product_id = number(_("Product"), required=True)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    site_id = number(_("Place"))
    parent_id = number(_("Part of the unit"))
    installed_on = forms.DateField(label=_("End of the installation"), required=False)


class ConsentForm(Offering):
    """What a customer said about a purpose. Nothing is ticked beforehand."""

    purposes = forms.MultipleChoiceField(label=_("Purpose"), widget=forms.CheckboxSelectMultiple)
    channel = forms.ChoiceField(label=_("How it was said"), choices=said(words.CHANNELS, empty="—"))
    language = forms.ChoiceField(
        label=_("Language of the notice"),
        choices=[("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
    )
    proof = reason_field(
        pgettext_lazy("consent", "What proves it"), help_text=_("the recording, the paper's number, the page")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        self.fields["language"].initial = language
        offered = [(code, one.title(language)) for code, one in purposes().items() if one.hears]
        self.fields["purposes"].choices = offered  # type: ignore[attr-defined]


class WithdrawConsentForm(ConsentForm):
    """Withdrawing asks for less than giving."""

    language = None  # type: ignore[assignment]
    proof = reason_field(_("Note"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        Offering.__init__(self, *args, **kwargs)
        spoken = get_language() or "zh-hans"
        offered = [(code, one.title(spoken)) for code, one in purposes().items() if one.hears]
        self.fields["purposes"].choices = offered  # type: ignore[attr-defined]


class RevealForm(Form):
    """Why somebody looks, when no case is open."""

    reason = reason_field(
        _("Why you look"), help_text=_("no case of this customer is open; the reason stays on record")
    )


class RestrictForm(Form):
    """Restrict the use of data, or let go."""

    reason = reason_field(_("Why the use is restricted or set free"))


class RequestForm(Form):
    """A request of a person about their data."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=said(words.RIGHTS))
    channel = forms.ChoiceField(label=_("How it was said"), choices=said(words.CHANNELS, empty="—"))
    wish = reason_field(_("What the person wants"), most=1000, required=False)
    asked_on = forms.DateField(label=_("Asked on"), required=False, help_text=_("empty: today"))


class IdentifyForm(Form):
    """How it is known that the person asks."""

    how = reason_field(_("How you know who asks"), help_text=_("note the way, never keep a copy of an identity card"))


class ExtendForm(Form):
    """More time for an answer."""

    due_on = forms.DateField(label=_("New day of the answer"))
    reason = reason_field(_("Why it takes longer"))


def although_field() -> forms.CharField:
    """Return the field that says why data are erased while service goes on."""
    return reason_field(
        _("Why it must be now"),
        help_text=_("only where service goes on: an open case, an item in the workshop, a device lent"),
        required=False,
    )


class AnswerForm(Form):
    """The answer that the person gets."""

    answer = reason_field(_("What the person is told"), most=1000)


class ErasingAnswerForm(AnswerForm):
    """The answer to a request to erase."""

    although = although_field()


class RefuseForm(Form):
    """A refusal on a ground of law."""

    ground = forms.ChoiceField(label=_("Ground in law"), choices=said(REFUSALS))
    answer = reason_field(_("What the person is told"), most=1000)


class MergeForm(Form):
    """Two files become one."""

    reason = reason_field(_("How you know that they are one"))


class UndoForm(Form):
    """Two files after all."""

    reason = reason_field(_("Why they are two"))


class NoticeForm(Form):
    """The next version of a notice, or a purpose of one's own."""

    purpose = forms.SlugField(label=_("Code of the purpose"), max_length=40)
    title = forms.CharField(label=_("Title of the purpose"), max_length=120)
    basis = forms.ChoiceField(label=pgettext_lazy("consent", "Ground"), choices=said(words.BASES))
    separate = forms.BooleanField(label=_("needs separate consent"), required=False)
    text_hans = reason_field("简体中文", most=2000)
    text_hant = reason_field("繁體中文", most=2000)
    text_en = reason_field("English", most=2000)
    renew = forms.BooleanField(label=_("ask everybody for consent anew"), required=False)
    reason = reason_field(_("Why it changes"))

    def details(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        data = dict(self.cleaned_data)
        texts = (data.pop("text_hans"), data.pop("text_hant"), data.pop("text_en"))
        return data | {"texts": dict(zip(LANGUAGES, texts, strict=True))}


class CareRuleForm(Offering):
    """How many look-ups are usual, and in how many days requests are answered."""

    units = {"answer_days": _("working days")}
    alert_an_hour = forms.IntegerField(
        label=_("Look-ups in an hour that call for attention"), min_value=1, max_value=999
    )
    most_a_day = forms.IntegerField(label=_("Most look-ups of a person in a day"), min_value=1, max_value=9999)
    answer_days = forms.IntegerField(label=_("Answer requests within"), min_value=1, max_value=30)
    calendar_id = number(_("Calendar"), help_text=_("none: the first one that knows days off"))
    reason = reason_field(_("Why it changes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, offer={"calendar_id": WorkCalendar.objects.order_by("name").values_list("pk", "name")}, **kwargs
        )


class EraseForm(Form):
    """Erase personal data."""

    reason = forms.CharField(
        label=_("Why the data is erased"),
        max_length=300,
        help_text=_(
            "for example: asked for by the customer on 2026-11-18; names, numbers and addresses cannot be brought back"
        ),
    )
    although = although_field()
