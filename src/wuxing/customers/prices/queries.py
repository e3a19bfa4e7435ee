"""Which price is meant, and the price book as pages show it."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.prices import rules
from wuxing.customers.prices.models import Price, PriceItem
from wuxing.customers.products.models import Product

PAGE = 50
NEWEST = 2**62
ITEM = ("pk", "kind", "code", "name", "mode", "product_id", "category", "area", "tax_category", "tax_rate")


def in_force(on: date) -> QuerySet[Price]:
    """Return the prices that hold on a day."""
    return Price.objects.filter(withdrawn_at=None, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))


def price_of(kind: str, code: str, product: Product | None, area: str, on: date) -> Price | None:
    """Return the price of a code for a product in an area ("福州市/鼓楼区") on a day: the most specific one wins."""
    category = product.category if product else ""
    found = {
        one.pk: one
        for one in in_force(on)
        .filter(item__kind=kind, item__code=code, item__category__in=("", category))
        .filter(Q(item__product=None) | Q(item__product=product.pk if product else 0))
        .select_related("item")
    }
    scopes = {key: rules.Scope(one.item.product_id, one.item.category, one.item.area) for key, one in found.items()}
    winner = rules.most_specific(scopes, product_id=product.pk if product else None, category=category, area=area)
    return None if winner is None else found[winner]


def offered(product: Product | None, area: str, on: date) -> list[Price]:
    """Return the price of every code that holds for a product in an area on a day, by kind and code: to choose from."""
    category = product.category if product else ""
    product_id = product.pk if product else None
    found = (
        in_force(on)
        .filter(Q(item__product=None) | Q(item__product=product_id or 0), item__category__in=("", category))
        .select_related("item")
        .order_by("item__kind", "item__code", "pk")[:2000]
    )
    by_code: dict[tuple[str, str], dict[int, Price]] = {}
    for one in found:
        by_code.setdefault((one.item.kind, one.item.code), {})[one.pk] = one
    chosen = []
    for prices in by_code.values():
        scopes = {k: rules.Scope(p.item.product_id, p.item.category, p.item.area) for k, p in prices.items()}
        winner = rules.most_specific(scopes, product_id=product_id, category=category, area=area)
        if winner is not None:
            chosen.append(prices[winner])
    return chosen


def lock_item(scope: dict[str, Any], by: Actor) -> PriceItem | None:
    """Return the item of a kind, code and scope; two that change the same one wait for each other."""
    key = ":".join(str(scope[name]) for name in ("kind", "code", "product_id", "category", "area"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"price:{by.tenant_id}:{key}"])
    return PriceItem.objects.filter(**scope).first()


def price_with_id(price_id: int, *, lock: bool = False) -> Price:
    """Return a price of the tenant with its item. Raises NotFound."""
    rows = Price.objects.select_for_update(of=("self",)) if lock else Price.objects.all()
    found = rows.select_related("item").filter(pk=price_id).first()
    if found is None:
        raise NotFound(say("there is no price %(id)s here", id=price_id))
    return found


def item_with_id(item_id: int) -> PriceItem:
    """Return an item of the tenant. Raises NotFound."""
    found = PriceItem.objects.select_related("product").filter(pk=item_id).first()
    if found is None:
        raise NotFound(say("there is no such item in the price book"))
    return found


def periods_of(item_id: int) -> list[rules.Period]:
    """Return the days that an item's prices hold."""
    rows = Price.objects.filter(item_id=item_id, withdrawn_at=None).order_by("valid_from")
    return [rules.Period(*row) for row in rows.values_list("pk", "valid_from", "valid_to")]


def item_rows(on: date, *, typed: str = "", kind: str = "", before: int = NEWEST) -> list[dict[str, Any]]:
    """Return items with the price of a day and the next one to come, newest first, one more than a page."""
    found = PriceItem.objects.filter(pk__lt=before)
    if kind:
        found = found.filter(kind=kind)
    if typed:
        found = found.filter(
            Q(code__istartswith=typed) | Q(name__icontains=typed) | Q(category=typed) | Q(product__model__iexact=typed)
        )
    now = in_force(on).filter(item=OuterRef("pk"))
    coming = Price.objects.filter(item=OuterRef("pk"), withdrawn_at=None, valid_from__gt=on).order_by("valid_from")
    return list(
        found.order_by("-pk")
        .annotate(
            amount=Subquery(now.values("amount")[:1]),
            valid_from=Subquery(now.values("valid_from")[:1]),
            valid_to=Subquery(now.values("valid_to")[:1]),
            next_amount=Subquery(coming.values("amount")[:1]),
            next_from=Subquery(coming.values("valid_from")[:1]),
        )
        .values(*ITEM, "amount", "valid_from", "valid_to", "next_amount", "next_from", model=F("product__model"))[
            : PAGE + 1
        ]
    )


def history(item_id: int) -> list[dict[str, Any]]:
    """Return every version of an item's price, newest first."""
    fields = ("pk", "version", "amount", "valid_from", "valid_to", "reason", "end_reason", "added_at", "withdrawn_at")
    rows = Price.objects.filter(item_id=item_id).order_by("-version")
    return list(rows.values(*fields, by=F("added_by__name")))
