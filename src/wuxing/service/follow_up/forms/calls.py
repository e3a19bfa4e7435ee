"""Forms of a call: a try with the answers to the script, a problem heard in it, taking it off the list."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuxing.service.follow_up.rules.script import Question
from wuxing.service.follow_up.rules.words import SEVERITIES, TRIES
from wuxing.service.repair.forms.base import Form, choice_list, day_field, time_field, words_field

YES_NO = [("yes", _("yes")), ("no", _("no"))]
ASKED = "q_"


def moment_of(form: Form, day: str = "day", hour: str = "hour") -> datetime | None:
    """Return the instant that a form names by day and time; None when it names none."""
    on, at = form.cleaned_data.get(day), form.cleaned_data.get(hour)
    if not isinstance(on, date):
        return None
    return datetime.combine(on, at if isinstance(at, time) else time(18), ZoneInfo(form.zone))


def of_moment(fields: Mapping[str, str], *names: str) -> dict[str, str]:
    """Return the reasons of a BadInput with those about an instant at the day that it was typed in."""
    return {"day" if name in names else name: reason for name, reason in fields.items()}


def _asked(one: Question) -> forms.Field:
    label = one.text(get_language() or "zh-hans")
    if one.kind == "yes_no":
        return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect, required=False)
    if one.kind == "score":
        marks = [(str(mark), str(mark)) for mark in range(1, 6)]
        return forms.ChoiceField(label=label, choices=marks, widget=forms.RadioSelect, required=False)
    return words_field(label, required=False)


class TryForm(Form):
    """One try of a call. The questions of the script stand first, in the order in which they are asked."""

    result = forms.ChoiceField(label=_("What became of the call"), choices=choice_list(TRIES), widget=forms.RadioSelect)
    day = day_field(_("Call again on"), required=False, help_text=_("only when the customer names a time"))
    hour = time_field(_("At"), required=False)
    satisfied = forms.ChoiceField(
        label=_("Is the customer content?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    note = words_field(_("Remarks"), required=False)

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {f"{ASKED}{one.code}": _asked(one) for one in questions}
        for field in asked.values():
            field.unit = ""  # type: ignore[attr-defined]
        self.fields = {**asked, **self.fields}

    def blame(self, fields: dict[str, str]) -> None:
        """Hang what is wrong with the time that the customer names on its day."""
        super().blame(of_moment(fields, "later_at"))

    def answers(self) -> dict[str, str]:
        """Return what was answered, by question."""
        return {
            name.removeprefix(ASKED): value
            for name, value in self.cleaned_data.items()
            if name.startswith(ASKED) and value
        }

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        content = self.cleaned_data["satisfied"]
        return {
            "result": self.cleaned_data["result"],
            "note": self.cleaned_data["note"],
            "later_at": moment_of(self),
            "satisfied": content == "yes" if content else None,
            "answers": self.answers(),
        }


class ProblemForm(Form):
    """A problem heard in a call, or a complaint by telephone."""

    text = words_field(_("What the customer is not content with"), most=2000, rows=4)
    wish = words_field(_("What the customer wants"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=choice_list(SEVERITIES))
    complaint = forms.BooleanField(label=_("The customer complains formally"), required=False)


class ReasonForm(Form):
    """Why."""

    reason = words_field(_("Reason"), most=300)
