"""Forms of quotes and settlement sheets."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.forms import Form
from wuxing.customers.models import Price
from wuxing.customers.prices.rules import KINDS, MODES
from wuxing.service.charges.rules.refusals import PAID_WORDS, PAYER_WORDS
from wuxing.service.repair.forms.signing import Signed

EMPTY = 3
"""How many free lines a quote's form shows below those it has."""
LEAST = 5
FIELDS = ("kind", "text", "quantity", "unit_price", "price_reason", "payer", "payer_reason")


def _words(table: dict[str, Any], empty: object = None) -> list[tuple[str, Any]]:
    first = [("", empty)] if empty is not None else []
    return [*first, *((code, wording.text(text)) for code, text in table.items())]


class SpeakingForm(Form):
    """A form that can carry a refusal."""

    def refuse(self, refusal: BusinessError) -> None:
        """Hang the reasons of a refusal on their fields; what belongs to no field stands on top."""
        if isinstance(refusal, BadInput):
            self.blame(refusal.fields)
        else:
            self.add_error(None, wording.text(refusal.reason))


class LineForm(Form):
    """One line of a quote. Left wholly empty it is no line. Of the price book: choose it there, and give a quantity."""

    book = forms.ChoiceField(label=_("From the price book"), required=False)
    kind = forms.ChoiceField(label=_("Kind of charge"), required=False)
    text = forms.CharField(label=_("What is offered"), max_length=200, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.01"), max_digits=7, decimal_places=2, required=False
    )
    unit_price = forms.DecimalField(label=_("Unit price"), min_value=0, max_digits=9, decimal_places=2, required=False)
    price_reason = forms.CharField(label=_("Why this price"), max_length=300, required=False)
    payer = forms.ChoiceField(label=_("Who pays"), required=False)
    payer_reason = forms.CharField(label=_("Why this payer"), max_length=300, required=False)

    def __init__(self, *args: Any, books: Sequence[Price] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(f"{p.item.kind}:{p.item.code}", _label(p)) for p in books]
        code = (self.initial or {}).get("book", "")
        if code and code not in dict(chosen):  # it was in the price book when the quote was written
            chosen.append((code, code.partition(":")[2]))
        self.offer(
            book=[("", "—"), *chosen],
            kind=_words(KINDS, "—"),
            payer=_words(PAYER_WORDS, _("as the warranty proposes")),
        )

    def offered(self) -> dict[str, Any] | None:
        """Return the line as the action takes it; None when nothing was filled in."""
        data = self.cleaned_data
        if not (data.get("book") or data.get("text") or data.get("unit_price") is not None):
            return None
        kind, _colon, code = data["book"].partition(":")
        line = {name: data[name] for name in FIELDS if name not in ("kind", "quantity")}
        return line | {"kind": data["kind"] or kind, "code": code, "quantity": data["quantity"] or Decimal(1)}


def _label(price: Price) -> str:
    return f"{price.item.name} {price.item.code} · ¥{price.amount} {wording.text(MODES[price.item.mode])}"


class QuoteForm(SpeakingForm):
    """The head of a quote: how long it stands, a note to the customer, why it changes."""

    valid_until = forms.DateField(label=_("The offer stands until"))
    note = forms.CharField(
        label=_("Note to the customer"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Why the quote changes"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, data: Any = None, *, rows: Sequence[dict[str, Any]] = (), books: Sequence[Price] = (), newer: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        if not newer:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        count = max(LEAST, len(rows) + EMPTY)
        if data is not None:
            typed = str(data.get("lines", ""))
            count = min(int(typed), 200) if typed.isdecimal() and len(typed) < 4 else count
        self.lines = [
            LineForm(
                data, initial=rows[place] if place < len(rows) else None, prefix=f"l{place}", books=books,
                auto_id=f"l{place}_%s",
            )
            for place in range(count)
        ]  # fmt: skip

    def is_valid(self) -> bool:
        """Say whether the head and every line have the right shape."""
        shaped = all([super().is_valid(), *(line.is_valid() for line in self.lines)])
        if shaped and not self.offers():
            self.add_error(None, _("write one line at least: choose from the price book, or name it with its price"))
        return shaped and not self.errors

    def offers(self) -> list[dict[str, Any]]:
        """Return the lines that were filled in, and remember where they stand."""
        found = [(line, offer) for line in self.lines if (offer := line.offered()) is not None]
        self.filled = [line for line, _offer in found]
        return [offer for _line, offer in found]

    def refuse(self, refusal: BusinessError) -> None:
        """Hang reasons on their lines: `lines.2.unit_price` belongs to the third one that was filled in."""
        if not isinstance(refusal, BadInput):
            super().refuse(refusal)
            return
        for name, reason in refusal.fields.items():
            group, _dot, rest = name.partition(".")
            place, _dot, field = rest.partition(".")
            if group == "lines" and place.isdecimal():
                self.filled[int(place)].blame({field: reason})
                if field == "code":
                    continue
            else:
                self.blame({name: reason})


class AcceptForm(Signed, SpeakingForm):
    """The customer's word under a quote: drawn on the pad; or the typed name, with the reason."""

    name = forms.CharField(label=_("Name of the person who signs"), max_length=100)


class DeclineForm(SpeakingForm):
    """谢绝."""

    name = forms.CharField(label=_("Who declined"), max_length=100, required=False)
    reason = forms.CharField(
        label=_("What the customer said"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class BuyerForm(SpeakingForm):
    """The buyer as the e-invoice shall name them."""

    buyer = forms.CharField(label=_("Buyer"), max_length=200, required=False, help_text=_("empty: the customer's name"))
    buyer_tax_number = forms.CharField(label=_("Tax number of the buyer"), max_length=30, required=False)


class CorrectForm(SpeakingForm):
    """更正."""

    reason = forms.CharField(
        label=_("Why the sheet is corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class PaidForm(SpeakingForm):
    """Paid elsewhere: who noted it stands with it."""

    paid_on = forms.DateField(label=_("Paid on"))
    how = forms.ChoiceField(label=_("How it was paid"))
    note = forms.CharField(label=_("Number of the slip, or a note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(how=_words(PAID_WORDS))
