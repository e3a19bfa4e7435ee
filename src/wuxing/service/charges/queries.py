"""Quotes and settlement sheets: which one stands, what was agreed, and rows as pages show them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from wuxing.core.errors import NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.reading import models_by, rows_by
from wuxing.core.reasons import Reason, say
from wuxing.customers.models import EntitlementDecision, Product
from wuxing.service.charges import rules
from wuxing.service.charges.models import Quote, QuoteLine, Settlement, SettlementLine
from wuxing.service.charges.states import QuoteState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.models import WorkOrder, WorkOrderLine

ORDER = "work_order"
PAGE = 50
NEWEST = 2**62
Subject = tuple[str, int]
_LINE = ("place", "kind", "code", "text", "quantity", "unit_price", "amount", "payer", "tax_category", "tax_rate")


def _about(subject: Subject) -> Q:
    kind, number = subject
    return Q(order_id=number, item_id=None) if kind == ORDER else Q(item_id=number)


def subject_of(quote: Quote) -> Subject:
    """Return what a quote is about: its order, or one item in the workshop."""
    return (ORDER, quote.order_id) if quote.item_id is None else ("bench_item", quote.item_id)


def current_quote(subject: Subject) -> Quote | None:
    """Return the newest version of the quote for ("work_order", id) or an item in the workshop; None without one."""
    return Quote.objects.filter(_about(subject)).order_by("-pk").first()


def agreed_quote(subject: Subject) -> Quote | None:
    """Return the newest version that the customer accepted: what holds until a newer one is accepted."""
    return Quote.objects.filter(_about(subject), state=QuoteState.ACCEPTED).order_by("-pk").first()


def agreed_of_order(order_id: int) -> list[Quote]:
    """Return what the customer accepted for an order and its items in the workshop: the newest of each."""
    found = Quote.objects.filter(order_id=order_id, state=QuoteState.ACCEPTED).order_by("item_id", "-pk")
    return list(found.distinct("item_id"))


def all_quotes(order_id: int) -> QuerySet[Quote]:
    """Every version of an order's quotes, newest first: to be read by `reading`."""
    rows = Quote.objects.filter(order_id=order_id).select_related("order__customer", "written_by", "sent_by")
    return rows.order_by("-pk")


def quotes_of(order_id: int) -> list[Quote]:
    """Return every version of an order's quotes, newest first."""
    return models_by(all_quotes, order_id)


def why_not_work(subject: Subject) -> Reason | None:
    """Return why work that costs the customer money may not go on: a quote of theirs waits, or was not accepted.

    What was accepted before holds on where a newer version was declined or expired, not while one waits.
    """
    rows = list(
        Quote.objects.filter(_about(subject))
        .exclude(state=QuoteState.DRAFT)
        .order_by("-pk")
        .values_list("state", "customer_total")[:20]
    )
    if not rows:
        return None
    newest = rows[0]
    if newest[0] != QuoteState.SENT and any(state == QuoteState.ACCEPTED for state, _total in rows):
        return None
    return rules.why_not_work(*newest)


def lock_quote(quote_id: int) -> Quote:
    """Return a quote of the tenant, locked, with its order. Raises NotFound."""
    found = Quote.objects.select_for_update(of=("self",)).select_related("order").filter(pk=quote_id).first()
    if found is None:
        raise NotFound(say("there is no quote %(id)s here", id=quote_id))
    return found


def quote_with_id(quote_id: int) -> Quote:
    """Return a quote of the tenant. Raises NotFound."""
    rows = Quote.objects.select_related("order__customer", "written_by", "sent_by", "replaces", "signature")
    found = rows.filter(pk=quote_id).first()
    if found is None:
        raise NotFound(say("there is no quote %(id)s here", id=quote_id))
    return found


def signing_of(quote: Quote) -> dict[str, str]:
    """Return how a quote was signed: method drawn or typed, and why it was not drawn; both empty without a signature."""
    if quote.signature is None:
        return {"method": "", "not_drawn": ""}
    told = Entry.objects.filter(target_type=kind_of(Quote), target_id=quote.pk, event="charges.quote_accept").first()
    return {
        "method": quote.signature.method,
        "not_drawn": (told.payload or {}).get("not_drawn", "") if told else "",
    }


