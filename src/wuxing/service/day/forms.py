"""The forms of the technician's day: a part used, a part asked for, a photo."""

from base64 import b64decode
from decimal import Decimal
from io import BytesIO
from typing import IO, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.files import LIMIT_BYTES
from wuxing.resources.spare_parts.rules import FATES, name_in, quantity_text
from wuxing.service.day.rules import PHOTO_KINDS
from wuxing.service.repair.forms.base import Form, choice_list, words_field
from wuxing.service.repair.rules.words import PAYERS

_TEXT = ";base64,"
NO_PHOTO = _("take a photo, or choose one")


def _without(one: dict[str, Any]) -> Decimal:
    """Return how much lies there without a serial number on record."""
    return max(Decimal(), Decimal(one["held"]) - len(one["pieces"]))


def _tiles(one: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what can be tapped of a part: each piece that is with the technician, else the part itself."""
    number = str(one["part"].pk)
    pieces = [(f"{number}:{serial}", serial) for serial in one["pieces"]]
    return pieces if pieces and not _without(one) else [*pieces, (number, "")]


class UsePartForm(Form):
    """备件启用: choose the part, say what becomes of the old one: two taps. The rest is filled in where it is needed."""

    part_id = forms.ChoiceField(label=_("Spare part"), widget=forms.RadioSelect)  # 7, or one piece of it: 7:N-0012
    old_part = forms.ChoiceField(
        label=_("The old part"), widget=forms.RadioSelect, choices=choice_list(FATES), initial="returned"
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.01"), max_digits=7, decimal_places=2, initial=1
    )
    new_serial = forms.CharField(label=_("Serial number of the new part"), max_length=80, required=False)
    old_serial = forms.CharField(label=_("Serial number of the old part"), max_length=80, required=False)
    wish = forms.CharField(label=_("Why the customer keeps the old part"), max_length=300, required=False)
    payer = forms.ChoiceField(
        label=_("Who pays"), required=False, choices=choice_list(PAYERS, empty=_("as the warranty says"))
    )
    unit_price = forms.DecimalField(
        label=_("Price, when it is not in the price book"), max_digits=9, decimal_places=2, min_value=0, required=False
    )

    def __init__(self, *args: Any, parts: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        self.offer(part_id=[(value, one["part"].name) for one in parts for value, _serial in _tiles(one)])

    def clean(self) -> dict[str, Any]:
        """Tell part and piece apart: a tap on a piece says its serial number too."""
        data = super().clean() or {}
        if chosen := str(data.get("part_id") or ""):
            part, _colon, piece = chosen.partition(":")
            data["part_id"] = int(part)
            data["new_serial"] = piece or data.get("new_serial", "")
        return data

    def rows(self) -> list[dict[str, Any]]:
        """Return what to choose from, as the page draws it: parts, and each piece of a part that is tracked."""
        language = get_language() or "en"
        chosen = str(self["part_id"].value() or "")
        return [
            {
                "id": value,
                "number": one["part"].number,
                "name": name_in(one["part"].name, one["part"].names, language),
                "held": "" if one["held"] is None or serial else quantity_text(_without(one)),
                "price": "" if one["price"] is None else f"¥{one['price']:,.2f}".removesuffix(".00"),
                "recent": one["recent"],
                "fits": one["fits"],
                "serial": serial,
                "asks": one["part"].serial_tracked,
                "tracked": one["part"].serial_tracked and not serial,
                "chosen": chosen == value or (not chosen and one["exact"] and value == _tiles(one)[0][0]),
            }
            for one in self.parts
            for value, serial in _tiles(one)
        ]

    @property
    def more_is_wrong(self) -> bool:
        """Say whether something is wrong in what is folded away."""
        return bool(set(self.errors) - {"part_id", "old_part"}) if self.is_bound else False


class AskPartForm(Form):
    """备件申领: a part that this order needs."""

    part_id = forms.TypedChoiceField(label=_("Spare part"), coerce=int)
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.01"), max_digits=7, decimal_places=2, initial=1
    )
    note = words_field(_("Remark"), required=False, most=300)
    hold = forms.BooleanField(label=_("The order waits for it"), required=False, initial=True)

    def __init__(self, *args: Any, wanted: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(part_id=[("", "—"), *wanted])


class PhotoForm(Form):
    """现场照片: taken with the phone; the device's outbox sends it as text."""

    kind = forms.ChoiceField(label=_("What it shows"), choices=choice_list(PHOTO_KINDS), initial="fault")
    photo = forms.FileField(
        label=_("Photo"),
        widget=forms.FileInput({"accept": "image/*", "capture": "environment", "data-missing": NO_PHOTO}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].error_messages["required"] = NO_PHOTO
        self.fields["photo"].required = not self.data.get("photo")  # as text it is no file

    def picture(self) -> tuple[IO[bytes], str]:
        """Return the photo and its name; what cannot be read is empty, and refused."""
        sent = self.cleaned_data.get("photo")
        if sent:
            return sent.file, sent.name
        try:
            data = b64decode(str(self.data.get("photo", ""))[: 2 * LIMIT_BYTES].partition(_TEXT)[2], validate=True)
        except ValueError:
            data = b""
        return BytesIO(data), "photo.jpg"


def gathered(errors: Any) -> dict[str, str]:
    """Return the first error of each field as plain words."""
    return {name: wording.text(str(found[0])) for name, found in errors.items()}
