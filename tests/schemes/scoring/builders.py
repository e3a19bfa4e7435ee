"""Packs made of modes, for scoring alone."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from wuxing.schemes.packs.modes import Mode
from wuxing.schemes.packs.structure import Indicator, Level, Pack, PointsStatus, Rules, Text, metrics_of

T = Text("", "", "")
RULES = Rules(
    exclusions_max_points=Decimal(100),
    deduction_points=Decimal(1),
    deduction_fails_at=5,
    deduction_reasons=(),
    bonus_points=Decimal(1),
    bonus_max=1,
    places=2,
    likely=("last_known", "group_average", "scheme_average"),
)
LEVELS = (
    Level("pass", T, 0, Decimal(70), 4),
    Level("star3", T, 3, Decimal(80), 4),
    Level("star4", T, 4, Decimal(90), 4),
    Level("star5", T, 5, Decimal(95), 4),
)


def indicator(name: str, parent: str | None, points: Decimal, mode: Mode | None) -> Indicator:
    return Indicator(
        id=name,
        parent=parent,
        level=1 if parent is None else 2,
        title=T,
        id_status="verified",
        likely_clause=None,
        points=None,
        points_status=PointsStatus.UNKNOWN,
        placeholder_points=points,
        excludable=True,
        mode=mode,
    )


def pack_of(groups: Mapping[str, Mapping[str, tuple[str, Mode]]]) -> Pack:
    """Make a pack of groups of leaves with points and mode; total is what the points add up to."""
    indicators: list[Indicator] = []
    for group, leaves in groups.items():
        made = [indicator(name, group, Decimal(points), mode) for name, (points, mode) in leaves.items()]
        summed = sum((leaf.placeholder_points for leaf in made), Decimal(0))
        indicators += [indicator(group, None, summed, None), *made]
    total = sum((found.placeholder_points for found in indicators if found.is_leaf), Decimal(0))
    return Pack(
        id="test",
        edition="2026.1",
        sha256="0" * 64,
        title=T,
        notice=T,
        basis=(),
        total=total,
        rules=RULES,
        levels=LEVELS,
        gates={},
        vetoes=(),
        cycle={},
        indicators=tuple(indicators),
        metrics={},
    )


def metrics_in(pack: Pack) -> list[str]:
    """Return the metrics that the leaves of a pack read, each once."""
    return list(dict.fromkeys(name for leaf in pack.leaves if leaf.mode for name in metrics_of(leaf.mode)))


def with_rules(pack: Pack, **changes: object) -> Pack:
    """Return the pack with other rules."""
    return replace(pack, rules=replace(pack.rules, **changes))  # type: ignore[arg-type]
