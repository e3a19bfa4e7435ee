"""What all forms of procedure 4 share: errors that say what to do, dates that can be picked or typed, windows of time."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core import forms as core_forms
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.reasons import Reason


def choice_list(words: Mapping[str, Reason], *, empty: object = None) -> Callable[[], list[tuple[str, Any]]]:
    """Return choices in the reader's language, asked for anew by each form."""

    def offered() -> list[tuple[str, Any]]:
        first = [("", empty)] if empty is not None else []
        return [*first, *((code, wording.text(text)) for code, text in words.items())]

    return offered


class Form(core_forms.Form):
    """A form for one action. It checks the shape of what was typed; whether it may be is the action's to say."""

    def __init__(self, *args: Any, zone: str = "Asia/Shanghai", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def refusal(self) -> str:
        """Return what refused the action as a whole, as one sentence."""
        return "; ".join(str(error) for error in self.non_field_errors())

    def refuse(self, refusal: BusinessError) -> None:
        """Hang the reasons of a refusal on their fields; what belongs to no field stands on top."""
        if isinstance(refusal, BadInput):
            self.blame(refusal.fields)
        else:
            self.add_error(None, wording.text(refusal.reason))


def day_field(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    """Return a field for a date."""
    widget = forms.DateInput(format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)  # type: ignore[arg-type]


def time_field(label: object, *, required: bool = True) -> forms.TimeField:
    """Return a field for a time of day."""
    widget = forms.TimeInput(attrs={"step": "900"}, format="%H:%M")
    return forms.TimeField(label=label, required=required, widget=widget)  # type: ignore[arg-type]


def words_field(
    label: object, *, required: bool = True, most: int = 500, help_text: object = "", rows: int = 2
) -> forms.CharField:
    """Return a field for a sentence or two."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=help_text)  # type: ignore[arg-type]


class WindowForm(Form):
    """A day with a window of time, in the zone of the outlet."""

    day = day_field(_("Day"))
    begins = time_field(_("From"))
    ends = time_field(_("Until"))

    def window(self) -> tuple[datetime, datetime] | None:
        """Return the window as instants, or None when it was left empty."""
        day, begins, ends = (self.cleaned_data.get(name) for name in ("day", "begins", "ends"))
        if not (isinstance(day, date) and isinstance(begins, time) and isinstance(ends, time)):
            return None
        zone = ZoneInfo(self.zone)
        return datetime.combine(day, begins, zone), datetime.combine(day, ends, zone)


def next_window(zone: str) -> dict[str, Any]:
    """Return the window that a form offers first: the next full hour but one, of a working day."""
    start = clock.now().astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    if start.hour >= 18 or start.hour < 8:
        day = start.date() + timedelta(days=1 if start.hour >= 18 else 0)
        return {"day": day, "begins": time(9), "ends": time(10)}
    return {"day": start.date(), "begins": start.time(), "ends": (start + timedelta(hours=1)).time()}
