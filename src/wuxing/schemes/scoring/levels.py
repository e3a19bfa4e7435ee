"""Which levels each end of the score reaches, and what holds a level back. An unknown gate never opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.packs.structure import Level, Pack
from wuxing.schemes.scoring.results import Inputs, Interval, LevelResult

SPECIAL_DEDUCTIONS = "special_deductions"


@dataclass(frozen=True, slots=True)
class Reached:
    """Every level of the scheme with the ends that reach it, and the highest that each end reaches."""

    levels: tuple[LevelResult, ...]
    low: str | None
    likely: str | None
    high: str | None


def reached_for(pack: Pack, inputs: Inputs, ends: Interval) -> Reached:
    """Return which levels each end of the score reaches."""
    if inputs.special_deductions or pack.vetoes or pack.gates:
        return _reached(pack, tuple(_level(pack, level, inputs, ends) for level in pack.levels))
    low, likely, high = ends.low, ends.likely, ends.high  # nothing but points decides: few answers, kept with the pack
    key = tuple(
        (low >= level.min, likely is not None and likely >= level.min, high >= level.min) for level in pack.levels
    )
    kept = pack.levels_memo
    found = kept.get(key)
    if not isinstance(found, Reached):
        results = (LevelResult(level.id, *reaches) for level, reaches in zip(pack.levels, key, strict=True))
        found = kept[key] = _reached(pack, tuple(results))
    return found


def _reached(pack: Pack, results: tuple[LevelResult, ...]) -> Reached:
    return Reached(results, *(_highest(pack, results, end) for end in ("low", "likely", "high")))


def _highest(pack: Pack, results: tuple[LevelResult, ...], end: str) -> str | None:
    best: Level | None = None
    for level, result in zip(pack.levels, results, strict=True):
        if getattr(result, end) and (best is None or level.min > best.min):
            best = level
    return None if best is None else best.id


def _level(pack: Pack, level: Level, inputs: Inputs, ends: Interval) -> LevelResult:
    low, likely, high = (
        (False, ()) if value is None else _reaches(pack, level, inputs, value, hopeful=hopeful)
        for value, hopeful in ((ends.low, False), (ends.likely, False), (ends.high, True))
    )
    held_back = tuple(dict.fromkeys(low[1] + likely[1] + high[1]))
    return LevelResult(level.id, low[0], likely[0], high[0], held_back)


def _reaches(
    pack: Pack, level: Level, inputs: Inputs, value: Decimal, *, hopeful: bool
) -> tuple[bool, tuple[str, ...]]:
    """Say whether a score reaches a level, and what refuses; only the hopeful end passes what is unknown."""
    facts = _facts(inputs, value)
    refusals = []
    if inputs.special_deductions > min(level.max_special_deductions, pack.rules.deduction_fails_at - 1):
        refusals.append(SPECIAL_DEDUCTIONS)
    for name in level.gates:
        opened = judge(pack.gates[name].tree, facts)
        if not opened and not (opened is None and hopeful):
            refusals.append(name)
    for veto in pack.vetoes:
        met = judge(veto.condition.tree, facts)
        if met or (met is None and not hopeful):
            refusals.append(veto.id)
    return value >= level.min and not refusals, tuple(refusals)


def _facts(inputs: Inputs, value: Decimal) -> Mapping[str, Mapping[str, object]]:
    own = {
        "value": value,
        "special_deductions": inputs.special_deductions,
        "special_bonus": inputs.special_bonus,
    }
    return {**inputs.facts, "score": own}
