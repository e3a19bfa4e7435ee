"""What the forms of procedure 22 share: choices in the reader's language, refusals beside their fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core import forms as core_forms
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.reasons import Reason
from wuxing.governance.nonconformity import queries

PICK = _("please choose")


def choice_list(words: Mapping[str, Reason], *, empty: object = None) -> Callable[[], list[tuple[str, Any]]]:
    """Return choices in the reader's language, asked for anew by each form."""

    def offered() -> list[tuple[str, Any]]:
        first = [("", empty)] if empty is not None else []
        return [*first, *((code, wording.text(text)) for code, text in words.items())]

    return offered


def words_field(
    label: object, *, required: bool = True, most: int = 500, rows: int = 3, help_text: object = ""
) -> forms.CharField:
    """Return a field for a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=widget, help_text=help_text)  # type: ignore[arg-type]


def day_field(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    """Return a field for a date."""
    widget = forms.DateInput(format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)  # type: ignore[arg-type]


def file_field() -> forms.FileField:
    """Return a field for a file that shows what is said."""
    return forms.FileField(
        label=_("Evidence as a file"), required=False, help_text=_("a picture or a PDF, at most 15 MB")
    )


def number_field(label: object, *, required: bool = True) -> forms.TypedChoiceField:
    """Return a field for one of a list that is named by number; the form fills in the list."""
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=required)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of a form under a legend; `folded` ones open by a click, or by an error in them."""

    legend: object
    fields: list[forms.BoundField]
    wide: bool = False
    folded: bool = False


class Form(core_forms.Form):
    """A form for one action. It checks the shape of what was typed; whether it may be is the action's to say."""

    def __init__(self, *args: Any, zone: str = "Asia/Shanghai", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.today = clock.today(zone)

    @property
    def takes_file(self) -> bool:
        """Say whether a file can be handed in."""
        return self.is_multipart()

    @property
    def groups(self) -> list[Group]:
        """Return the groups of a long form; nothing for a short one."""
        return []

    def group(self, legend: object, *names: str, wide: bool = False, folded: bool = False) -> Group:
        """Return some fields as a group; one that holds something is not folded."""
        fields = [self[name] for name in names]
        return Group(legend, fields, wide, folded and not any(field.errors or field.value() for field in fields))

    def take_in(self, made: dict[str, forms.Field]) -> None:
        """Take in fields that are made anew by each form."""
        self.fields |= made

    def pick_from(self, name: str, found: list[tuple[int, str]]) -> None:
        """Fill in the list of a field."""
        self.offer(**{name: [("", PICK), *found]})

    def offer_people(self, *names: str) -> None:
        """Let these fields name a member of the organisation."""
        found = queries.people()
        for name in names:
            self.pick_from(name, found)

    def refusal(self) -> str:
        """Return what refused the action as a whole, as one sentence."""
        return "; ".join(str(error) for error in self.non_field_errors())

    def refuse(self, refusal: BusinessError) -> None:
        """Hang the reasons of a refusal on their fields; what belongs to no field stands on top."""
        if isinstance(refusal, BadInput):
            self.blame(refusal.fields)
        else:
            self.add_error(None, wording.text(refusal.reason))


class EmptyForm(Form):
    """A step that needs nothing but the button."""
