"""Procedure 11 by machine: what waits for somebody, and a whole catalogue at once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import File, Schema
from ninja.files import UploadedFile

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.refusals import ANSWERS
from wuxing.core.tables import uploads
from wuxing.core.tables.rows import Unreadable
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.api import router
from wuxing.resources.spare_parts.queries import lists

__all__ = ["router"]

LARGEST = 15 * 1024 * 1024


class PartsRequestOut(Schema):
    """A part that somebody asked for."""

    id: int
    number: str
    state: str
    part_id: int
    part_number: str
    quantity: Decimal
    person_id: int
    who: str
    order_id: int | None
    store_name: str | None
    expected_on: date | None
    requested_at: datetime


class OldPartOut(Schema):
    """A part that came out of a unit."""

    id: int
    state: str
    part_id: int
    number: str
    serial: str
    quantity: Decimal
    who: str
    order_id: int | None
    removed_at: datetime
    due_on: date | None


class PartsImportedOut(Schema):
    """How many parts were added and changed."""

    added: int
    changed: int


def _rows(shape: Any, rows: list[dict[str, Any]]) -> list[Any]:
    return [shape(id=row["pk"], **{name: row[name] for name in shape.model_fields if name != "id"}) for row in rows]


def _own(request: HttpRequest) -> int | None:
    """Return whose rows are read: everybody's by who keeps parts, else one's own."""
    by = acting(request, Permission.RESOURCE_READ, Permission.PARTS_MANAGE, Permission.REPAIR_VISIT)
    everybody = by.may(Permission.RESOURCE_READ) or by.may(Permission.PARTS_MANAGE)
    return None if everybody else by.user_id


@router.get("/requests", response=list[PartsRequestOut], summary="parts asked for, newest first, 50 a page")
def list_requests(request: HttpRequest, state: str = "", before: int = lists.NEWEST) -> list[PartsRequestOut]:
    """List part requests, of one state or all; `before` is the last number of the page before."""
    states = frozenset({state}) if state else None
    found = lists.requests(before=before, states=states, user_id=_own(request))
    return _rows(PartsRequestOut, found[: lists.PAGE])


@router.get("/old-parts", response=list[OldPartOut], summary="old parts, newest first, 50 a page")
def list_old_parts(request: HttpRequest, state: str = "", before: int = lists.NEWEST) -> list[OldPartOut]:
    """List old parts, of one state or all; `before` is the last number of the page before."""
    states = frozenset({state}) if state else None
    found = lists.old_parts(before=before, states=states, user_id=_own(request))
    return _rows(OldPartOut, found[: lists.PAGE])


@router.post("/import", response={200: PartsImportedOut, **ANSWERS}, summary="导入备件: a catalogue from a file")
def import_parts(request: HttpRequest, file: File[UploadedFile]) -> PartsImportedOut:
    """Take a catalogue from a CSV or XLSX file: all rows or none, each fault with its line."""
    by = acting(request)
    by.require(Permission.PARTS_MANAGE)
    try:
        table = uploads.table_of(file.read(LARGEST))
    except Unreadable as refusal:
        raise BadInput({"file": refusal.reason}) from refusal
    made = actions.import_parts(table=table, by=by)
    return PartsImportedOut(added=made.added, changed=made.changed)
