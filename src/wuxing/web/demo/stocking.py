"""The demo's spare parts: a catalogue, a store, what technicians have with them, and orders that wait. Invented."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from heapq import heapify, heappop, heappush

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.resources.models import Part, Person, StockPlace
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import PartDetails
from wuxing.resources.spare_parts.queries import lists
from wuxing.service.repair.models import WorkOrder

_PARTS = (
    PartDetails("FAN", "风机", {"en": "Fan motor", "zh-hant": "風機"}, ["冰箱", "空调"], low_mark=Decimal(10)),
    PartDetails("PUMP", "排水泵", {"en": "Drain pump", "zh-hant": "排水泵"}, ["洗衣机"], low_mark=Decimal(6)),
    PartDetails(
        "BOARD", "控制板", {"en": "Control board", "zh-hant": "控制板"}, serial_tracked=True, low_mark=Decimal(8)
    ),
    PartDetails("SEAL", "门封条", {"en": "Door seal", "zh-hant": "門封條"}, ["冰箱"], low_mark=Decimal(30)),
)
_IN_STORE = (40, 24, 12, 18)
_WITH_ME = (2, 1, 1, 2)
_VANS, _WAITING = 8, 4
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_OPENED = 120 * _DAY
"""How long ago the store was opened; since then each van was filled in turn."""
_EVERY = 13 * _DAY
_ARRIVES = (2, 3, 9, 2, 4, 2, 3, 11, 2)
"""After how many days what was asked for is with the technician; the promise of the house is seven."""


def stock(now: datetime, by: Actor) -> None:
    """Fill the store, and in turn the vans of technicians who have orders; orders on hold for parts say for which."""
    with clock.telling(now - _OPENED):
        actions.set_mode(mode="full", by=by)
        store = actions.save_store(name="福州备件库", by=by)
        parts = [actions.save_part(details=details, by=by) for details in _PARTS]
        for part, quantity in zip(parts, _IN_STORE, strict=True):
            numbers = [f"KZB26-{place:04}" for place in range(1, quantity + 1)] if part.serial_tracked else []
            count = Decimal(quantity)
            actions.receive(place_id=store.pk, part_id=part.pk, quantity=count, serials=numbers, note="开账", by=by)
    busy = WorkOrder.objects.filter(state__in=("dispatched", "in_progress"), technician__isnull=False)
    people = Person.objects.filter(pk__in=busy.values("technician"), active=True).order_by("number")[:_VANS]
    opened = (now - _OPENED).replace(hour=0, minute=40)  # in the morning where they work
    courses = [
        _carry(
            person,
            part,
            quantity,
            store,
            opened + _EVERY * (place + 1) + which * _HOUR,
            _ARRIVES[(4 * place + which) % len(_ARRIVES)],
            by,
        )
        for place, person in enumerate(people)
        for which, (part, quantity) in enumerate(zip(parts, _WITH_ME, strict=True))
    ]
    _in_turn(courses)
    _wait(parts, store, now, by)


def _in_turn(courses: Iterable[Iterator[datetime]]) -> None:
    """Let courses run side by side: what is earlier comes first, whosever it is."""
    waiting = [(next(course), place, course) for place, course in enumerate(courses)]
    heapify(waiting)
    while waiting:
        at, place, course = heappop(waiting)
        with clock.telling(at):
            then = next(course, None)
        if then is not None:
            heappush(waiting, (then, place, course))


def _carry(
    person: Person, part: Part, quantity: int, store: StockPlace, asked_at: datetime, days: int, by: Actor
) -> Iterator[datetime]:
    """Ask, approve, issue and take over; say of each when it is done, before it is done."""
    yield asked_at
    asked = actions.request_part(person_id=person.pk, part_id=part.pk, quantity=Decimal(quantity), by=by)
    yield asked_at + 2 * _HOUR
    actions.approve_request(request_id=asked.pk, store_id=store.pk, by=by)
    yield asked_at + (days - 1) * _DAY
    actions.issue_request(request_id=asked.pk, serials=_pieces(part, quantity, store), by=by)
    yield asked_at + days * _DAY
    actions.take_over(request_id=asked.pk, by=by)


def _pieces(part: Part, quantity: int, store: StockPlace) -> list[str]:
    """Return the pieces that leave the store, of a part that is tracked."""
    return lists.lying_pieces(store.pk, [part.pk]).get((part.pk, "good"), [])[:quantity] if part.serial_tracked else []


def _wait(parts: list[Part], store: StockPlace, now: datetime, by: Actor) -> None:
    held = WorkOrder.objects.filter(state="on_hold", hold_reason="waiting_parts", technician__isnull=False)
    for place, order in enumerate(held.order_by("-pk")[:_WAITING]):
        with clock.telling(min(order.held_at or now, now)):
            asked = actions.request_part(
                person_id=order.technician_id or 0,
                part_id=parts[place % len(parts)].pk,
                quantity=Decimal(1),
                order_id=order.pk,
                case_id=order.request_id,
                by=by,
            )
        if place == 0:
            continue
        expected = clock.today(by.zone) + timedelta(days=place + 1)
        actions.approve_request(request_id=asked.pk, store_id=store.pk, expected_on=expected, by=by)
        if place > 1:
            actions.issue_request(request_id=asked.pk, serials=_pieces(parts[place % len(parts)], 1, store), by=by)
        if place == 3:
            actions.take_over(request_id=asked.pk, by=by)
