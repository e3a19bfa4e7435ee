"""The installed base as it stands and as it was: ties of units, parents, successors, trees."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Q

from wuxing.core.tenants import current_tenant
from wuxing.customers.installed_base.models import AssetTie
from wuxing.customers.products.models import Asset

MOST = 200
Kind = AssetTie.Kind


def lock_graph() -> None:
    """Let nobody else of the tenant change parts and successors until the transaction ends: two halves of a ring wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext('installed_base'))", [current_tenant() % 2**31])


def onward(start: int, kind: str) -> dict[int, int]:
    """Return the way from a unit to its wholes, or to its successors, as far as it goes."""
    way: dict[int, int] = {}
    at: int | None = start
    while at is not None and at not in way:
        ties = AssetTie.objects.filter(asset_id=at, kind=kind)
        ties = ties.filter(until=None) if kind == Kind.PARENT else ties
        to = ties.order_by("-pk").values_list("other_id", flat=True).first()
        if to is None and kind == Kind.REPLACED_BY:
            to = Asset.objects.filter(pk=at).values_list("replaced_by_id", flat=True).first()
        if to is None:
            break
        way[at], at = to, to
    return way


def units_of(customers: Sequence[int]) -> list[dict[str, Any]]:
    """Return the units that customers own, newest first, with product, place and successor."""
    rows = Asset.objects.filter(customer_id__in=customers).order_by("-pk")
    named = {
        "product_name": F("product__name"),
        "model": F("product__model"),
        "city": F("site__city"),
        "district": F("site__district"),
        "label": F("site__label"),
        "successor": F("replaced_by__serial"),
    }
    fields = ("pk", "serial", "purchased_on", "installed_on", "site_id", "replaced_by_id", "retired_on", "customer_id")
    return list(rows.values(*fields, **named)[:MOST])


def parents_of(units: Sequence[int]) -> dict[int, int]:
    """Return the whole that each of these units is part of now."""
    ties = AssetTie.objects.filter(asset_id__in=units, kind=Kind.PARENT, until=None)
    return dict(ties.values_list("asset_id", "other_id"))


def ties_of(asset_id: int) -> list[dict[str, Any]]:
    """Return every tie of a unit and to it, the standing ones first, then the newest."""
    rows = AssetTie.objects.filter(Q(asset_id=asset_id) | Q(other_id=asset_id))
    fields = ("pk", "kind", "asset_id", "other_id", "site_id", "customer_id", "since", "until", "reason")
    named = {
        "asset_name": F("asset__product__name"),
        "asset_serial": F("asset__serial"),
        "other_name": F("other__product__name"),
        "other_serial": F("other__serial"),
        "place_city": F("site__city"),
        "place_district": F("site__district"),
        "place_label": F("site__label"),
        "customer_name": F("customer__name"),
        "customer_kind": F("customer__kind"),
    }
    return list(rows.order_by(F("until").desc(nulls_first=True), "-pk").values(*fields, **named)[:MOST])


def open_tie(asset_id: int, kind: str) -> AssetTie | None:
    """Return the tie of a kind that stands, or None."""
    return AssetTie.objects.filter(asset_id=asset_id, kind=kind, until=None).first()