def lock_sheet(sheet_id: int) -> Settlement:
    """Return a settlement sheet of the tenant, locked after its order, with it. Raises NotFound."""
    for order_id in Settlement.objects.filter(pk=sheet_id).values_list("order_id", flat=True):
        repairs.lock_order(order_id)
    rows = Settlement.objects.select_for_update(of=("self",)).select_related("order")
    found = rows.filter(pk=sheet_id).first()
    if found is None:
        raise NotFound(say("there is no settlement %(id)s here", id=sheet_id))
    return found


def sheet_with_id(sheet_id: int) -> Settlement:
    """Return a settlement sheet of the tenant. Raises NotFound."""
    rows = Settlement.objects.select_related(
        "order", "order__customer", "settled_by", "issued_by", "paid_by", "replaces"
    )
    found = rows.filter(pk=sheet_id).first()
    if found is None:
        raise NotFound(say("there is no settlement %(id)s here", id=sheet_id))
    return found


def standing_sheet(order_id: int) -> QuerySet[Settlement]:
    """The settlement sheet of an order that stands: to be read by `reading`."""
    return Settlement.objects.filter(order_id=order_id).exclude(state="corrected").order_by("-pk")[:1]


def sheet_of(order_id: int) -> Settlement | None:
    """Return the settlement sheet of an order that stands, if any."""
    return next(iter(models_by(standing_sheet, order_id)), None)


def payments_of(sheet: Settlement) -> tuple[rules.Payment, ...]:
    """Return the payments noted on a sheet and on the versions before it, oldest first."""
    names = ("version", "customer_total", "paid_on", "paid_how", "paid_note")
    if sheet.version == 1:  # nothing came before it
        return rules.payments([rules.Noted(*(getattr(sheet, name) for name in names))])
    rows = Settlement.objects.filter(order_id=sheet.order_id, number=sheet.number, version__lte=sheet.version)
    return rules.payments(rules.Noted(*row) for row in rows.values_list(*names))


def balance_of(sheet: Settlement) -> Decimal:
    """Return what is left to pay on a sheet, of all that was paid on its versions."""
    return rules.balance(sheet.customer_total, payments_of(sheet))


def _last_paid(name: str, sheet: str = "") -> Subquery:
    """Return what the last version on which a payment was noted says: all was settled by that one."""
    rows = Settlement.objects.filter(
        tenant_id=OuterRef(f"{sheet}tenant_id"),
        number=OuterRef(f"{sheet}number"),
        version__lte=OuterRef(f"{sheet}version"),
        paid_on__isnull=False,
    )
    return Subquery(rows.order_by("-version").values(name)[:1])


def _lines_of_quote(quote_id: int) -> Any:
    more = ("pk", "price_id", "price_reason", "proposed_payer", "payer_reason")
    rows = QuoteLine.objects.filter(quote_id=quote_id).order_by("place")
    return rows.values(*_LINE, *more, book=F("price__amount"), book_version=F("price__version"))


def lines_of_quote(quote_id: int) -> list[dict[str, Any]]:
    """Return the lines of a quote with where their prices come from."""
    return rows_by(_lines_of_quote, quote_id)


def lines_of_sheet(sheet_id: int) -> list[dict[str, Any]]:
    """Return the lines of a settlement sheet."""
    return list(SettlementLine.objects.filter(settlement_id=sheet_id).order_by("place").values("pk", *_LINE))


def charges_of(rows: list[dict[str, Any]]) -> list[rules.Charge]:
    """Return rows of lines as the rules want them."""
    return [
        rules.Charge(row["kind"], row["code"], row["text"], row["quantity"], row["unit_price"], row["payer"])
        for row in rows
    ]


def recorded(order_id: int) -> list[WorkOrderLine]:
    """Return what was recorded on the visits of an order and not struck: what is settled."""
    return list(WorkOrderLine.objects.filter(order_id=order_id, struck_at=None).order_by("pk"))


