"""The outbox for machines: what a tablet kept is taken item by item, each once by its own key."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.certification.onsite_audit import actions
from wuxing.core.doors import acting

router = Router()


class ItemIn(Schema):
    """A note or a checklist; `key` is its own mark, so that it is kept once."""

    key: str = Field(min_length=8, max_length=64)
    what: str
    details: dict[str, Any] = {}


class ItemsIn(Schema):
    """What was kept, in its order."""

    items: list[ItemIn] = Field(min_length=1, max_length=50)


class ResultOut(Schema):
    """What became of an item: kept, conflict (with what stands), refused (with the reason)."""

    key: str
    outcome: str
    reason: str = ""
    note: int | None = None
    sheet: dict[str, Any] | None = None
    theirs: dict[str, Any] | None = None


class ResultsOut(Schema):
    """One answer an item."""

    results: list[ResultOut]


@router.post(
    "/cases/{case_id}/outbox", response=ResultsOut, summary="notes and checklists kept without a line (outbox)"
)
def take(request: HttpRequest, case_id: int, body: ItemsIn) -> dict[str, Any]:
    """Take notes and checklists of an evaluation on site."""
    items = [actions.Item(one.key, one.what, one.details) for one in body.items]
    return {"results": actions.take(case_id=case_id, items=items, by=acting(request))}
