"""How many days an evaluation takes, and how many outlets it visits, by the body's own table. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from math import ceil
from typing import Any

from wuxing.certification.programme.structure import Adjustment, PersonDays, SiteSampling
from wuxing.core.reasons import Reason, say

_FINE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Asked:
    """A reason of the table to take more or fewer days, and why it is so here."""

    code: str
    days: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the working: what it is for, and the days it adds. `title` says it in words with its values."""

    code: str
    title: Reason
    days: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The working, line by line, and the days that come of it."""

    lines: tuple[Line, ...]
    total: Decimal


def base_for(table: PersonDays, headcount: int) -> Decimal:
    """Return the days of the band in which a headcount falls."""
    return next(band.days for band in table.bands if band.upto is None or headcount <= band.upto)


def outlet_for(table: PersonDays, headcount: int) -> Decimal:
    """Return the days of one outlet: the least for each begun so many people."""
    return table.outlet_least * max(1, ceil(headcount / table.per_outlet_heads))


def person_days(
    table: PersonDays, kind: str, headcount: int, outlets: Sequence[int] = (), categories: int = 1,
    adjustments: Sequence[Asked] = (),
) -> Breakdown:  # fmt: skip
    """人日计算: the share of the whole for this kind of case, then each visited outlet, then what was adjusted.

    `outlets` holds the headcount of each outlet that is visited. Rounded up; never below the least of the table, nor
    below what the outlets take. Ask `why_not_adjust` of each adjustment before.
    """
    base, share = base_for(table, headcount), table.share[kind]
    more = table.per_category * max(0, categories - 1)
    lines = [Line("base", say("%(count)s people", count=headcount), base)]
    if more:
        lines.append(Line("categories", say("%(count)s further categories", count=categories - 1), more))
    part = ((base + more) * share).quantize(_FINE)
    if share != 1:
        percent = f"{(share * 100).quantize(Decimal(1))}%"
        lines.append(Line("share", say("%(share)s of it for this kind of case", share=percent), part - base - more))
    visits = sum((outlet_for(table, heads) for heads in outlets), Decimal(0))
    if outlets:
        lines.append(Line("outlets", say("%(count)s outlets visited", count=len(outlets)), visits))
    lines += [Line(one.code, say("adjusted"), one.days, one.reason) for one in adjustments]

    worked = sum((line.days for line in lines), Decimal(0))
    least = max(table.least, visits)
    total = round_up(max(worked, least), table.round_to)
    if total != worked:
        title = say("never fewer than %(least)s", least=least) if worked < least else say("rounded up")
        lines.append(Line("rounding", title, total - worked))
    return Breakdown(tuple(lines), total)


def round_up(days: Decimal, to: Decimal) -> Decimal:
    """Return days rounded up to whole steps."""
    return (days.quantize(_FINE) / to).to_integral_value(ROUND_CEILING) * to


def why_not_adjust(table: PersonDays, asked: Sequence[Asked]) -> Reason | None:
    """Return why days may not be adjusted like this, or None: known codes, once each, within limits, with a reason."""
    known = {one.code: one for one in table.adjustments}
    seen: set[str] = set()
    for one in asked:
        if reason := _why_not(known.get(one.code), one, seen):
            return reason
        seen.add(one.code)
    return None


def _why_not(rule: Adjustment | None, one: Asked, seen: set[str]) -> Reason | None:
    if rule is None:
        return say("the rule knows no adjustment %(code)s; choose one of its list", code=one.code)
    if one.code in seen:
        return say("adjust for each reason once only")
    if not rule.least <= one.days <= rule.most:
        return say("from %(least)s to %(most)s days are possible for this reason", least=rule.least, most=rule.most)
    if not one.reason.strip():
        return say("write why the days are adjusted; it stands in the audit plan's record")
    return None


def outlets_visited(sampling: SiteSampling, kind: str, outlets: int) -> int:
    """网点抽样数: return how many of so many outlets are visited: factor × √n, rounded up; headquarters come on top."""
    if outlets <= 0:
        return 0
    wanted = (sampling.factor[kind] * Decimal(outlets).sqrt()).quantize(_FINE)
    return min(outlets, max(sampling.least, int(wanted.to_integral_value(ROUND_CEILING))))


def largest(headcounts: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the headcounts of the largest outlets: what a quote reckons with before the outlets are drawn."""
    return tuple(sorted(headcounts, reverse=True)[:count])


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two rules differ; None where one says nothing. `place` is the path of names, the codes of rows in it."""

    place: str
    was: str | None
    becomes: str | None


def differences(old: Any, new: Any) -> list[Difference]:
    """Return where a rule differs from another, both as plain data, in the order of places."""
    was, becomes = dict(_flat(old, "")), dict(_flat(new, ""))
    places = sorted(was.keys() | becomes.keys())
    return [
        Difference(place, was.get(place), becomes.get(place))
        for place in places
        if was.get(place) != becomes.get(place)
    ]


def _flat(data: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name in data:
            yield from _flat(data[name], f"{place} · {name}" if place else name)
    elif isinstance(data, list) and all(isinstance(row, dict) for row in data):
        for index, row in enumerate(data):
            yield from _flat(row, f"{place} · {row.get('code', index + 1)}")
    elif isinstance(data, list):
        yield place, ", ".join(map(str, data))
    else:
        yield place, str(data)
