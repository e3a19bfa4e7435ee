"""Forms of terms, contracts, units and overrides."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason
from wuxing.customers.entitlement.rules import words
from wuxing.customers.entitlement.rules.terms import COMPONENTS
from wuxing.customers.products.models import Product

MOST = 1000


def _choices(table: Mapping[str, Reason], *, empty: object = None) -> Callable[[], list[tuple[str, Any]]]:
    def offered() -> list[tuple[str, Any]]:
        first = [("", empty)] if empty is not None else []
        return [*first, *((code, wording.text(text)) for code, text in table.items())]

    return offered


def _share(label: object) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100, initial=100)  # type: ignore[arg-type]


def _reason(label: object, *, required: bool = True, help_text: object = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=required, max_length=300, widget=widget, help_text=help_text)  # type: ignore[arg-type]


class TermForm(Form):
    """保修条款 or 免责情形; a code that is on record becomes its next version."""

    units = {"months": _("months"), "parts": "%", "labour": "%", "travel": "%"}
    kind = forms.ChoiceField(label=_("Kind of term"), widget=forms.RadioSelect, choices=_choices(words.KINDS))
    code = forms.SlugField(
        label=_("Code of the term"), max_length=40, help_text=_("the same code again is its next version")
    )
    title = forms.CharField(label=_("What it grants or excludes"), max_length=200)
    product = forms.ChoiceField(label=_("Product"), required=False)
    category = forms.CharField(label=_("Kind of product"), max_length=60, required=False)
    part = forms.ChoiceField(
        label=_("Part of the unit"),
        required=False,
        choices=_choices({c: t for c, t in words.CAUSES.items() if c in COMPONENTS}, empty=_("the whole unit")),
    )
    causes = forms.MultipleChoiceField(
        label=_("Causes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(words.CAUSES),
        help_text=_("for an exclusion: which causes; for a term: only these, or every cause when none is ticked"),
    )
    months = forms.IntegerField(label=_("Lasts"), min_value=0, max_value=240, required=False)
    basis = forms.ChoiceField(label=_("Counted from"), choices=_choices({c: words.BASES[c] for c in (
        "best", "invoice", "delivery", "installation", "production")}))  # fmt: skip
    parts = _share(_("Parts free of charge"))
    labour = _share(_("Labour free of charge"))
    travel = _share(_("Travel free of charge"))
    valid_from = forms.DateField(label=_("For goods sold from"))
    clause = forms.CharField(label=_("Where it is written"), max_length=200, required=False)
    reason = _reason(_("Why it changes"), required=False, help_text=_("needed for a new version"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Product.objects.filter(active=True).order_by("category", "model").values_list("pk", "name", "model")[:MOST]
        )
        offered = [(str(pk), f"{name} {model}") for pk, name, model in rows]
        self.fields["product"].choices = [("", _("every product")), *offered]  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        data = dict(self.cleaned_data)
        product = data.pop("product")
        shares = (data.pop("parts"), data.pop("labour"), data.pop("travel"))
        return data | {"product_id": int(product) if product else None, "shares": shares, "months": data["months"] or 0}


class WithdrawForm(Form):
    """停用条款."""

    valid_from = forms.DateField(label=_("For goods sold from"))
    reason = _reason(_("Why it changes"))


class UnitForm(Form):
    """起算日期."""

    purchased_on = forms.DateField(label=_("Day of the invoice"), required=False)
    delivered_on = forms.DateField(label=_("Day of the delivery"), required=False)
    installed_on = forms.DateField(label=_("End of the installation"), required=False)
    produced_on = forms.DateField(label=_("Day of production"), required=False)
    reason = _reason(_("What shows it"), required=False, help_text=_("needed when a day that was on record changes"))


class ContractForm(Form):
    """延保与服务合同."""

    units = {"parts": "%", "labour": "%", "travel": "%"}
    kind = forms.ChoiceField(label=_("Kind of contract"), widget=forms.RadioSelect, choices=_choices(words.CONTRACTS))
    number = forms.CharField(label=_("Number of the contract"), max_length=60)
    starts_on = forms.DateField(label=_("From the day"))
    ends_on = forms.DateField(label=_("Until the day"))
    parts = _share(_("Parts free of charge"))
    labour = _share(_("Labour free of charge"))
    travel = _share(_("Travel free of charge"))
    excluded = forms.MultipleChoiceField(
        label=_("Causes that it excepts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=_choices(words.CAUSES),
    )

    def details(self) -> dict[str, Any]:
        """Return what was filled in, as the action takes it."""
        data = dict(self.cleaned_data)
        shares = (data.pop("parts"), data.pop("labour"), data.pop("travel"))
        return data | {"shares": shares}


class EndForm(Form):
    """提前终止合同."""

    ended_on = forms.DateField(label=_("Last day of the contract"))
    reason = _reason(_("Why it ends"))


class ExchangeForm(Form):
    """换机."""

    serial = forms.CharField(label=_("Serial number of the new unit"), max_length=80)
    exchanged_on = forms.DateField(label=_("Day of the exchange"))
    reason = _reason(_("Why it was exchanged"))
