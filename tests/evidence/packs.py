"""Small packs for tests: a few metrics over repair orders, one leaf each."""

import hashlib
from decimal import Decimal

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.repair_order import REPAIR_ORDER
from wuxing.schemes.conditions.parsing import parse
from wuxing.schemes.packs.structure import (
    NOW,
    Condition,
    Coverage,
    Indicator,
    LateEntries,
    Level,
    Manual,
    Metric,
    Pack,
    PointsStatus,
    Proportional,
    Rules,
    Text,
)

CONDITIONS: dict[str, tuple[str, str]] = {
    "logged": ("!r.cancelled", "r.logged_complete"),
    "arrived": (
        "!r.cancelled && r.onsite && r.arrive_due != null && (r.arrived_at != null || r.arrive_due <= r.as_of)",
        "r.arrived_at <= r.arrive_due",
    ),
    "fixed": (
        "!r.cancelled && r.resolved_at != null && r.days_since_resolved >= 30.0",
        "r.first_visit_fixed && !r.repeated_later",
    ),
    "repeat": ("!r.cancelled", "!r.repeat_of_earlier"),
    "signed": ("!r.cancelled && r.closed_at != null", "r.signed_at != null"),
    "called": ("!r.cancelled && r.follow_up_due != null", "r.followed_up_at <= r.follow_up_due"),
}


def words(text: str) -> Text:
    return Text(text, text, text)


def condition(text: str, population: Population = REPAIR_ORDER) -> Condition:
    return Condition(text, parse(text, {"r": population.types}))


def metric(name: str, where: str, conforming: str, *, least: int = 1, freshness: str = "P30D") -> Metric:
    return Metric(
        id=name,
        title=words(name),
        says=words(name),
        population="repair_order",
        where=condition(where),
        conforming=condition(conforming),
        window="P12M",
        min_population=least,
        freshness=freshness,
        late_entries=LateEntries("PT48H", Decimal("0.10")),
    )


def standing(name: str, population: Population, where: str, conforming: str, *, freshness: str | None = None) -> Metric:
    """A metric over what stands on the day of assessment."""
    return Metric(
        id=name,
        title=words(name),
        says=words(name),
        population=population.id,
        where=condition(where, population) if where else None,
        conforming=condition(conforming, population),
        window=NOW,
        min_population=1,
        freshness=freshness,
        late_entries=None,
    )


def pack_of(
    conditions: dict[str, tuple[str, str]] = CONDITIONS, *, least: int = 1, also: tuple[Metric, ...] = ()
) -> Pack:
    """A pack of one group: each metric decides a leaf of ten points, and one more leaf is for a person to rule on."""
    metrics = {name: metric(name, *texts, least=least) for name, texts in conditions.items()}
    metrics |= {made.id: made for made in also}
    rest = Decimal(100 - 10 * len(metrics))
    top = Indicator("1", None, 1, words("all"), "verified", None, None, PointsStatus.UNKNOWN, Decimal(100))
    leaves = [
        Indicator(f"1.{name}", "1", 2, words(name), "verified", None, None, PointsStatus.UNKNOWN, Decimal(10),
                  mode=Proportional(name), coverage=Coverage.FULL)
        for name in metrics
    ]  # fmt: skip
    leaves.append(
        Indicator("1.rest", "1", 2, words("rest"), "verified", None, None, PointsStatus.UNKNOWN, rest, mode=Manual())
    )
    names = repr(sorted(conditions.items())) + str(least) + repr(also)
    return Pack(
        id="test",
        edition="1",
        sha256=hashlib.sha256(names.encode()).hexdigest(),
        title=words("test"),
        notice=words("placeholder"),
        basis=(),
        total=Decimal(100),
        rules=Rules(Decimal(20), Decimal(1), 5, (), Decimal(1), 1, 2, ("group_average", "scheme_average")),
        levels=(Level("pass", words("pass"), 0, Decimal(70), 4), Level("star3", words("three"), 3, Decimal(80), 4)),
        gates={},
        vetoes=(),
        cycle={},
        indicators=(top, *leaves),
        metrics=metrics,
    )
