"""候选: how well a technician fits an order, and why. Pure."""

from dataclasses import dataclass
from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.service.repair.rules.refusals import why_not_send
from wuxing.service.repair.rules.words import TRADES

FULL_DAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One technician against one order: points from 0 to 100, reasons with their state, or what refuses."""

    person_id: int
    name: str
    points: int
    refusal: Reason | None
    reasons: tuple[tuple[str, Reason], ...]


def fit_for(
    *,
    person_id: int,
    name: str,
    outlet: str,
    covers: bool | None,
    load: int,
    trade: str,
    needed: int,
    level: int | None,
    valid_until: date | None,
    on: date,
) -> Fit:
    """Return how a technician fits: skill first, then the district of the outlet, then today's load."""
    refusal = why_not_send(
        name=name, active=True, trade=trade, level_needed=needed, level=level, valid_until=valid_until, on=on
    )
    if refusal:
        return Fit(person_id=person_id, name=name, points=0, refusal=refusal, reasons=(("excluded", refusal),))
    reasons: list[tuple[str, Reason]] = []
    if trade and level is not None:
        reasons.append(("done", _skill(trade, level, valid_until)))
    if covers:
        reasons.append(("done", say("%(outlet)s covers this district", outlet=outlet)))
    elif covers is None:
        reasons.append(("unknown", say("the district is not known")))
    else:
        reasons.append(("risk", say("%(outlet)s does not cover this district", outlet=outlet)))
    busy = "risk" if load >= FULL_DAY else "done" if load == 0 else "waiting"
    reasons.append((busy, say("%(count)s visits today", count=load)))
    points = 60 + (25 if covers else 10 if covers is None else 0) + min(level or 0, 3) - 6 * min(load, 10) + 12
    return Fit(person_id=person_id, name=name, points=max(1, min(points, 100)), refusal=None, reasons=tuple(reasons))


def _skill(trade: str, level: int, valid_until: date | None) -> Reason:
    word = TRADES.get(trade, trade)
    if valid_until is None:
        return say("%(trade)s level %(level)s", trade=word, level=level)
    return say(
        "%(trade)s level %(level)s, certificate until %(date)s", trade=word, level=level, date=valid_until.isoformat()
    )


def ranked(fits: list[Fit]) -> list[Fit]:
    """Return the candidates, best first; those who cannot be sent last."""
    return sorted(fits, key=lambda fit: (fit.refusal is not None, -fit.points, fit.name))
