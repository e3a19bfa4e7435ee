"""The API of procedure 11: the same actions as the pages."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.resources.spare_parts import actions, queries
from wuxing.resources.spare_parts.queries import lists

router = Router()


class PartsPartIn(Schema):
    """A part of the catalogue."""

    number: str
    name: str
    names: dict[str, str] = {}
    lines: list[str] = []
    unit: str = ""
    serial_tracked: bool = False
    low_mark: Decimal | None = None
    superseded_by: str = ""
    active: bool = True


class StoreIn(Schema):
    """A store."""

    name: str
    outlet_id: int | None = None
    active: bool = True


class ModeIn(Schema):
    """How far parts are counted."""

    mode: Literal["record_only", "personal", "full"]


class VanIn(Schema):
    """Whose own stock."""

    person_id: int


class ReceiveIn(Schema):
    """Goods in."""

    place_id: int
    part_id: int
    quantity: Decimal
    serials: list[str] = []
    note: str = ""


class TransferIn(Schema):
    """From store to store."""

    source_id: int
    target_id: int
    part_id: int
    quantity: Decimal
    serials: list[str] = []
    note: str = ""


class CountIn(Schema):
    """What was counted, and why it differs; of a part that is tracked the serial numbers found."""

    place_id: int
    part_id: int
    counted: Decimal | None = None
    reason: str = ""
    serials: list[str] = []


class PartsRequestIn(Schema):
    """A part asked for, for stock."""

    person_id: int
    part_id: int
    quantity: Decimal = Decimal(1)
    note: str = ""


class ApproveIn(Schema):
    """From which store, or expected when."""

    store_id: int | None = None
    expected_on: date | None = None


class PartsReasonIn(Schema):
    """Why."""

    reason: str


class IssueIn(Schema):
    """Which pieces leave the store."""

    serials: list[str] = []


class PartsNothingIn(Schema):
    """No details."""


class PartsReturnIn(Schema):
    """A part given back unused."""

    person_id: int
    part_id: int
    quantity: Decimal
    store_id: int | None = None
    serials: list[str] = []
    note: str = ""


class TakeInIn(Schema):
    """An old part handed in."""

    store_id: int | None = None
    note: str = ""


class DisposeIn(Schema):
    """What became of an old part."""

    to: Literal["claimed", "refurbished", "scrapped"]
    note: str = ""


class MadeOut(Schema):
    """The number of the row that was written, if any."""

    made: int | None = None


class PartOut(Schema):
    """A part with what lies of it."""

    id: int
    number: str
    name: str
    lines: list[str]
    serial_tracked: bool
    low_mark: Decimal | None
    superseded_by: str | None
    active: bool
    total: Decimal


class BalanceOut(Schema):
    """What lies at a place."""

    place_id: int
    place: str
    part_id: int
    number: str
    name: str
    condition: str
    quantity: Decimal


class PieceOut(Schema):
    """One piece of a part that is tracked: where it is."""

    id: int

    part_id: int
    number: str
    serial: str
    state: str
    condition: str
    place_id: int | None
    place: str | None
    order_id: int | None
    moved_at: datetime


class AwaitedOut(Schema):
    """A part that an order waits for."""

    request_id: int
    order_id: int
    number: str
    part_number: str
    part: str
    quantity: Decimal
    state: str
    technician: str
    expected_on: date | None
    arrived: bool
    in_store: bool


def _made(row: Any) -> MadeOut:
    return MadeOut(made=getattr(row, "pk", None))


@router.get("/parts", response=list[PartOut], summary="the catalogue with what lies of each part")
def catalogue(request: HttpRequest, q: str = "", after: str = "") -> list[PartOut]:
    """Return parts by number, fifty at a time, after a number."""
    acting(request, Permission.RESOURCE_READ, Permission.PARTS_MANAGE, Permission.REPAIR_VISIT)
    return [PartOut(**row) for row in lists.catalogue(typed=q, after=after)]


@router.get("/stock", response=list[BalanceOut], summary="what lies where")
def stock(request: HttpRequest, place_id: int | None = None) -> list[BalanceOut]:
    """Return the balances of a place, or of all."""
    acting(request, Permission.RESOURCE_READ, Permission.PARTS_MANAGE)
    return [BalanceOut(**row) for row in lists.balances(place_id)]


@router.get("/serials", response=list[PieceOut], summary="pieces by serial number, and where they are")
def serials(
    request: HttpRequest, q: str = "", part_id: int | None = None, place_id: int | None = None, after: int = 0
) -> list[PieceOut]:
    """Return pieces of parts that are tracked, fifty at a time, after a piece; `q`: the beginning of a serial number."""
    acting(request, Permission.RESOURCE_READ, Permission.PARTS_MANAGE)
    return [
        PieceOut(id=row["pk"], **row) for row in lists.pieces(typed=q, part_id=part_id, place_id=place_id, after=after)
    ]


@router.get("/awaited", response=list[AwaitedOut], summary="what orders wait for")
def awaited(request: HttpRequest) -> list[AwaitedOut]:
    """Return what orders wait for, and what arrived for them."""
    acting(request, Permission.REPAIR_READ)
    rows = [one for found in queries.awaited().values() for one in found]
    return [AwaitedOut(**{name: getattr(one, name) for name in AwaitedOut.model_fields}) for one in rows]


@router.post("/parts", response=MadeOut, summary="write a part into the catalogue")
def add_part(request: HttpRequest, body: PartsPartIn) -> MadeOut:
    """Write a part into the catalogue."""
    return _made(actions.save_part(details=actions.PartDetails(**body.dict()), by=acting(request)))


@router.post("/parts/{part_id}", response=MadeOut, summary="change a part of the catalogue")
def change_part(request: HttpRequest, part_id: int, body: PartsPartIn) -> MadeOut:
    """Change a part of the catalogue."""
    return _made(actions.save_part(part_id=part_id, details=actions.PartDetails(**body.dict()), by=acting(request)))


@router.post("/stores/{store_id}", response=MadeOut, summary="change a store")
def change_store(request: HttpRequest, store_id: int, body: StoreIn) -> MadeOut:
    """Change a store."""
    return _made(actions.save_store(store_id=store_id, **body.dict(), by=acting(request)))


def _plain(path: str, action: Callable[..., Any], schema: type[Schema], *named: str) -> None:
    """Open one POST an action: its details in the body, what it is about in the path."""

    def door(request: HttpRequest, body: Any, **numbers: int) -> MadeOut:
        return _made(action(**numbers, **body.dict(), by=acting(request)))

    def about(request: HttpRequest, number: int, body: Any) -> MadeOut:
        return door(request, body, **{named[0]: number})

    def plain(request: HttpRequest, body: Any) -> MadeOut:
        return door(request, body)

    made = about if named else plain
    made.__annotations__["body"] = schema
    made.__name__ = action.__name__
    made.__doc__ = action.__doc__
    summary = (action.__doc__ or "").partition(".")[0]
    router.post(path, response=MadeOut, summary=summary, operation_id=f"parts_{action.__name__}")(made)


for _path, _action, _schema, *_named in (
    ("/mode", actions.set_mode, ModeIn),
    ("/stores", actions.save_store, StoreIn),
    ("/vans", actions.open_van, VanIn),
    ("/receive", actions.receive, ReceiveIn),
    ("/transfer", actions.transfer, TransferIn),
    ("/count", actions.count, CountIn),
    ("/return_unused", actions.return_unused, PartsReturnIn),
    ("/requests", actions.request_part, PartsRequestIn),
    ("/requests/{number}/approve", actions.approve_request, ApproveIn, "request_id"),
    ("/requests/{number}/refuse", actions.refuse_request, PartsReasonIn, "request_id"),
    ("/requests/{number}/withdraw", actions.withdraw_request, PartsReasonIn, "request_id"),
    ("/requests/{number}/issue", actions.issue_request, IssueIn, "request_id"),
    ("/requests/{number}/take_over", actions.take_over, PartsNothingIn, "request_id"),
    ("/old-parts/{number}/take_in", actions.take_in_old_part, TakeInIn, "old_part_id"),
    ("/old-parts/{number}/dispose", actions.dispose_old_part, DisposeIn, "old_part_id"),
):
    _plain(_path, _action, _schema, *_named)
