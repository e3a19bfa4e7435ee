"""Forms of quotes, signatures, invoices."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wuxing.certification.agreement import words
from wuxing.certification.agreement.actions import Quoted
from wuxing.certification.agreement.states import Fee
from wuxing.certification.programme.rules import Asked
from wuxing.certification.programme.structure import Programme
from wuxing.core import clock
from wuxing.core.access import AREAS
from wuxing.core.forms import Form

ACCESS_DAYS = 120


class QuoteForm(Form):
    """What the office lays down; days to adjust and fees that differ get two fields and one each, from the rule."""

    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Records that the team may read (nothing ticked: everything)"),
        choices=[(code, title) for code, (title, _permissions) in AREAS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    access_from = forms.DateField(label=gettext_lazy("Records open from"))
    access_until = forms.DateField(label=gettext_lazy("Records open until"))
    fees_why = forms.CharField(label=gettext_lazy("Why the fees differ from the list"), max_length=500, required=False)
    note = forms.CharField(
        label=gettext_lazy("Remark"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, rule: Programme, fees: dict[Fee, Decimal], *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {"access_from": today, "access_until": today + timedelta(days=ACCESS_DAYS)} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.rule, self.fees = rule, fees
        for one in rule.person_days.adjustments:
            self.fields[f"days_{one.code}"] = forms.DecimalField(
                required=False, max_digits=5, decimal_places=2, min_value=one.least, max_value=one.most, label=_("Days")
            )
            self.fields[f"why_{one.code}"] = forms.CharField(required=False, max_length=500, label=_("Reason"))
        for fee in fees:
            self.fields[f"fee_{fee.value}"] = forms.DecimalField(
                required=False, max_digits=12, decimal_places=2, min_value=0, label=words.fee(fee)
            )

    def adjustments(self) -> list[dict[str, Any]]:
        """Return the rows of the table of adjustments."""
        return [
            {
                "title": one.title.in_language(get_language() or "zh-hans"),
                "limits": f"{one.least} – {one.most}",
                "days": self[f"days_{one.code}"],
                "why": self[f"why_{one.code}"],
            }
            for one in self.rule.person_days.adjustments
        ]

    def amounts(self) -> list[dict[str, Any]]:
        """Return the rows of the table of fees: the list's amount, and another."""
        return [
            {"title": words.fee(fee), "listed": amount, "field": self[f"fee_{fee.value}"]}
            for fee, amount in self.fees.items()
        ]

    def plain(self) -> list[Any]:
        """Return the fields that stand in no table."""
        return [self[name] for name in ("areas", "access_from", "access_until", "note")]

    def quoted(self) -> Quoted:
        """Return what was laid down."""
        data = self.cleaned_data
        asked = tuple(
            Asked(one.code, data[f"days_{one.code}"], data[f"why_{one.code}"])
            for one in self.rule.person_days.adjustments
            if data.get(f"days_{one.code}")
        )
        other = {fee: data[f"fee_{fee.value}"] for fee in self.fees if data.get(f"fee_{fee.value}") is not None}
        return Quoted(
            data["access_from"],
            data["access_until"],
            tuple(data["areas"]),
            asked,
            other,
            data["fees_why"],
            data["note"],
        )


class SignForm(Form):
    """Who signs; the drawing comes from the pad."""

    signed_by = forms.CharField(label=gettext_lazy("Name of the person who signs"), max_length=100)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=100)
    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ChangeForm(Form):
    """What the client wants changed."""

    text = forms.CharField(
        label=gettext_lazy("What should be changed"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChargeForm(Form):
    """An invoice raised by hand."""

    kind = forms.ChoiceField(label=gettext_lazy("Fee"))
    amount = forms.DecimalField(
        label=gettext_lazy("Amount (yuan)"), max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    due_on = forms.DateField(label=gettext_lazy("Due on"))
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=[(fee.value, words.fee(fee)) for fee in Fee])


class PayForm(Form):
    """When an invoice was paid."""

    paid_on = forms.DateField(label=gettext_lazy("Paid on"))
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=500, required=False)


class CancelForm(Form):
    """Why an invoice is cancelled."""

    reason = forms.CharField(label=gettext_lazy("Why it is cancelled"), max_length=500)
