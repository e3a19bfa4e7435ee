"""What is known of customers who answered while an order waited for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from wuxing.core.ledger.models import Entry
from wuxing.core.tenants import current_tenant
from wuxing.service.repair.queries.rows import CASE
from wuxing.service.repair.states import UNTIL_CUSTOMER, OrderState


def waits_for_customer(state: str, hold_reason: str) -> bool:
    """Say whether an order is on hold until its customer acts."""
    return state == OrderState.ON_HOLD and hold_reason in UNTIL_CUSTOMER


def answered_since(rows: Iterable[Mapping[str, Any]]) -> dict[int, datetime]:
    """Return when the customers of orders that wait for them answered, by order; a hold of unknown time counts from ever."""
    held = [row for row in rows if waits_for_customer(row["state"], row["hold_reason"])]
    found = _heard_at([row["request_id"] for row in held])
    return {
        row["pk"]: at
        for row in held
        if (at := found.get(row["request_id"])) and (row["held_at"] is None or at >= row["held_at"])
    }


def _heard_at(request_ids: Collection[int]) -> dict[int, datetime]:
    """Return when the customers of held orders last answered, by request."""
    if not request_ids:
        return {}
    rows = Entry.objects.filter(
        tenant_id=current_tenant(), case_type=CASE, case_id__in=request_ids, event="repair.heard"
    )
    return dict(rows.order_by().values_list("case_id").annotate(last=Max("recorded_at")))
