"""The API of procedure 5: the same actions as the pages."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.refusals import ANSWERS
from wuxing.service.bench_repair import actions, queries, rules, states
from wuxing.service.bench_repair.actions import Given, Signed
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.bench_repair.queries import lists, pages
from wuxing.service.repair.api.shapes import actor_of

router = Router()


class SignedIn(Schema):
    """Who signed: the name; the drawing as a PNG data URL, or without one `not_drawn` says why."""

    name: str
    drawing: str = Field("", max_length=400_000)
    not_drawn: str = ""

    def given(self) -> Signed:
        return Signed(name=self.name, drawing=self.drawing, not_drawn=self.not_drawn)


class GivenIn(Schema):
    """One thing that the customer hands over."""

    name: str
    look: str
    serial: str = ""
    accessories: list[str] = []


class TakeBackIn(Schema):
    """A receipt. `shelf` only over the counter."""

    items: list[GivenIn]
    signed: SignedIn
    shelf: str = ""
    note: str = ""


class ItemOut(Schema):
    """An item, with whose hands it is in and its days."""

    id: int
    number: str
    order_id: int
    receipt_id: int
    state: str
    name: str
    serial: str
    accessories: list[str]
    look: str
    received_at: datetime
    ended_at: datetime | None
    warranty_until: date | None
    holder: str
    holder_name: str
    confirmed: bool
    days: int
    own_days: int
    alarm: str
    own_fault: bool


class BenchReceiptOut(Schema):
    """A receipt with its items."""

    id: int
    number: str
    order_id: int
    items: list[ItemOut]


class LoanOut(Schema):
    """A lending."""

    id: int
    number: str
    loaner_id: int
    order_id: int
    state: str
    due_on: date
    condition: str


def _item_out(item: BenchItem, zone: str) -> ItemOut:
    held = queries.custody_of(item.pk)
    days = queries.days_of([item.pk], clock.today(zone), zone).get(item.pk, rules.Days())
    plain = ("number", "order_id", "state", "name", "serial", "accessories", "look", "received_at", "ended_at")
    return ItemOut(
        id=item.pk,
        receipt_id=item.take_back_id,
        warranty_until=item.warranty_until,
        holder=held.to_kind,
        holder_name=held.to_name,
        confirmed=held.confirmed_at is not None,
        days=days.since,
        own_days=days.own,
        alarm=rules.alarm_for(days).level,
        own_fault=rules.is_own_fault(days),
        **{name: getattr(item, name) for name in plain},
    )


@router.post("/orders/{order_id}/take_back", response={200: BenchReceiptOut, **ANSWERS}, summary="take-back receipt")
def take_back(request: HttpRequest, order_id: int, body: TakeBackIn) -> BenchReceiptOut:
    """Take items in: the visit under way ends as taken back, or it is the counter."""
    by = actor_of(request)
    given = [Given(**one.dict()) for one in body.items]
    made = actions.take_back(
        order_id=order_id, items=given, signed=body.signed.given(), shelf=body.shelf, note=body.note, by=by
    )
    items = [_item_out(item, by.zone) for item in pages.items_of_receipt(made)]
    return BenchReceiptOut(id=made.pk, number=made.number, order_id=order_id, items=items)


@router.get("/items", response={200: list[ItemOut], **ANSWERS}, summary="items, newest first; `before` pages")
def list_items(request: HttpRequest, state: str = "open", before: int = 0, on_the_way: bool = False) -> list[ItemOut]:
    """List items by state or group (open, in_repair, ready, ended)."""
    by = acting(request, Permission.REPAIR_READ)
    known = set(lists.GROUPS) | set(states.ItemState)
    wanted = lists.Wanted(state=state if state in known else "", place=before, on_the_way=on_the_way)
    return [_item_out(pages.item(row["pk"]), by.zone) for row in lists.items(wanted).rows]


@router.get("/items/{item_id}", response={200: ItemOut, **ANSWERS}, summary="one item")
def one_item(request: HttpRequest, item_id: int) -> ItemOut:
    """Show an item."""
    by = acting(request, Permission.REPAIR_READ)
    return _item_out(pages.item(item_id), by.zone)


@router.post("/items/{item_id}/photos", response={200: int, **ANSWERS}, summary="a picture of an item")
def add_photo(request: HttpRequest, item_id: int, photo: File[UploadedFile]) -> int:
    """Keep a picture of an item; gives the number of the file."""
    by = actor_of(request)
    return actions.add_photo(item_id=item_id, content=photo, name=photo.name or "photo", by=by).pk


class BenchNothingIn(Schema):
    """No details."""


class HandOverIn(Schema):
    """Where it goes: a person for a bench or a technician, a place for a shelf or a courier."""

    to: Literal["bench", "technician", "shelf", "courier", "disposal"]
    person_id: int | None = None
    place: str = ""
    waybill: str = ""
    note: str = ""


class BenchFindingIn(Schema):
    """What was found on the bench."""

    cause: str
    finding: str


class RemarkIn(Schema):
    """A remark."""

    note: str = ""


class BenchWhyIn(Schema):
    """Why."""

    reason: str


class BenchPartIn(Schema):
    """Which part is lacking."""

    part: str


class BenchTestIn(Schema):
    """The checklist: function, fault_gone, safety, run, clean, accessories."""

    checks: dict[str, bool]
    note: str = ""


class ShelfIn(Schema):
    """Where it stands."""

    shelf: str


class BenchReturnIn(Schema):
    """What goes back, and who signs."""

    signed: SignedIn
    accessories: list[str] = []
    accessories_missing: str = ""
    warranty_days: int = states.WARRANTY_DAYS


class ReplaceIn(Schema):
    """The unit given in exchange."""

    signed: SignedIn
    new_serial: str
    reason: str


class ScrapIn(Schema):
    """The customer's written wish: drawn on the screen."""

    signed: SignedIn
    reason: str = ""


