"""价目维护: a price from a day on; the one before ends, with the reason of the change. Nothing that held is changed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.prices import queries, rules
from wuxing.customers.prices.models import Price, PriceItem
from wuxing.customers.products.models import Product

LIMITS = {"code": 60, "name": 120, "category": 60, "area": 120, "tax_category": 60, "reason": 300}


@transaction.atomic
def save_price(
    *,
    kind: str,
    code: str,
    name: str,
    mode: str,
    amount: Decimal,
    valid_from: date,
    valid_to: date | None = None,
    product_id: int | None = None,
    category: str = "",
    area: str = "",
    tax_category: str = "",
    tax_rate: Decimal = Decimal(0),
    reason: str = "",
    by: Actor,
) -> Price:
    """价目: keep what a code costs for a product (line) in an area from a day on; the price that held then ends before it.

    Raises NotAllowed, NotFound (product), BadInput (what is wrong, by field; over another price; in the past).
    """
    by.require(Permission.PRICE_MANAGE)
    texts = {"code": code, "name": name, "category": category, "area": area, "tax_category": tax_category}
    texts = {field: text.strip() for field, text in texts.items()}
    _refuse_wrong(kind, mode, texts, product_id, tax_rate, amount, reason)
    if product_id is not None and not Product.objects.filter(pk=product_id).exists():
        raise NotFound(say("there is no product %(id)s here", id=product_id))
    scope = {"kind": kind, "product_id": product_id} | {key: texts[key] for key in ("code", "category", "area")}
    item = queries.lock_item(scope, by)
    periods = queries.periods_of(item.pk) if item else []
    today = clock.today(by.zone)
    if wrong := rules.why_not_change(periods, begins=valid_from, ends=valid_to, reason=reason, today=today):
        raise BadInput(dict(wrong))

    named = {"name": texts["name"], "mode": mode, "tax_category": texts["tax_category"], "tax_rate": tax_rate}
    if item is None:
        item = PriceItem.objects.create(tenant_id=by.tenant_id, **scope, **named)
    else:
        _rename(item, named)
    before = rules.ended_by(periods, valid_from)
    old = _give_way(before.key, valid_from, reason.strip()) if before else None
    made = _add(item, rules.fen(amount), (valid_from, valid_to), reason.strip(), by)
    was = {"before": old.amount, "replaces": old.version} if old else {}
    _leave("prices.save", made, by, **scope, **named, amount=made.amount, reason=made.reason, **was)
    return made


def _add(item: PriceItem, amount: Decimal, days: tuple[date, date | None], reason: str, by: Actor) -> Price:
    last = Price.objects.filter(item=item).aggregate(last=Max("version"))["last"] or 0
    return Price.objects.create(
        tenant_id=by.tenant_id,
        item=item,
        version=last + 1,
        amount=amount,
        valid_from=days[0],
        valid_to=days[1],
        reason=reason,
        added_by_id=by.user_id,
        added_at=clock.now(),
    )


def _refuse_wrong(
    kind: str, mode: str, texts: dict[str, str], product_id: int | None, tax_rate: Decimal, amount: Decimal, reason: str
) -> None:
    wrong = rules.why_not_item(
        kind=kind, mode=mode, product_id=product_id, tax_rate=tax_rate,
        code=texts["code"], name=texts["name"], area=texts["area"], category=texts["category"],
    )  # fmt: skip
    if not rules.is_money(amount):
        wrong["amount"] = say("give a price of zero or more")
    for field, text in (*texts.items(), ("reason", reason)):
        if len(text.strip()) > LIMITS[field]:
            wrong[field] = say("at most %(limit)s characters", limit=LIMITS[field])
    if wrong:
        raise BadInput(dict(wrong))


def _rename(item: PriceItem, named: dict[str, Any]) -> None:
    """Let an item follow the words of its newest price."""
    changed = [field for field, value in named.items() if getattr(item, field) != value]
    if changed:
        for field in changed:
            setattr(item, field, named[field])
        item.save(update_fields=changed)


def _give_way(price_id: int, begins: date, reason: str) -> Price:
    """End a price the day before another begins; one that begins the same day is withdrawn for it."""
    old = queries.price_with_id(price_id, lock=True)
    old.end_reason = reason
    if old.valid_from == begins:
        old.withdrawn_at = clock.now()
    else:
        old.valid_to = begins - timedelta(days=1)
    old.save(update_fields=["valid_to", "withdrawn_at", "end_reason"])
    return old


@transaction.atomic
def end_price(*, price_id: int, last_day: date, reason: str, by: Actor) -> Price:
    """价目停用: end a price without another one after it; one that has not begun yet is withdrawn.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (it is over; the day has passed).
    """
    by.require(Permission.PRICE_MANAGE)
    if not reason.strip() or len(reason.strip()) > LIMITS["reason"]:
        raise BadInput({"reason": say("say why the price ends, in at most 300 characters")})
    price = queries.price_with_id(price_id, lock=True)
    today = clock.today(by.zone)
    if refused := rules.why_not_end(
        begins=price.valid_from, ends=price.valid_to, withdrawn=price.withdrawn_at is not None, last=last_day, today=today
    ):  # fmt: skip
        raise RuleBroken(refused)

    price.end_reason = reason.strip()
    if last_day < price.valid_from:
        price.withdrawn_at = clock.now()
    else:
        price.valid_to = last_day
    price.save(update_fields=["valid_to", "withdrawn_at", "end_reason"])
    _leave("prices.end", price, by, code=price.item.code, last_day=last_day, reason=price.end_reason)
    return price


def _leave(event: str, price: Price, by: Actor, **payload: Any) -> None:
    ledger.record(event, by=by, target=price, version=price.version, valid_from=price.valid_from, **payload)
