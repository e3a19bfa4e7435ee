"""The forms of a work order: hand over, agree, hold, end."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.reasons import say
from wuxing.service.repair.forms.base import Form, WindowForm, choice_list, day_field, time_field, words_field
from wuxing.service.repair.queries import choices
from wuxing.service.repair.rules.words import HOLDS, KINDS, PAYERS

ASKED = {"customer": say("the customer"), "us": say("we")}
CONTENT = {"yes": say("the customer is content"), "no": say("the customer is not content")}


class EmptyForm(Form):
    """A step that needs nothing but the button."""


class NoteForm(Form):
    """A step with a note."""

    note = words_field(_("Remark"), required=False)


class DispatchForm(WindowForm):
    """派单: a technician; perhaps a proposed time, what parts to take, and why somebody without the skill."""

    field_order = ("technician", "day", "begins", "ends", "parts_expected", "override_reason")
    technician = forms.ChoiceField(label=_("Technician"))
    day = day_field(_("Proposed day"), required=False)
    begins = time_field(_("From"), required=False)
    ends = time_field(_("Until"), required=False)
    parts_expected = forms.CharField(label=_("Parts to take"), required=False, max_length=200)
    override_reason = words_field(
        _("Reason, when the skill does not fit"), required=False, most=300, help_text=_("goes into the ledger")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in choices.technicians()]
        self.offer(technician=[("", _("choose")), *people])

    def planned(self) -> tuple[datetime, datetime] | None:
        """Return the proposed window; a part of it only is no window."""
        return self.window()

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a window that was begun."""
        data = super().clean() or {}
        parts = [data.get(name) for name in ("day", "begins", "ends")]
        if any(parts) and not all(parts) and not any(name in self.errors for name in ("day", "begins", "ends")):
            self.add_error("day", _("give day, beginning and end, or none of them"))
        return data


class AgreeForm(WindowForm):
    """约定上门."""

    warranty_explained = forms.BooleanField(label=_("warranty and fee told to the customer"), required=False)
    chosen_by = forms.ChoiceField(
        label=_("Who chose the time"),
        widget=forms.RadioSelect,
        choices=choice_list(ASKED),
        initial="us",
        help_text=_("a time later than the promise counts as the customer's only when the customer chose it"),
    )
    note = words_field(_("Remark"), required=False)


class RescheduleForm(WindowForm):
    """改约."""

    asked_by = forms.ChoiceField(
        label=_("Who asked for the change"), widget=forms.RadioSelect, choices=choice_list(ASKED), initial="customer"
    )
    reason = words_field(_("Reason"), most=300)


class HoldForm(Form):
    """挂起."""

    reason = forms.ChoiceField(label=_("What it waits for"), choices=choice_list(HOLDS, empty="—"))
    note = words_field(_("Remark"), required=False)


class ContactForm(Form):
    """首次联系."""

    reached = forms.ChoiceField(
        label=_("Was the customer reached"),
        widget=forms.RadioSelect,
        choices=choice_list({"yes": say("reached"), "no": say("not reached")}),
    )
    note = words_field(_("Remark"), required=False)


class FollowUpForm(Form):
    """回访."""

    reached = forms.ChoiceField(
        label=_("Was the customer reached"),
        widget=forms.RadioSelect,
        choices=choice_list({"yes": say("reached"), "no": say("not reached")}),
    )
    satisfied = forms.ChoiceField(
        label=_("What the customer said"), required=False, choices=choice_list(CONTENT, empty="—")
    )
    note = words_field(_("Remark"), required=False)


class LineForm(Form):
    """备件与费用."""

    units = {"unit_price": _("yuan")}
    kind = forms.ChoiceField(label=_("Kind of charge"), choices=choice_list(KINDS))
    name = forms.CharField(label=_("Part or charge"), max_length=120)
    code = forms.CharField(label=_("Part number"), required=False, max_length=60)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=7, decimal_places=2, initial=Decimal("1"))
    unit_price = forms.DecimalField(label=_("Price each"), max_digits=9, decimal_places=2, initial=Decimal("0"))
    payer = forms.ChoiceField(label=_("Who pays"), choices=choice_list(PAYERS))
    old_serial = forms.CharField(label=_("Serial number of the old part"), required=False, max_length=80)
    new_serial = forms.CharField(label=_("Serial number of the new part"), required=False, max_length=80)


class StrikeForm(Form):
    """划去明细."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    reason = words_field(_("Why the line is struck"), most=300)
