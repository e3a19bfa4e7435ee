"""A technician's day as it will really run: overruns push what follows, a cancelled visit leaves a gap. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.service.repair.states import VisitState as V

OVER = frozenset({V.COMPLETED, V.PARTIAL, V.TAKEN_BACK, V.NO_ACCESS})
UNDER_WAY = frozenset({V.EN_ROUTE, V.ARRIVED, V.WORKING, V.PAUSED})
VOID = frozenset({V.CANCELLED, V.RESCHEDULED})
LEAST_GAP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A visit as agreed, with what happened so far."""

    visit_id: int
    state: str
    begins: datetime
    ends: datetime
    arrived: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a lane. `kind`: done, run, plan, risk, late, over (overrun), off (gap); `delay` shifts a later visit."""

    visit_id: int
    kind: str
    begins: datetime
    ends: datetime
    delay: timedelta = timedelta()


def blocks_of(visits: Iterable[Planned], now: datetime) -> list[Block]:
    """Return the blocks of one technician's day in order of time."""
    blocks: list[Block] = []
    live = [visit for visit in visits if visit.state not in VOID]
    free_at: datetime | None = None
    for visit in sorted(live, key=lambda one: one.begins):
        made, free_at = _blocks_for(visit, free_at, now)
        blocks += made
    blocks += _gaps([visit for visit in visits if visit.state in VOID], blocks, now)
    return sorted(blocks, key=lambda block: (block.begins, block.kind == "off"))


def _blocks_for(visit: Planned, free_at: datetime | None, now: datetime) -> tuple[list[Block], datetime | None]:
    begins, ends = visit.arrived or visit.begins, visit.ends
    if visit.state in OVER:
        end = max(visit.ended or ends, begins + timedelta(minutes=15))
        kind = {V.NO_ACCESS: "late", V.PARTIAL: "risk"}.get(V(visit.state), "done")
        return [Block(visit_id=visit.visit_id, kind=kind, begins=begins, ends=end)], free_at
    if visit.state in UNDER_WAY and visit.state != V.EN_ROUTE:
        if now <= ends:
            return [Block(visit_id=visit.visit_id, kind="run", begins=begins, ends=ends)], ends
        over = Block(visit_id=visit.visit_id, kind="over", begins=ends, ends=now, delay=now - ends)
        first = Block(visit_id=visit.visit_id, kind="late", begins=min(begins, ends), ends=ends, delay=now - ends)
        return [first, over], now
    expected = max(visit.begins, free_at or visit.begins, now if visit.begins < now else visit.begins)
    delay = expected - visit.begins
    kind = "run" if visit.state == V.EN_ROUTE else "plan"
    if delay > timedelta():
        kind = "late" if expected > ends else "risk"
    block = Block(visit_id=visit.visit_id, kind=kind, begins=visit.begins, ends=ends, delay=delay)
    return [block], expected + (ends - visit.begins) if delay > timedelta() else ends


def _gaps(void: list[Planned], blocks: list[Block], now: datetime) -> list[Block]:
    """Return the time that cancelled visits left free and nobody has filled, from now on."""
    gaps: dict[tuple[datetime, datetime], Block] = {}
    for visit in void:
        begins = max(visit.begins, now)
        taken = any(block.begins < visit.ends and begins < block.ends for block in blocks)
        if not taken and visit.ends - begins >= LEAST_GAP:
            gaps[visit.begins, visit.ends] = Block(visit_id=visit.visit_id, kind="off", begins=begins, ends=visit.ends)
    return list(gaps.values())
