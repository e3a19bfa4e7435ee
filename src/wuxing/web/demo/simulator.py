"""Eighteen months of a service company, from a seed. The same seed and the same `now` give the same cases. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import ceil
from random import Random

from wuxing.core.worktime import Calendar
from wuxing.service.repair.rules.history import CaseDraft, Step
from wuxing.web.demo import company, course, demand
from wuxing.web.demo.catalogue import CATEGORIES, Fault
from wuxing.web.demo.clientele import Clientele, Household, Unit
from wuxing.web.demo.lanes import Lanes, local_day
from wuxing.web.demo.present import present
from wuxing.web.demo.quality import Quality
from wuxing.web.demo.telling import Telling
from wuxing.web.demo.world import World

ORDERS = 12_000
MONTHS = 18
TECHNICIANS = 24
_UNORDERED = 0.075  # of the orders: calls that become none
_TWICE = 0.015  # of the orders: calls that were logged twice
_FAULTS_OF = {model.code: category.faults for category in CATEGORIES for model in category.models}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is told."""

    seed: int
    now: datetime
    orders: int
    crew: tuple[company.TechnicianPlan, ...]

    @property
    def start(self) -> datetime:
        return self.now - timedelta(days=round(MONTHS * 30.44))

    @property
    def years(self) -> range:
        return range(self.start.year, self.now.year + 2)


def plan(*, now: datetime, seed: int = 1, scale: float = 1.0) -> Plan:
    """Return the plan of a company `scale` times the ordinary size."""
    crew = company.technicians(ceil(TECHNICIANS * max(1.0, scale)), seed)
    return Plan(seed, now, round(ORDERS * scale), crew)


def cases(told: Plan) -> Iterator[CaseDraft]:
    """Yield the cases in the order of their calls; a call logged twice follows the first."""
    return _Simulator(told).run()


class _Simulator:
    def __init__(self, told: Plan) -> None:
        self.plan = told
        random = Random(f"demo-{told.seed}")  # noqa: S311  # a story, no secret
        self.calendar: Calendar = company.calendar(company.OFFICE, told.years)
        self.world = World(random, Lanes(told.crew, self.calendar), Quality(told.start, told.now), self.calendar)
        self.clientele = Clientele(random)
        self._again: list[tuple[datetime, int, Household, Unit, Fault]] = []
        self._keys = 0

    def run(self) -> Iterator[CaseDraft]:
        """Tell history first, then the present day."""
        today = list(present(self.plan.orders, self.plan.now, self.telling, self.world))
        random = self.world.random
        history = self.plan.orders - sum(1 for case in today if _has_order(case))
        unordered = round(history * _UNORDERED)
        times = demand.call_times(history + unordered, local_day(self.plan.start), self.plan.now, self.calendar, random)
        without = set(random.sample(range(len(times)), unordered))
        for place, at in enumerate(times):
            if place in without:
                yield cut(self._unordered(at), self.plan.now)
            else:
                yield from self._ordered(at)
        yield from today

    def telling(self, at: datetime, caller: tuple[Household, Unit, Fault] | None = None) -> Telling:
        """Begin the story of a call."""
        random = self.world.random
        if caller is None:
            category = demand.category_at(at.month, random)
            household, unit = self.clientele.caller(category, at)
            fault = random.choices(category.faults, [fault.weight for fault in category.faults])[0]
        else:
            household, unit, fault = caller
        self._keys += 1
        return Telling(self.world, f"D{self._keys:07d}", (household, unit), fault, at)

    def _unordered(self, at: datetime) -> CaseDraft:
        told = self.telling(at)
        courses, shares = zip(*course.UNORDERED, strict=True)
        self.world.random.choices(courses, shares)[0](told)
        return told.case

    def _ordered(self, at: datetime) -> Iterator[CaseDraft]:
        random = self.world.random
        if self._again and self._again[0][0] <= at:
            again, _key, household, unit, fault = heappop(self._again)
            told = self.telling(again, (household, unit, fault))
        else:
            told = self.telling(at)
        course.take(told)
        case = cut(told.case, self.plan.now)
        yield case
        resolved = [step.at for step in case.steps if step.event == "finish_work"]
        if resolved and told.chance("repeat"):
            again = resolved[-1] + timedelta(days=random.triangular(1, 29, 9))
            heappush(self._again, (again, self._keys, told.household, told.unit, told.fault))
        if random.random() < _TWICE and _has_order(case):
            yield from self._twice(told, case)

    def _twice(self, told: Telling, first: CaseDraft) -> Iterator[CaseDraft]:
        """The same call, logged once more through another door."""
        again = first.received_at + told.minutes(15, 400)
        double = self.telling(again, (told.household, told.unit, told.fault))
        double.case.channel = "online" if first.channel == "hotline" else "hotline"
        double.at += double.minutes(5, 60)
        double.case.steps.append(Step("merge", double.at, {"into": first.key}))
        if again < self.plan.now - timedelta(hours=8):
            yield cut(double.case, self.plan.now)


def cut(case: CaseDraft, now: datetime) -> CaseDraft:
    """Leave out what has not happened yet."""
    case.steps = [step for step in case.steps if step.at <= now]
    if case.recorded_at and case.recorded_at > now:
        case.recorded_at = now
    return case


def _has_order(case: CaseDraft) -> bool:
    return any(step.event == "write_order" for step in case.steps)


__all__ = ["CaseDraft", "Plan", "cases", "cut", "plan"]
