"""Times offered by hand, by machine."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.service.doors import actions, finding, offers
from wuxing.service.repair.api.shapes import actor_of

router = Router()


class SlotIn(Schema):
    """A time: from, until."""

    begins: AwareDatetime
    ends: AwareDatetime


class SlotsOfferIn(Schema):
    """Times for the customer to choose from."""

    slots: list[SlotIn] = Field(min_length=1, max_length=8)


class SlotOfferOut(Schema):
    """A time that was offered by hand, and what became of it: standing, taken, left, replaced, withdrawn or past."""

    id: int
    begins: datetime
    ends: datetime
    state: str
    offered_at: datetime
    reason: str


class SlotsWithdrawIn(Schema):
    """Why the times are withdrawn."""

    reason: str = Field(max_length=300)


def _offers(order_id: int) -> list[SlotOfferOut]:
    now, agreed = clock.now(), offers.agreed_at(order_id)
    return [
        SlotOfferOut(
            id=one.pk,
            begins=one.slot.lower,
            ends=one.slot.upper,
            state=offers.fate(one, now, agreed),
            offered_at=one.offered_at,
            reason=one.reason,
        )
        for one in offers.of_order(order_id)
    ]


@router.get(
    "/orders/{order_id}/offers", response={200: list[SlotOfferOut], **ANSWERS}, summary="可选时段: times offered"
)
def list_offers(request: HttpRequest, order_id: int) -> list[SlotOfferOut]:
    """List the times offered on an order by hand, newest first."""
    actor_of(request).require(Permission.REPAIR_READ)
    return _offers(finding.order_of(order_id).pk)


@router.post(
    "/orders/{order_id}/offers", response={201: list[SlotOfferOut], **ANSWERS}, summary="给出时段: offer times"
)
def offer_slots(request: HttpRequest, order_id: int, body: SlotsOfferIn) -> Status[list[SlotOfferOut]]:
    """Offer the customer of an order times to choose from, instead of the computed ones."""
    slots = [(one.begins, one.ends) for one in body.slots]
    actions.offer_slots(order_id=order_id, slots=slots, by=actor_of(request))
    return Status(201, _offers(order_id))


@router.post("/orders/{order_id}/offers/withdraw", response={200: list[SlotOfferOut], **ANSWERS}, summary="撤回时段")
def withdraw_slots(request: HttpRequest, order_id: int, body: SlotsWithdrawIn) -> list[SlotOfferOut]:
    """Withdraw the offered times that stand."""
    actions.withdraw_slots(order_id=order_id, reason=body.reason, by=actor_of(request))
    return _offers(order_id)
