"""Forms of promises and calendars."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.governance.models import WorkCalendar

KINDS = {
    "dispatch": _("hand over the order"),
    "contact": _("call the customer"),
    "arrive": _("arrive"),
    "resolve": _("resolve"),
    "follow_up": _("call back after the repair"),
}
AREAS = {"any": _("everywhere"), "urban": _("urban"), "rural": _("rural")}
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–~到至]\s*(\d{1,2}:\d{2})")


class PromiseForm(Form):
    """A promise and the reason why it changes."""

    kind = forms.ChoiceField(label=_("What is promised"), choices=list(KINDS.items()))
    area = forms.ChoiceField(label=_("Where"), choices=list(AREAS.items()))
    text = forms.CharField(label=_("As customers read it"), max_length=300)
    minutes = forms.IntegerField(label=_("Within"), min_value=1, max_value=525600)
    calendar_id = forms.TypedChoiceField(
        label=_("Counted in"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("nothing: by the clock on the wall"),
    )
    reason = forms.CharField(label=_("Why it changes"), max_length=300)
    units = {"minutes": _("minutes")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendars = WorkCalendar.objects.order_by("name").values_list("pk", "name")
        self.offer(calendar_id=[("", "—"), *calendars])


class CalendarForm(Form):
    """A calendar's week and its dated exceptions, as typed."""

    name = forms.CharField(label=_("Calendar name"), max_length=100)
    zone = forms.CharField(label=_("Time zone"), max_length=60, initial="Asia/Shanghai")
    weekly = forms.CharField(
        label=_("Hours of the week"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("seven lines, Monday first, each like 08:30-12:00 13:30-18:00; an empty day is a dash"),
    )
    exceptions = forms.CharField(
        label=_("Dates that differ"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        help_text=_("a line each: 2026-10-01 - for a day off, 2026-10-10 08:30-12:00 for one worked instead"),
    )

    def clean_weekly(self) -> list[list[list[str]]]:
        """Return seven days of intervals."""
        lines = [line.strip() for line in str(self.cleaned_data["weekly"]).splitlines() if line.strip()]
        if len(lines) != 7:
            raise forms.ValidationError(_("write seven lines, one a day; a dash for a day without work"))
        return [_spans(line) for line in lines]

    def clean_exceptions(self) -> dict[str, list[list[str]]]:
        """Return the intervals of each named date."""
        dates: dict[str, list[list[str]]] = {}
        for line in str(self.cleaned_data["exceptions"]).splitlines():
            day, _gap, rest = line.strip().partition(" ")
            if day:
                if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
                    raise forms.ValidationError(_("begin each line with a date like 2026-10-01"))
                dates[day] = _spans(rest)
        return dates


def _spans(line: str) -> list[list[str]]:
    found = [[a.rjust(5, "0"), b.rjust(5, "0")] for a, b in _SPAN.findall(line)]
    if not found and line.strip() not in ("-", "–", "—", ""):
        raise forms.ValidationError(_("write hours like 08:30-12:00, or a dash"))
    return found


def as_typed(intervals: list[list[str]]) -> str:
    """Return intervals as they are typed."""
    return " ".join(f"{a}-{b}" for a, b in intervals) or "-"
