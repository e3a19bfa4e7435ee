"""The panel of an order's page: what was brought back, what was lent, and the ways to either."""

from typing import Any

from django.urls import reverse

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.bench_repair import queries
from wuxing.service.bench_repair.rules.words import LOANS
from wuxing.service.bench_repair.views.words import holder, state
from wuxing.service.repair.states import OPEN_ORDERS
from wuxing.service.repair.views.words import word


def panel(row: dict[str, Any], by: Actor) -> dict[str, Any] | None:
    """Return items and lendings of an order; None when there is nothing to show or to do."""
    order_id, now = row["pk"], clock.now()
    items, loans = queries.items_of(order_id), queries.loans_of(order_id)
    working = row["state"] in OPEN_ORDERS and row["state"] not in ("draft", "reviewed")
    counter = (
        working
        and row["work_type"] != "onsite"
        and (by.may(Permission.WORKSHOP_WORK) or by.may(Permission.REPAIR_INTAKE))
    )
    lending = working and by.may(Permission.WORKSHOP_WORK) and (bool(items) or counter)
    if not (items or loans or counter):
        return None
    today = clock.today(by.zone)
    return {
        "items": [{**one, "badge": state(one["state"]), "held": holder(one, now, by.zone)} for one in items],
        "loans": [{**one, "word": _said(one, today), "look": _look(one, today)} for one in loans],
        "take_in": reverse("bench:take_back", args=[order_id]) if counter else "",
        "lend": reverse("bench:lend", args=[order_id]) if lending else "",
    }


def _said(loan: dict[str, Any], today: Any) -> str:
    return word(LOANS, "overdue" if loan["state"] == "lent" and loan["due_on"] < today else loan["state"])


def _look(loan: dict[str, Any], today: Any) -> str:
    if loan["state"] != "lent":
        return "done" if loan["state"] == "returned" else "late"
    return "late" if loan["due_on"] < today else "waiting"


def receipt_url(row: dict[str, Any], visit: dict[str, Any] | None, diagnoses: list[dict[str, Any]]) -> str:
    """Return where the technician writes the receipt, when the visit goes on by taking back; else nothing."""
    if visit is None or visit["state"] != "working" or not diagnoses or diagnoses[-1]["branch"] != "take_back":
        return ""
    if not visit["arrived_at"] or diagnoses[-1]["made_at"] < visit["arrived_at"]:
        return ""
    return reverse("bench:take_back", args=[row["pk"]])
