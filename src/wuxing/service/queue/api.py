"""The queue by machine."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.service.queue import queries
from wuxing.service.queue.queries import SIZE
from wuxing.service.queue.rules import causes
from wuxing.service.queue.views import asked_of, cursor_of, midnight_of
from wuxing.service.queue.words import sentence
from wuxing.service.repair.api.shapes import actor_of
from wuxing.service.repair.queries.heard import answered_since

router = Router()


class CauseOut(Schema):
    """One reason why an order needs somebody: its code, since when or until when, and the sentence of the page."""

    cause: str
    at: datetime | None
    text: str


class QueuedOut(Schema):
    """An open order with its reasons, the most pressing first."""

    order_id: int
    number: str
    title: str
    state: str
    urgent: bool
    technician: str
    causes: list[CauseOut]
    customer_answered_at: datetime | None = None  # since it waits for them: decide whether it goes on


class QueueOut(Schema):
    """How many open orders have each cause, and a page of them; `next` asks for the page after it."""

    counts: dict[str, int]
    orders: list[QueuedOut]
    next: str


@router.get("/queue", response={200: QueueOut, **ANSWERS}, summary="派工队列: what needs somebody now")
def queue(
    request: HttpRequest,
    cause: Annotated[str, Field(max_length=20)] = "",
    outlet: Annotated[str, Field(max_length=20)] = "",
    trade: Annotated[str, Field(max_length=40)] = "",
    cursor: Annotated[str, Field(max_length=60)] = "",
) -> QueueOut:
    """List open orders with a cause, the most pressing first, 50 a page."""
    by = actor_of(request)
    by.require(Permission.REPAIR_DISPATCH)
    now = clock.now()
    day_start = midnight_of(now, by.zone)
    wanted = asked_of({"cause": cause, "outlet": outlet, "trade": trade, "cursor": cursor})
    rows = queries.page(wanted, now, day_start)
    heard = answered_since(rows[:SIZE])
    return QueueOut(
        counts=queries.counts(wanted, now, day_start),
        orders=[
            QueuedOut(
                order_id=row["pk"],
                number=row["number"],
                title=row["title"],
                state=row["state"],
                urgent=row["urgent"],
                technician=row["who"] or "",
                causes=[
                    CauseOut(cause=cause.kind, at=cause.at, text=sentence(cause, now, by.zone))
                    for cause in causes(queries.order_of(row), now, day_start)
                ],
                customer_answered_at=heard.get(row["pk"]),
            )
            for row in rows[:SIZE]
        ],
        next=cursor_of(rows[SIZE - 1]) if len(rows) > SIZE else "",
    )
