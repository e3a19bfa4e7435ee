"""Forms of promises and calendars."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.governance.commitments import rules
from wuxing.governance.commitments.actions.promises import Content, Wording
from wuxing.governance.commitments.states import Recipient
from wuxing.governance.commitments.words import AREAS, CHANNELS, KINDS, RECIPIENTS
from wuxing.governance.models import WorkCalendar

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
ZONES = (
    "Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul",
    "Asia/Bangkok", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai", "Europe/London", "Europe/Berlin", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "Australia/Sydney", "UTC",
)  # fmt: skip
MOST_ROWS = 400
SPARE_ROWS = 3
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~～到至]\s*(\d{1,2}:\d{2})")
_DASHES = ("-", "–", "—", "")
_STEPS = 4


class PromiseForm(Form):
    """A promise as customers read it, whom it is for, who checked it, how it is reminded of, and why it changes."""

    kind = forms.ChoiceField(label=_("What is promised"))
    text = forms.CharField(label=_("As customers read it"), max_length=300)
    minutes = forms.IntegerField(label=_("Within"), min_value=1, max_value=525600)
    calendar_id = forms.TypedChoiceField(
        label=_("Counted in"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("nothing: by the clock on the wall; an outlet with its own calendar counts in that one"),
    )
    area = forms.ChoiceField(label=_("Where"))
    product_line = forms.CharField(
        label=_("Product line"), max_length=60, required=False, help_text=_("empty: every line")
    )
    tier = forms.CharField(
        label=_("Customer tier"), max_length=20, required=False, help_text=_("empty: every customer")
    )
    channel = forms.ChoiceField(label=_("Told to customers by"), required=False)
    published_where = forms.CharField(
        label=_("Published where"), max_length=300, required=False, help_text=_("an address, a page, a clause")
    )
    legal_checked_by = forms.CharField(label=_("Legal check by"), max_length=100, required=False)
    legal_checked_on = forms.DateField(label=_("Checked on"), required=False)
    legal_check = forms.CharField(
        label=_("What was checked"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    safety = forms.BooleanField(
        label=_("About safety"), required=False, help_text=_("reminders go out at any hour, not in working time only")
    )
    running_too = forms.BooleanField(
        label=_("For running orders too"),
        required=False,
        help_text=_(
            "each running target ends with its result so far and a new one opens; else they keep what they were given"
        ),
    )
    wished_from = forms.DateField(
        label=_("To count from"),
        required=False,
        help_text=_("empty: from the approval on; until then the one before stands"),
    )
    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
    units = {"minutes": _("minutes")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendars = WorkCalendar.objects.order_by("name").values_list("pk", "name")
        for place in range(_STEPS):
            percent = forms.IntegerField(label=_("Reminder"), min_value=1, max_value=rules.MOST_PERCENT, required=False)
            to = forms.ChoiceField(label=_("Who is told"), required=False)
            self.fields[f"percent_{place}"], self.fields[f"to_{place}"] = percent, to
            percent.unit = "%"  # type: ignore[attr-defined]
            self.offer(**{f"to_{place}": [("", "—"), *_words(RECIPIENTS)]})
        self.offer(
            calendar_id=[("", "—"), *calendars],
            kind=_words(KINDS),
            area=_words(AREAS),
            channel=[("", "—"), *_words(CHANNELS)],
        )

    @property
    def step_rows(self) -> list[tuple[Any, Any]]:
        """Return the fields of the reminders, two a row."""
        return [(self[f"percent_{place}"], self[f"to_{place}"]) for place in range(_STEPS)]

    def clean(self) -> dict[str, Any]:
        """Gather the reminders; a step without both its parts is asked for."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        steps = []
        for place in range(_STEPS):
            percent, to = found.pop(f"percent_{place}", None), found.pop(f"to_{place}", "")
            if f"percent_{place}" in self.errors:
                continue
            if bool(percent) != bool(to):
                self.add_error(f"percent_{place}", _("give the percent and whom it reaches"))
            elif percent:
                steps.append((percent, Recipient(to)))
        found["steps"] = steps
        return found

    def given(self) -> Content:
        """Return what the action takes."""
        found = dict(self.cleaned_data)
        names = ("channel", "published_where", "legal_checked_by", "legal_checked_on", "legal_check")
        return Content(wording=Wording(**{name: found.pop(name) for name in names}), **found)


def steps_as_fields(steps: tuple[rules.Step, ...]) -> dict[str, Any]:
    """Return the reminders of a promise as the form's fields."""
    fields: dict[str, Any] = {}
    for place, (percent, to) in enumerate(steps[:_STEPS]):
        fields |= {f"percent_{place}": percent, f"to_{place}": to.value}
    return fields


class DecisionForm(Form):
    """What who approves says to it; sending back needs a reason."""

    reason = forms.CharField(
        label=_("What has to change"), max_length=300, required=False, help_text=_("needed when it is sent back")
    )


