"""Block of the tracking page: what of the customer's is with us, and what of ours is with them."""

from typing import Any

from wuxing.core import clock, wording
from wuxing.service.bench_repair import queries
from wuxing.service.bench_repair.rules.words import LOANS, STATES
from wuxing.service.bench_repair.views.papers import receipt_of
from wuxing.service.bench_repair.views.words import LOOKS
from wuxing.service.doors.blocks import block, door_file
from wuxing.service.doors.door import Door
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.views.words import word


@block("items", order=40, reads=lambda order: [(queries.ITEMS, order.pk), (queries.LOANS, order.pk)])
def items(order: WorkOrder, door: Door) -> dict[str, Any] | None:
    """Say how far each item is, by which receipt, and until when a loaner device is lent."""
    found, loans = queries.items_of(order.pk), queries.loans_of(order.pk)
    if not found and not loans:
        return None
    return {
        "items": [
            {
                "number": one["number"],
                "name": one["name"],
                "accessories": one["accessories"],
                "look": LOOKS[one["state"]],
                "word": wording.text(STATES[one["state"]]),
                "warranty_until": one["warranty_until"],
            }
            for one in found
        ],
        "receipts": [
            {"number": number, "url": door.file_url("items", "receipt", number) if door.verified else ""}
            for number in sorted({one["receipt"] for one in found})
        ],
        "loans": [
            {
                "number": one["number"],
                "name": f"{one['code']} {one['name']}",
                "due_on": one["due_on"] if one["state"] == "lent" else None,
                "late": _is_late(one, door),
                "word": word(LOANS, "overdue" if _is_late(one, door) else one["state"]),
            }
            for one in loans
        ],
    }


def _is_late(loan: dict[str, Any], door: Door) -> bool:
    return bool(loan["state"] == "lent" and loan["due_on"] < clock.today(door.tenant.zone))


@door_file("items", "receipt")
def receipt(order: WorkOrder, door: Door, number: str) -> bytes | None:
    """Give the customer's copy of a receipt of this order."""
    found = next((one for one in queries.receipts_of(order.pk) if one["number"] == number), None)
    return receipt_of(queries.receipt(found["pk"]), door.tenant.zone) if found else None