def unrecorded(order_id: int) -> list[dict[str, Any]]:
    """Return the lines that the customer accepted and that are not on the order yet."""
    there = {(line.kind, line.code or line.name, line.payer) for line in recorded(order_id)}
    agreed = [row for quote in agreed_of_order(order_id) for row in lines_of_quote(quote.pk)]
    return [row for row in agreed if (row["kind"], row["code"] or row["text"][:120], row["payer"]) not in there]


def cover_of(decision: EntitlementDecision | None) -> rules.Cover:
    """Return what a warranty decision frees the customer of."""
    if decision is None:
        return rules.Cover()
    return rules.Cover(decision.outcome, decision.covered_parts, decision.covered_labour, decision.covered_travel)


def place_of(order: WorkOrder) -> str:
    """Return the area of an order as the price book writes it: city/district; empty when not known."""
    site = order.request.site
    return "/".join(part for part in (site.city, site.district) if part) if site else ""


def product_of(order: WorkOrder) -> Product | None:
    """Return the product that an order is about."""
    return Product.objects.filter(pk=order.product_id).first() if order.product_id else None


def due_to_expire(today: date) -> list[int]:
    """Return the quotes that wait though their last day has passed, oldest first (a few hundred at once)."""
    rows = Quote.objects.filter(state=QuoteState.SENT, valid_until__lt=today).order_by("valid_until", "pk")
    return list(rows.values_list("pk", flat=True)[:500])


def _filtered(filters: dict[str, Any]) -> Any:
    rows = Settlement.objects.all()
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    if month := filters.get("month"):
        rows = rows.filter(issued_on__year=month.year, issued_on__month=month.month)
    if filters.get("paid") in ("yes", "no"):
        settled = Q(settled_total=F("customer_total"))
        rows = rows.annotate(settled_total=_last_paid("customer_total"))
        rows = rows.filter(settled) if filters["paid"] == "yes" else rows.filter(~settled | Q(settled_total=None))
    if typed := filters.get("typed"):
        rows = rows.filter(Q(number__iexact=typed) | Q(order__number__iexact=typed) | Q(buyer=typed))
    return rows


def sheet_rows(filters: dict[str, Any], before: int = NEWEST) -> list[dict[str, Any]]:
    """Return settlement sheets, newest first, one more than a page."""
    fields = (
        "pk", "number", "version", "state", "total", "customer_total", "buyer", "buyer_tax_number", "settled_at", "issued_on",
        "paid_on", "paid_how", "order_id",
    )  # fmt: skip
    names = {
        "order_number": F("order__number"),
        "customer": F("order__customer__name"),
        "customer_kind": F("order__customer__kind"),
        "settled_total": _last_paid("customer_total"),
        "settled_on": _last_paid("paid_on"),
        "settled_how": _last_paid("paid_how"),
    }
    rows = _filtered(filters).filter(pk__lt=before).order_by("-pk")
    return list(rows.values(*fields, **names)[: PAGE + 1])


def sheets_of_month(month: date) -> list[dict[str, Any]]:
    """Return every line of the sheets issued in a month that stand, for the invoicing system."""
    head = {
        "number": F("settlement__number"), "version": F("settlement__version"), "issued_on": F("settlement__issued_on"),
        "order_number": F("settlement__order__number"), "buyer": F("settlement__buyer"),
        "customer": F("settlement__order__customer__name"), "buyer_tax_number": F("settlement__buyer_tax_number"),
        "paid_on": Case(When(settlement__customer_total=_last_paid("customer_total", "settlement__"),
                             then=_last_paid("paid_on", "settlement__"))),
        "customer_kind": F("settlement__order__customer__kind"),
    }  # fmt: skip
    rows = SettlementLine.objects.filter(
        settlement__state="issued", settlement__issued_on__year=month.year, settlement__issued_on__month=month.month
    )
    return list(rows.order_by("settlement_id", "place").values(*_LINE, "settlement_id", **head))


def customer_pays(rows: list[dict[str, Any]]) -> Decimal:
    """Return what the customer pays of rows of lines."""
    return rules.by_payer(charges_of(rows)).get("customer", Decimal("0.00"))
