"""The forms of procedure 11."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason
from wuxing.resources.outlets.queries import outlet_choices
from wuxing.resources.spare_parts.actions import PartDetails
from wuxing.resources.spare_parts.models import Part
from wuxing.resources.spare_parts.queries import lists
from wuxing.resources.spare_parts.rules import MODES, OLD_PART_WORDS, quantity_text, serials_in
from wuxing.resources.spare_parts.states import DISPOSALS

MOST_FILE = 5 * 1024 * 1024


def _choices(words: dict[str, Reason]) -> list[tuple[str, str]]:
    return [(code, wording.text(text)) for code, text in words.items()]


def _quantity(label: Any, *, least: str = "0.01", required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal(least), max_digits=7, decimal_places=2, required=required)


class SerialsField(forms.CharField):
    """Serial numbers of pieces, one a line or apart by commas; a scanner writes one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("of parts that are tracked: one a line"))
        attributes = {"rows": 3, "data-scan": ""}
        super().__init__(label=_("Serial numbers"), required=False, widget=forms.Textarea(attributes), **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the serial numbers that were written."""
        return serials_in(super().clean(value))


def part_choices() -> list[tuple[Any, str]]:
    """Return the parts in use, by number."""
    rows = Part.objects.filter(active=True).order_by("number").values_list("pk", "number", "name")[:2000]
    return [("", "—"), *((pk, f"{number} {name}") for pk, number, name in rows)]


class PartForm(Form):
    """A part of the catalogue."""

    number = forms.CharField(label=_("Part number"), max_length=60)
    name = forms.CharField(label=pgettext_lazy("part", "Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    name_hant = forms.CharField(label=_("Name in traditional characters"), max_length=120, required=False)
    lines = forms.CharField(
        label=_("Products it fits"), required=False, help_text=_("categories or models, apart by spaces; nothing: all")
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    low_mark = forms.DecimalField(
        label=_("Low mark"),
        max_digits=7,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        help_text=_("at or below it the part is marked as low"),
    )
    superseded_by = forms.CharField(label=_("Replaced by the part number"), max_length=60, required=False)
    serial_tracked = forms.BooleanField(label=_("tracked by serial number"), required=False)
    active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    def details(self) -> PartDetails:
        """Return what was written, as the action takes it."""
        data = self.cleaned_data
        lines = str(data["lines"])
        for sign in "、,，;；":
            lines = lines.replace(sign, " ")
        return PartDetails(
            number=data["number"],
            name=data["name"],
            names={"en": data["name_en"], "zh-hant": data["name_hant"]},
            lines=lines.split(),
            unit=data["unit"],
            serial_tracked=data["serial_tracked"],
            low_mark=data["low_mark"],
            superseded_by=data["superseded_by"],
            active=data["active"],
        )


def of_part(part: Part) -> dict[str, Any]:
    """Return a part as its form shows it."""
    names = ("number", "name", "unit", "serial_tracked", "active")
    return {name: getattr(part, name) for name in names} | {
        "name_en": part.names.get("en", ""),
        "name_hant": part.names.get("zh-hant", ""),
        "lines": " ".join(part.lines),
        "superseded_by": part.superseded_by.number if part.superseded_by else "",
        "low_mark": None if part.low_mark is None else quantity_text(part.low_mark),
    }


class ImportForm(Form):
    """A catalogue as a file."""

    file = forms.FileField(
        label=_("CSV or Excel file"), help_text=_("first row: part number, name; more columns below")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a catalogue."""
        sent = self.cleaned_data["file"]
        if sent.size > MOST_FILE:
            raise forms.ValidationError(_("the file is over 5 MB; send it in parts"))
        return sent


class ModeForm(Form):
    """How far parts are counted."""

    mode = forms.ChoiceField(label=_("How parts are kept"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(mode=_choices(MODES))


class StoreForm(Form):
    """A store."""

    name = forms.CharField(label=_("Name of the store"), max_length=120)
    outlet_id = forms.TypedChoiceField(label=_("Outlet"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(outlet_id=[("", "—"), *outlet_choices()])


class _PartsForm(Form):
    """A form that names a part."""

    part_id = forms.TypedChoiceField(label=_("Spare part"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(part_id=part_choices())


class ReceiveForm(_PartsForm):
    """Goods in."""

    quantity = _quantity(_("Quantity"))
    serials = SerialsField()
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class CountForm(_PartsForm):
    """What was counted."""

    counted = _quantity(_("Counted"), least="0", required=False)
    serials = SerialsField(help_text=_("of parts that are tracked: all that lie there, one a line"))
    reason = forms.CharField(label=_("Why it differs"), max_length=300, required=False)


class TransferForm(_PartsForm):
    """To another store."""

    quantity = _quantity(_("Quantity"))
    target_id = forms.TypedChoiceField(label=_("To the store"), coerce=int)
    serials = SerialsField()
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(target_id=[("", "—"), *lists.stores()])


class AskForm(_PartsForm):
    """A part asked for, for one's own stock."""

    quantity = _quantity(_("Quantity"))
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class GiveBackForm(_PartsForm):
    """A part given back unused."""

    quantity = _quantity(_("Quantity"))
    store_id = forms.TypedChoiceField(label=_("To the store"), coerce=int, empty_value=None, required=False)
    serials = SerialsField()
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(store_id=[("", "—"), *lists.stores()])


class ApproveForm(Form):
    """From which store, or expected when."""

    store_id = forms.TypedChoiceField(label=_("From the store"), coerce=int, empty_value=None, required=False)
    expected_on = forms.DateField(label=_("Expected on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(store_id=[("", "—"), *lists.stores()])


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class IssueForm(Form):
    """What leaves the store."""

    serials = SerialsField()


class NothingForm(Form):
    """No details."""


class TakeInForm(Form):
    """An old part handed in."""

    store_id = forms.TypedChoiceField(label=_("To the store"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(store_id=[("", "—"), *lists.stores()])


class DisposeForm(Form):
    """What became of an old part."""

    to = forms.ChoiceField(label=_("What becomes of it"))
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(to=[(end, wording.text(OLD_PART_WORDS[end])) for end in DISPOSALS])