class AdviceIn(Schema):
    """What the rule needs; left open: the newest quote, the purchase day."""

    new_price: Decimal
    quote: Decimal | None = None
    age_months: int | None = None


ACTS: dict[str, tuple[Callable[..., Any], type[Schema]]] = {
    "hand_over": (actions.hand_over, HandOverIn),
    "confirm_receipt": (actions.confirm_receipt, BenchNothingIn),
    "recall": (actions.recall, BenchWhyIn),
    "diagnose": (actions.diagnose_item, BenchFindingIn),
    "approve": (actions.approve_item, RemarkIn),
    "decline": (actions.decline_item, BenchWhyIn),
    "start_repair": (actions.start_repair, RemarkIn),
    "wait_for_parts": (actions.wait_for_parts, BenchPartIn),
    "check": (actions.check_item, BenchTestIn),
    "ready": (actions.make_ready, ShelfIn),
    "return": (actions.return_item, BenchReturnIn),
    "replace": (actions.replace_item, ReplaceIn),
    "scrap": (actions.scrap_item, ScrapIn),
    "advise": (actions.advise, AdviceIn),
}


def _details(body: Schema) -> dict[str, Any]:
    given = body.dict()
    signed = getattr(body, "signed", None)
    return given if signed is None else {**given, "signed": signed.given()}


def _door(name: str, action: Callable[..., Any], details: type[Schema]) -> Callable[..., ItemOut]:
    def door(request: HttpRequest, item_id: int, body: Any) -> ItemOut:
        by = actor_of(request)
        action(item_id=item_id, by=by, **_details(body))
        return _item_out(pages.item(item_id), by.zone)

    door.__annotations__["body"] = details
    door.__name__ = f"bench_{name}"
    door.__doc__ = action.__doc__
    return door


for _name, (_action, _schema) in ACTS.items():
    router.post(
        f"/items/{{item_id}}/{_name}",
        response={200: ItemOut, **ANSWERS},
        summary=(_action.__doc__ or "").partition(".")[0],
        operation_id=f"bench_{_name}",
    )(_door(_name, _action, _schema))
