"""What orders wait for: read by the dispatcher's queue and the pages of an order."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from wuxing.resources.spare_parts.models import PartRequest, StockBalance
from wuxing.resources.spare_parts.states import OPEN_REQUESTS, Condition, RequestState

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Awaited:
    """One part that an order waits for, or that came for it. `in_store`: enough lies in its store to be issued."""

    request_id: int
    order_id: int
    number: str
    part_number: str
    part: str
    quantity: Decimal
    state: str
    technician: str
    requested_at: datetime
    expected_on: date | None
    arrived: bool
    in_store: bool


def awaited(order_ids: Collection[int] | None = None) -> dict[int, list[Awaited]]:
    """Return what orders wait for, by order; an order whose parts have all `arrived` can go on."""
    rows = PartRequest.objects.filter(order_id__isnull=False, state__in=sorted(s.value for s in OPEN_REQUESTS))
    if order_ids is not None:
        rows = rows.filter(order_id__in=list(order_ids))
    lies = StockBalance.objects.filter(place=OuterRef("store"), part=OuterRef("part"), condition=Condition.GOOD)
    fields = (
        "pk", "order_id", "number", "part__number", "part__name", "quantity", "state", "person__name", "requested_at",
        "expected_on",
    )  # fmt: skip
    found: dict[int, list[Awaited]] = {}
    for row in rows.order_by("pk").values(*fields, lies=Subquery(lies.values("quantity")[:1]))[:MOST]:
        found.setdefault(row["order_id"], []).append(_one(row))
    return found


def _one(row: dict[str, Any]) -> Awaited:
    arrived = row["state"] == RequestState.ON_VAN
    return Awaited(
        request_id=row["pk"],
        order_id=row["order_id"],
        number=row["number"],
        part_number=row["part__number"],
        part=row["part__name"],
        quantity=row["quantity"],
        state=row["state"],
        technician=row["person__name"],
        requested_at=row["requested_at"],
        expected_on=row["expected_on"],
        arrived=arrived,
        in_store=arrived or (row["lies"] or 0) >= row["quantity"],
    )


def waiting_for(order_id: int) -> list[dict[str, Any]]:
    """Return every request of an order, open or over, newest first."""
    rows = PartRequest.objects.filter(Q(order_id=order_id)).order_by("-pk")
    fields = (
        "pk",
        "number",
        "state",
        "quantity",
        "expected_on",
        "part_id",
        "part__number",
        "part__name",
        "closing_note",
    )
    return list(rows.values(*fields)[:20])