class EndForm(Form):
    """Why a promise is to end, from when, and who checked that it may."""

    reason = forms.CharField(label=_("Why the promise ends"), max_length=300)
    wished_from = forms.DateField(
        label=_("To end on"), required=False, help_text=_("empty: with the approval; until then it binds")
    )
    legal_checked_by = forms.CharField(label=_("Legal check by"), max_length=100)
    legal_checked_on = forms.DateField(label=_("Checked on"))
    legal_check = forms.CharField(label=_("What was checked"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        found = dict(self.cleaned_data)
        names = ("legal_checked_by", "legal_checked_on", "legal_check")
        return {"check": Wording(**{name: found.pop(name) for name in names}), **found}


class CalendarForm(Form):
    """A calendar as a person keeps it: a line a day, and the dates that differ."""

    name = forms.CharField(label=_("Calendar name"), max_length=100)
    zone = forms.ChoiceField(label=_("Time zone"), initial="Asia/Shanghai", help_text=_("that of the outlet"))
    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        zone = (initial or {}).get("zone", "")
        self.offer(zone=[(one, one) for one in dict.fromkeys([*ZONES, *([zone] if zone else [])])])
        for day, label in enumerate(DAYS):
            self.fields[f"day_{day}"] = forms.CharField(label=label, max_length=200, required=False, label_suffix="")
        self.rows = _row_count(data, initial or {})
        for row in range(self.rows):
            self.fields[f"date_{row}"] = forms.DateField(
                label=_("Date"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            )
            self.fields[f"hours_{row}"] = forms.CharField(label=_("Hours"), max_length=200, required=False)
            self.fields[f"note_{row}"] = forms.CharField(label=_("What the day is"), max_length=100, required=False)

    @property
    def day_rows(self) -> list[Any]:
        """Return the fields of the week."""
        return [self[f"day_{day}"] for day in range(7)]

    @property
    def date_rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of the dates that differ."""
        return [(self[f"date_{row}"], self[f"hours_{row}"], self[f"note_{row}"]) for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Gather the week, the dates that differ and their notes."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        found["weekly"] = [self._spans(f"day_{day}") for day in range(7)]
        dates: dict[str, list[list[str]]] = {}
        notes: dict[str, str] = {}
        for row in range(self.rows):
            day = found.get(f"date_{row}")
            if day is None:
                continue
            if day.isoformat() in dates:
                self.add_error(f"date_{row}", _("this date stands twice"))
            dates[day.isoformat()] = self._spans(f"hours_{row}")
            if note := found.get(f"note_{row}"):
                notes[day.isoformat()] = note
        found["exceptions"], found["notes"] = dates, notes
        return found

    def _spans(self, name: str) -> list[list[str]]:
        typed = str(self.cleaned_data.get(name) or "")
        try:
            return spans(typed)
        except ValueError:
            self.add_error(name, _("write hours like 08:30-12:00 13:30-18:00, or a dash for a day off"))
            return []

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        names = ("name", "zone", "reason", "weekly", "exceptions", "notes")
        return {name: self.cleaned_data[name] for name in names}


def _row_count(data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> int:
    if data is None:
        return int(initial.get("rows", SPARE_ROWS))
    places = [int(name[5:]) for name in data if re.fullmatch(r"date_\d{1,3}", name)]
    return min(max(places, default=SPARE_ROWS - 1) + 1, MOST_ROWS)


def _words(words: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(code, wording.text(word)) for code, word in words.items()]


def spans(line: str) -> list[list[str]]:
    """Read the hours of a day as typed; a dash or nothing is a day off. Raises ValueError."""
    found = [[a.rjust(5, "0"), b.rjust(5, "0")] for a, b in _SPAN.findall(line)]
    rest = _SPAN.sub("", line).strip(" ,;，；、/")
    if (rest and found) or (not found and line.strip() not in _DASHES):
        raise ValueError(line)
    return found


def as_typed(intervals: list[list[str]]) -> str:
    """Return intervals as they are typed."""
    return " ".join(f"{a}-{b}" for a, b in intervals) or "-"


def as_fields(
    name: str,
    zone: str,
    weekly: list[list[list[str]]],
    exceptions: Mapping[str, list[list[str]]],
    notes: Mapping[str, str],
) -> dict[str, Any]:
    """Return a calendar as the fields of its form, with a few empty rows below."""
    fields: dict[str, Any] = {"name": name, "zone": zone, "rows": min(len(exceptions) + SPARE_ROWS, MOST_ROWS)}
    fields |= {f"day_{day}": as_typed(hours) for day, hours in enumerate(weekly)}
    for row, (day, hours) in enumerate(sorted(exceptions.items())):
        fields |= {f"date_{row}": day, f"hours_{row}": as_typed(hours), f"note_{row}": notes.get(day, "")}
    return fields
