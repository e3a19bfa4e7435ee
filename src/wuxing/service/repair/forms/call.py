"""电话派工记录: the form of a call, one column, and its smaller relatives."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core.reasons import say
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.forms.base import Form, choice_list, day_field, time_field, words_field
from wuxing.service.repair.queries import choices
from wuxing.service.repair.rules.answering import HOWS as ANSWER_HOWS
from wuxing.service.repair.rules.words import CHANNELS, WARRANTY, WORK_TYPES, symptoms_for

TYPED = {code: text for code, text in CHANNELS.items() if code != "import"}


def _text(label: object, most: int, *, help_text: object = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text, widget=widget)  # type: ignore[arg-type]


class CallForm(Form):
    """What the agent writes down while the customer speaks. Nothing is required to save; the page says what dispatch lacks."""

    phone = _text(
        _("Phone number"),
        40,
        autocomplete="off",
        inputmode="tel",
        help_text=_("a known number brings its customer and equipment"),
    )
    customer_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    customer_name = _text(_("Customer"), 200, autocomplete="off")
    contact_name = _text(_("Contact"), 100, autocomplete="off", help_text=_("when somebody else is to be called"))
    work_type = forms.ChoiceField(label=_("Kind of service"), choices=choice_list(WORK_TYPES))
    city = _text(_("City"), 40)
    district = _text(_("District"), 40)
    address = _text(_("Address"), 300, autocomplete="off")
    rural = forms.BooleanField(label=_("in the country (the promise for the country counts)"), required=False)
    product_id = forms.ChoiceField(label=_("Product"), required=False)
    serial = _text(_("Serial number"), 80, autocomplete="off", spellcheck="false")
    serial_unknown = forms.BooleanField(
        label=_("customer cannot say the serial number: read it on site"), required=False
    )
    purchased_on = day_field(_("Purchase date"), required=False)
    purchase_unknown = forms.BooleanField(
        label=_("customer cannot say the purchase date: look at the invoice on site"), required=False
    )
    symptom = forms.ChoiceField(label=_("Symptom"), required=False)
    fault = words_field(_("Fault in the customer's words"), required=False, most=1000, rows=3)
    urgent = forms.BooleanField(label=_("urgent: danger, or somebody who cannot wait"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=choice_list(TYPED))
    passed_on_by = _text(
        _("Passed on by"), 100, help_text=_("the colleague outside the service department who took the call")
    )
    received_day = day_field(_("Received on"))
    received_time = time_field(_("Received at"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = [(group, [(str(pk), name) for pk, name in members]) for group, members in choices.products()]
        self.offer(product_id=[("", _("not known yet")), *products])
        self.product = choices.product(self._product_id())
        trade = self.product["trade"] if self.product else ""
        symptoms = [(code, wording.text(text)) for code, text in symptoms_for(trade).items()]
        said = self._value("symptom")
        if said and said not in dict(symptoms):
            symptoms.append((said, said))
        self.offer(symptom=[("", _("choose or describe below")), *symptoms])

    def _value(self, name: str) -> str:
        value = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return str(value or "")

    def _product_id(self) -> int | None:
        text = self._value("product_id")
        return int(text) if text.isdecimal() and len(text) < 18 else None

    def received_at(self) -> datetime | None:
        """Return when the call came in."""
        day, moment = self.cleaned_data.get("received_day"), self.cleaned_data.get("received_time")
        return datetime.combine(day, moment, ZoneInfo(self.zone)) if day and moment else None

    def clean(self) -> dict[str, Any]:
        """Refuse a call from the future here, beside its field."""
        data = super().clean() or {}
        received = self.received_at()
        if received and received > clock.now():
            self.add_error("received_time", wording.text(say("the call cannot come later than now")))
        return data

    def changes(self) -> dict[str, Any]:
        """Return what was said, as the fields of CallDetails."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in ("received_day", "received_time")
        }
        data["product_id"] = int(data["product_id"]) if data["product_id"] else None
        return data

    def call(self) -> CallDetails:
        """Return the call as the action takes it."""
        return CallDetails(**self.changes(), received_at=self.received_at())


def initial_of(call: CallDetails, zone: str) -> dict[str, Any]:
    """Return a call as the form shows it."""
    received = (call.received_at or clock.now()).astimezone(ZoneInfo(zone))
    shown = {name: getattr(call, name) for name in CallForm.base_fields if hasattr(call, name)}
    return {**shown, "received_day": received.date(), "received_time": received.time().replace(second=0, microsecond=0)}


class CorrectionForm(CallForm):
    """The same call, corrected or completed; the old values stay on the timeline."""

    reason = words_field(
        _("Reason of the correction"), required=False, help_text=_("stays on the timeline beside old and new value")
    )


class AnswerForm(Form):
    """远程解决."""

    answer = words_field(_("How the customer was helped"), rows=3)


class CalledForm(Form):
    """客户来电."""

    note = words_field(_("What the customer said"), rows=3)
    answers = forms.BooleanField(
        label=_("this is what we waited to hear: an order on hold for the customer goes on"), required=False
    )


class AnsweredForm(Form):
    """已答复客户: how and when; empty times mean now."""

    how = forms.ChoiceField(label=_("How the customer was answered"), choices=choice_list(ANSWER_HOWS))
    day = day_field(_("Answered on"), required=False, help_text=_("empty: just now; at most 24 hours back"))
    time = time_field(_("Answered at"), required=False)
    note = words_field(_("What was said, and how you know"), required=False)

    def clean(self) -> dict[str, Any]:
        """Put day and time together, in the zone of the outlet."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        day, at = found.pop("day", None), found.pop("time", None)
        if (day is None) != (at is None):
            self.add_error("time" if at is None else "day", _("give the day and the time, or neither"))
        found["at"] = datetime.combine(day, at, ZoneInfo(self.zone)) if day and at else None
        return found

    def blame(self, fields: dict[str, str]) -> None:
        """Hang what is wrong with the time on the field that was typed."""
        super().blame({"time" if name == "at" else name: reason for name, reason in fields.items()})


class ReasonForm(Form):
    """An ending that needs a reason."""

    reason = words_field(_("Reason"), most=300)


class MergeForm(Form):
    """合并."""

    into = forms.CharField(
        label=_("Number of the request that stays"), max_length=30, help_text=_("for example SR-2026-000012")
    )


class OverrideForm(Form):
    """改判保修: both values stay."""

    outcome = forms.ChoiceField(
        label=_("Decide otherwise"),
        widget=forms.RadioSelect,
        choices=choice_list({code: text for code, text in WARRANTY.items() if code != "unknown"}),
    )
    reason = words_field(_("Reason"), most=300, help_text=_("this goes into the ledger; reviewers can see it"))
