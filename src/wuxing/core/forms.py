"""How forms speak: errors that say what to do, dates that can be typed or picked. How they look is web/forms.py."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.forms.utils import ErrorList
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.errors import BadInput, RuleBroken

MESSAGES = {
    "required": _("fill this in"),
    "unchosen": _("please choose"),
    "no_file": _("choose a file"),
    "invalid_choice": _("choose one of the list"),
    "invalid_list": _("choose from the list"),
    "invalid_date": _("write the date as 2026-11-18"),
    "invalid_time": _("write the time as 09:30"),
    "max_digits": _("use fewer digits"),
    "max_whole_digits": _("use fewer digits"),
    "max_decimal_places": _("at most %(max)s digits after the point"),
    "min_value": _("write %(limit_value)s or more"),
    "max_value": _("write %(limit_value)s or less"),
    "max_length": _("%(show_value)s characters; shorten it to %(limit_value)s"),
}
DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]


class Errors(ErrorList):
    """Errors below a field: diamond, red, what to do."""

    template_name = "wx/error_list.html"


def _say_what_lacks(field: forms.Field) -> None:
    for code in ("required", "invalid_choice", "invalid_list"):
        if code in field.error_messages:
            field.error_messages[code] = MESSAGES[code]
    if isinstance(field, forms.ChoiceField):
        field.error_messages["required"] = MESSAGES["unchosen"]
    if isinstance(field, forms.FileField):
        field.error_messages["required"] = MESSAGES["no_file"]


def speak_plainly(field: forms.Field) -> None:
    """Give a field error texts that say what to do, and dates and times that can be typed or picked."""
    _say_what_lacks(field)
    # said by validators, which look here first
    for code in ("min_value", "max_value", "max_length", "max_digits", "max_whole_digits", "max_decimal_places"):
        field.error_messages.setdefault(code, MESSAGES[code])
    if isinstance(field, forms.DateTimeField):
        return
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = MESSAGES["invalid_date"]
        field.input_formats = DATES
        field.widget.input_type = "date"
        field.widget.format = "%Y-%m-%d"
    elif isinstance(field, forms.TimeField):
        field.error_messages["invalid"] = MESSAGES["invalid_time"]
        field.widget.input_type = "time"
        field.widget.format = "%H:%M"


class Form(forms.Form):
    """The form that pages build on. `units` names what stands behind a number: {"hours": _("hours")}."""

    error_css_class = "wx-bad"
    units: ClassVar[dict[str, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("error_class", Errors)
        kwargs.setdefault(
            "auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s"
        )  # several forms on a page
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self._fit(name, field)

    def __getitem__(self, name: str) -> forms.BoundField:
        """Return a field bound; one that was added later is made like the others first."""
        field = self.fields.get(name)
        if field is not None and not hasattr(field, "unit"):
            self._fit(name, field)
        return super().__getitem__(name)

    def _fit(self, name: str, field: forms.Field) -> None:
        speak_plainly(field)
        field.unit = self.units.get(name, "")  # type: ignore[attr-defined]

    def offer(self, **choices: Iterable[tuple[Any, Any]]) -> None:
        """Give fields what may be chosen: `self.offer(site_id=sites)`."""
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = list(offered)

    def lets(self, act: Callable[[], object]) -> bool:
        """Do an act if the form is filled in rightly, and say whether it was done; what refuses it stands on the form."""
        if not self.is_valid():
            return False
        try:
            act()
        except BadInput as error:
            self.blame(error.fields)
        except RuleBroken as error:
            self.add_error(None, wording.text(error.reason))
        else:
            return True
        return False

    def blame(self, fields: dict[str, str]) -> None:
        """Hang the reasons of a BadInput on their fields; what belongs to no field stands on top."""
        for name, reason in fields.items():
            self.add_error(name if name in self.fields else None, wording.text(reason))
