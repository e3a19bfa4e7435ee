"""What filters and forms offer to choose from."""

from typing import Any

from wuxing.core.models import SavedView
from wuxing.core.reading import all_of, first_of, rows_by
from wuxing.customers.models import Asset, Contact, Product
from wuxing.resources.models import Outlet, Person
from wuxing.service.repair.models import WorkOrderLine

Choice = tuple[int, str]


def _outlets() -> Any:
    return Outlet.objects.filter(active=True).order_by("code").values("pk", "name")


def _people() -> Any:
    return Person.objects.filter(active=True).order_by("name", "pk").values("pk", "name", "outlet_id")


def _order_views(user: int) -> Any:
    return SavedView.objects.filter(user_id=user, page="orders").order_by("name").values("pk", "name", "query")[:20]


def _request_views(user: int) -> Any:
    return SavedView.objects.filter(user_id=user, page="requests").order_by("name").values("pk", "name", "query")[:20]


_VIEWS = {"orders": _order_views, "requests": _request_views}


def outlets() -> list[Choice]:
    """Return the active outlets."""
    return [(row["pk"], row["name"]) for row in rows_by(_outlets)]


def technicians(outlet: int | None = None) -> list[Choice]:
    """Return the active people, of one outlet or of all."""
    return [(row["pk"], row["name"]) for row in rows_by(_people) if outlet in (None, row["outlet_id"])]


def products() -> list[tuple[str, list[Choice]]]:
    """Return the active products by category."""
    groups: dict[str, list[Choice]] = {}
    rows = (
        Product.objects.filter(active=True).order_by("category", "model").values_list("pk", "name", "model", "category")
    )
    for pk, name, model, category in rows:
        groups.setdefault(category, []).append((pk, f"{name} {model}"))
    return list(groups.items())


def product(product_id: int | None) -> dict[str, Any] | None:
    """Return what a form asks about a product."""
    if not product_id:
        return None
    return first_of(Product.objects.filter(pk=product_id).values("pk", "name", "model", "trade", "warranty_months"))


def views_of(user_id: int | None, page: str) -> list[tuple[int, str, str]]:
    """Return a person's saved views of a list ("orders" or "requests"): number, name, filters."""
    return [(row["pk"], row["name"], row["query"]) for row in rows_by(_VIEWS[page], user_id or 0)]


def customer_by_phone(phone: str) -> dict[str, Any] | None:
    """Return the customer known by a number, with the last place and the units (at most eight)."""
    found = first_of(
        Contact.objects.filter(phone=phone)
        .order_by("pk")
        .values("pk", "name", "customer_id", "customer__name", "customer__tier", "customer__kind")
    )
    if found is None:
        return None
    units = Asset.objects.filter(customer_id=found["customer_id"]).order_by("-pk").values(
        "pk", "serial", "purchased_on", "product_id", "product__name", "product__model",
        "site__city", "site__district", "site__address", "site__rural",
    )[:8]  # fmt: skip
    return {**found, "assets": list(units)}


def asset(asset_id: int, customer_id: int | None) -> dict[str, Any] | None:
    """Return one unit of a customer for a form."""
    return first_of(
        Asset.objects.filter(pk=asset_id, customer_id=customer_id or 0)
        .values(
            "product_id", "serial", "purchased_on", "site__city", "site__district", "site__address", "site__rural",
        )
    )  # fmt: skip


def asset_by_serial(product_id: int | None, serial: str) -> dict[str, Any] | None:
    """Return the unit with a serial number."""
    if not product_id or not serial:
        return None
    return first_of(
        Asset.objects.filter(product_id=product_id, serial=serial.strip().upper()).values(
            "pk", "purchased_on", "customer__name"
        )
    )


def recent_parts(product_id: int | None) -> list[dict[str, Any]]:
    """Return the parts lately used on this product, each once (at most six)."""
    if not product_id:
        return []
    rows = (
        WorkOrderLine.objects.filter(order__product_id=product_id, kind=WorkOrderLine.Kind.PART, struck_at=None)
        .order_by("-pk")
        .values("pk", "code", "name", "unit_price")[:60]
    )
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for row in all_of(rows):
        once.setdefault((row["code"], row["name"]), row)
    return list(once.values())[:6]
