"""Forms of the price book."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.customers.prices import rules
from wuxing.customers.products.models import Product

MOST = 1000


def _words(table: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, wording.text(text)) for code, text in table.items()]


def _reason(*, required: bool, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=_("Why it changes"), required=required, max_length=300, widget=widget, help_text=help_text
    )


class PriceForm(Form):
    """A new item with its first price; the same item again is a change."""

    units = {"amount": _("yuan, tax included"), "tax_rate": "%"}
    kind = forms.ChoiceField(label=_("Kind of charge"), widget=forms.RadioSelect)
    code = forms.CharField(label=_("Code of the item"), max_length=60)
    name = forms.CharField(label=_("Name on the quote"), max_length=120)
    mode = forms.ChoiceField(label=_("How it is charged"))
    amount = forms.DecimalField(label=_("Price"), min_value=0, max_digits=9, decimal_places=2)
    product = forms.ChoiceField(label=_("Product"), required=False)
    category = forms.CharField(label=_("Product line"), max_length=60, required=False)
    area = forms.CharField(
        label=_("Area"), max_length=120, required=False, help_text=_("city, or city/district; empty: everywhere")
    )
    valid_from = forms.DateField(label=_("From the day"))
    valid_to = forms.DateField(label=_("Until the day"), required=False)
    tax_category = forms.CharField(label=_("Tax category"), max_length=60, required=False)
    tax_rate = forms.DecimalField(label=_("Tax rate"), min_value=0, max_value=99, decimal_places=2, initial=0)
    reason = _reason(required=False, help_text=_("needed where the item has a price already"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Product.objects.filter(active=True).order_by("category", "model").values_list("pk", "name", "model")
        products = [(str(pk), f"{name} {model}") for pk, name, model in rows[:MOST]]
        self.offer(kind=_words(rules.KINDS), mode=_words(rules.MODES), product=[("", _("every product")), *products])

    def details(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        data = dict(self.cleaned_data)
        product = data.pop("product")
        return data | {"product_id": int(product) if product else None}


class ChangeForm(Form):
    """The next price of an item."""

    units = {"amount": _("yuan, tax included")}
    amount = forms.DecimalField(label=_("Price"), min_value=0, max_digits=9, decimal_places=2)
    valid_from = forms.DateField(label=_("From the day"))
    valid_to = forms.DateField(label=_("Until the day"), required=False)
    reason = _reason(required=True)


class EndForm(Form):
    """停用: no price after this one."""

    last_day = forms.DateField(label=_("Last day of the price"))
    reason = _reason(required=True)


class ImportForm(Form):
    """A price book as CSV or Excel."""

    file = forms.FileField(
        label=_("Price book (CSV or Excel)"),
        help_text=_(
            "columns: kind, code, name, price, valid from; also mode, until, model, product line, area, tax, reason"
        ),
    )
