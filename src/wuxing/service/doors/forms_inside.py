"""Forms of the company's own pages about its doors."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.service.doors.rules import MOST_BY_HAND
from wuxing.service.repair.forms.base import day_field, time_field, words_field


class MakeForm(Form):
    """Blank labels."""

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000)
    batch = forms.CharField(label=_("Name of the batch"), max_length=40, required=False)


class BindForm(Form):
    """Which unit a label stands for."""

    asset_id = forms.IntegerField(label=_("Equipment"), min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason, when it stood for another unit"), max_length=300, required=False)


class RetireForm(Form):
    """Why a label is retired."""

    reason = words_field(_("Reason"), most=300)


class RevokeForm(Form):
    """Why a link is withdrawn."""

    reason = words_field(_("Reason"), most=300)


class PhotoForm(Form):
    """The photo of a product."""

    file = forms.FileField(label=_("Photo"), widget=forms.FileInput({"accept": "image/jpeg,image/png"}))


class DecideForm(Form):
    """What becomes of a registration."""

    asset_id = forms.IntegerField(label=_("Number of the unit"), min_value=1, required=False)
    reason = forms.CharField(label=_("Why it cannot be confirmed"), max_length=300, required=False)


class ManualForm(Form):
    """A manual of a product."""

    product_id = forms.ChoiceField(label=_("Product"))
    title = forms.CharField(label=_("Title"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("all languages")), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")],
    )
    url = forms.CharField(label=_("Address"), max_length=300, required=False, help_text="https://…")
    file = forms.FileField(label=_("Or a file"), required=False)

    def __init__(self, *args: Any, products: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(product_id=products)


class SettingsForm(Form):
    """How the doors are kept."""

    is_open = forms.BooleanField(label=_("Reports are taken by label and web"), required=False)
    link_days = forms.IntegerField(label=_("A link holds after the end of its case"), min_value=1, max_value=365)
    notice_hours = forms.IntegerField(
        label=_("A customer may move the visit until so long before it"), min_value=0, max_value=72
    )
    reports_a_day = forms.IntegerField(label=_("Reports taken in a day at most"), min_value=1, max_value=100_000)
    hotline = forms.CharField(label=_("Hotline"), max_length=40, required=False)
    hours = forms.CharField(label=_("Hours of the hotline"), max_length=80, required=False)

    units = {"link_days": _("days"), "notice_hours": _("hours")}


class PassOnForm(Form):
    """内部转交: a request that reached somebody outside the service department."""

    received_on = forms.DateField(label=_("It reached me on"))
    received_at = forms.TimeField(label=_("at what time"))
    phone = forms.CharField(label=_("Phone number of the customer"), max_length=30)
    fault = words_field(_("What the customer said"), most=900, rows=3)
    customer_name = forms.CharField(label=_("Name of the customer"), max_length=100, required=False)
    product_id = forms.ChoiceField(label=_("Product"), required=False)
    how = forms.CharField(
        label=_("How it reached me"), max_length=60, required=False, help_text=_("by phone, in the shop, in a chat …")
    )

    def __init__(self, *args: Any, products: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(product_id=[("", _("I do not know")), *products])


class WithdrawForm(Form):
    """Why offered times are withdrawn."""

    reason = words_field(_("Reason"), most=300)


class OfferForm(Form):
    """可选时段: times for the customer to choose from, a day with a window each; lines left empty do not count."""

    send = forms.BooleanField(label=_("send the customer the link to choose"), required=False, initial=True)

    def __init__(
        self, *args: Any, zone: str = "Asia/Shanghai", first: Sequence[tuple[datetime, datetime]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        for place in range(MOST_BY_HAND):
            begins, ends = (time.astimezone(self.zone) for time in first[place]) if place < len(first) else (None, None)
            self.fields |= {
                f"day{place}": day_field(_("Day"), required=False),
                f"begins{place}": time_field(_("From"), required=False),
                f"ends{place}": time_field(_("Until"), required=False),
            }
            if begins and ends:
                self.initial[f"day{place}"] = begins.date()
                self.initial[f"begins{place}"], self.initial[f"ends{place}"] = begins.time(), ends.time()

    @property
    def lines(self) -> list[list[forms.BoundField]]:
        """The lines as they are drawn."""
        return [[self[f"{name}{place}"] for name in ("day", "begins", "ends")] for place in range(MOST_BY_HAND)]

    def clean(self) -> dict[str, Any]:
        """Refuse lines that are filled in by half."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(MOST_BY_HAND):
            given = [data.get(f"{name}{place}") is not None for name in ("day", "begins", "ends")]
            if any(given) and not all(given):
                self.add_error(f"day{place}", _("give day, from and until, or leave all three empty"))
        return data

    def windows(self) -> list[tuple[datetime, datetime]]:
        """Return the windows that were filled in."""
        return [
            (self._at(place, "begins"), self._at(place, "ends"))
            for place in range(MOST_BY_HAND)
            if self.cleaned_data.get(f"day{place}")
        ]

    def _at(self, place: int, name: str) -> datetime:
        return datetime.combine(self.cleaned_data[f"day{place}"], self.cleaned_data[f"{name}{place}"], self.zone)

    def blame(self, fields: Mapping[str, Any]) -> None:
        """Hang the reasons on the filled lines that they belong to; the others stand on top."""
        filled = [place for place in range(MOST_BY_HAND) if self.cleaned_data.get(f"day{place}")]
        for name, reason in fields.items():
            place = name.removeprefix("slots.")
            self.add_error(f"day{filled[int(place)]}" if place.isdecimal() else None, wording.text(reason))
