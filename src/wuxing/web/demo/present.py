"""The day on which somebody looks: open orders in every state, today's lanes, a few at risk and late. Pure.

History alone would leave a Sunday or a night empty; a demo is looked at then as well.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from math import ceil
from typing import TypeVar

from wuxing.service.repair.rules.history import CaseDraft
from wuxing.web.demo.catalogue import Fault
from wuxing.web.demo.clientele import Household, Unit
from wuxing.web.demo.company import TechnicianPlan
from wuxing.web.demo.lanes import WINDOWS, Window, local_day, window_of
from wuxing.web.demo.telling import Telling
from wuxing.web.demo.world import World

Begin = Callable[[datetime, tuple[Household, Unit, Fault] | None], Telling]
_Thing = TypeVar("_Thing")
_ORDINARY = 12_000
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_NEW = (3, 12, 27, 55)  # minutes since the call
_UNASSIGNED = (6, 31, 62, 95, 140, 1500)
_UNCALLED = (25, 50, 1300)
_WAITING = ("waiting_parts", "waiting_customer", "waiting_quote_approval", "waiting_manufacturer")

# Days since the call, and how far the item is that was taken back at the visit; `benching` goes on from there.
IN_WORKSHOP = {34: "parts", 13: "repairing", 12: "ready", 8: "quoted", 7: "received"}
_RETURNED = (17, 22, 27, 39, 47, 54, 62, 71, 80, 92, 104, 117, 131, 146)  # days since the call; home again since


def present(orders: int, now: datetime, begin: Begin, world: World) -> Iterator[CaseDraft]:
    """Yield the cases that make the present day, as far as they have happened."""
    return _Present(max(0.25, orders / _ORDINARY), now, begin, world).run()


class _Present:
    def __init__(self, size: float, now: datetime, begin: Begin, world: World) -> None:
        self.size, self.now, self.begin, self.world = size, now, begin, world
        self.crew = cycle(world.lanes.crew)

    def run(self) -> Iterator[CaseDraft]:
        made = [
            *(self._call(age) for age in self._some(_NEW)),
            *(self._unassigned(age) for age in self._some(_UNASSIGNED)),
            self._draft(),
            *(self._uncalled(age) for age in self._some(_UNCALLED)),
            *self._now(),
            *self._today(),
            *self._tomorrow(),
            *(self._waiting(reason) for reason in self._some(_WAITING)),
            *(self._taken_back(days) for days in self._part(tuple(IN_WORKSHOP))),
            *(self._taken_back(days) for days in self._part(_RETURNED)),
            *(self._finished(reviewed=bool(n % 3 == 0)) for n in self._some((1, 3, 4))),
        ]
        for told in sorted(made, key=lambda told: told.case.received_at):
            told.case.steps = [step for step in told.case.steps if step.at <= self.now]
            told.case.recorded_at = min(told.case.recorded_at or self.now, self.now)
            yield told.case

    def _some(self, things: tuple[_Thing, ...]) -> list[_Thing]:
        """Return as many of the things as a company of this size has, at least one."""
        count = max(1, round(len(things) * self.size))
        return [things[place % len(things)] for place in range(count)]

    def _part(self, things: tuple[_Thing, ...]) -> tuple[_Thing, ...]:
        """Return the first of the things, all for a company of ordinary size or larger: each of them costs time."""
        return things[: ceil(len(things) * min(1, self.size))]

    def _call(self, minutes: int) -> Telling:
        return self.begin(self.now - minutes * _MINUTE, None)

    def _unassigned(self, minutes: int) -> Telling:
        told = self._call(minutes)
        told.at += 2 * _MINUTE
        told.add("write_order")
        return told

    def _draft(self) -> Telling:
        """An order that cannot be handed over yet: the agent has not heard the purchase date."""
        told = self._call(40)
        told.case.purchased_on, told.case.purchase_unknown = None, False
        told.at += 3 * _MINUTE
        told.add("write_order", missing=["purchased_on"])
        return told

    def _uncalled(self, minutes: int) -> Telling:
        """Handed over, and the customer waits for the call."""
        return self._handed_over(next(self.crew), self.now - (minutes + 30) * _MINUTE)

    def _handed_over(self, person: TechnicianPlan, at: datetime, *, paying: bool = False) -> Telling:
        told = self._for(person, at, paying=paying)
        told.at += told.minutes(2, 8)
        told.add("write_order")
        told.at += told.minutes(4, 20)
        told.technician = person
        told.hand_over("dispatch")
        return told

    def _for(self, person: TechnicianPlan, at: datetime, *, paying: bool = False) -> Telling:
        """Begin a call that this technician can serve: of their outlet, and within their skill; `paying`: out of warranty."""
        while True:
            told = self.begin(at, None)
            model = told.unit.model
            fits = told.household.outlet == person.outlet and person.can(model.trade, model.level)
            if fits and not (paying and told.is_in_warranty()):
                return told

    def _agreed(self, person: TechnicianPlan, window: Window, *, by_customer: bool = False) -> Telling:
        """Called in the last day, and agreed for this window."""
        latest = min(window[0], self.now) - 100 * _MINUTE
        told = self._handed_over(person, latest - self.world.random.random() * 16 * _HOUR)
        told.at += told.minutes(3, 12)
        told.add("accept")
        told.at += told.minutes(3, 25)
        return told.agree(window, by_customer=by_customer)

    def _served(self, told: Telling) -> Telling:
        """Tell the visit to its end; what lies ahead of now is left out later."""
        told.depart().arrive().confirm().start().diagnose("fix_now").charge().finish_visit().sign().report()
        told.at += told.minutes(20, 90)
        told.add("review", note="")
        told.at += told.minutes(1, 10)
        told.add("close")
        return told

    def _now(self) -> Iterator[Telling]:
        """What happens at this very moment, by day and by night: on the way, arrived, at work, at risk, late."""
        spans = ((-15, 75), (-35, 55), (-50, 40), (-60, 30), (-70, 20), (-150, -60), (-190, -100), (-240, -150))
        for place, (opens, closes) in enumerate(self._some(spans)):
            window = (self.now + opens * _MINUTE, self.now + closes * _MINUTE)
            person = next(one for one in self.crew if self.world.lanes.take_span(one, window))
            told = self._agreed(person, window, by_customer=place % len(spans) >= 3)
            yield self._under_way(told, place) if place % len(spans) < 3 else told

    def _under_way(self, told: Telling, place: int) -> Telling:
        told.at = self.now - (12 + 20 * place) * _MINUTE
        told.add("depart")
        if place:
            told.at += 15 * _MINUTE
            told.add("arrive", window=told.window)
        if place > 1:
            told.confirm().start()
        return told

    def _today(self) -> Iterator[Telling]:
        yield from self._lane_of(self.now, each=2, count=round(20 * self.size))

    def _tomorrow(self) -> Iterator[Telling]:
        for told in self._lane_of(self.now + _DAY, each=1, count=round(6 * self.size)):
            told.at = self.now  # nothing of it has happened yet
            yield told

    def _lane_of(self, at: datetime, *, each: int, count: int) -> Iterator[Telling]:
        """Fill a day's windows, `each` a technician, early and late ones in turn."""
        day = local_day(at)
        made = 0
        for place, person in enumerate(self.world.lanes.crew):
            for step in range(each):
                window_place = (place + step * 2) % len(WINDOWS)
                if made < count and self.world.lanes.take(person, day, window_place):
                    made += 1
                    told = self._agreed(person, window_of(day, window_place), by_customer=made % 4 == 0)
                    yield self._served(told)

    def _taken_back(self, days: int) -> Telling:
        """At work on site, and not to be mended there."""
        return self._past(days, proper=True, paying=IN_WORKSHOP.get(days) in ("repairing", "quoted"))

    def _past(self, days: int = 4, *, proper: bool = False, paying: bool = False) -> Telling:
        """A visit that was made, so many days after its call."""
        person = next(self.crew)
        told = self._handed_over(person, self.now - days * _DAY, paying=paying)
        told.proper = proper
        told.at += told.minutes(3, 12)
        told.add("accept")
        told.at += told.minutes(3, 25)
        told.agree(by_customer=False)
        return told.depart().arrive().confirm().start()

    def _waiting(self, reason: str) -> Telling:
        told = self._past().diagnose("another_visit")
        told.at += 5 * _MINUTE
        told.add("hold", reason=reason, note="")
        return told

    def _finished(self, *, reviewed: bool) -> Telling:
        """Mended, and waiting for the dispatcher to look it over or to close it."""
        told = self._past().diagnose("fix_now").charge().finish_visit().sign().report()
        if reviewed:
            told.at += told.minutes(20, 90)
            told.add("review", note="")
        return told
