"""Forms of the company's own pages about its doors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.service.repair.forms.base import words_field


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
