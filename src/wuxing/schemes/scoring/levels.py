"""Which levels each end of the score reaches, and what holds a level back. An unknown gate never opens."""

from collections.abc import Mapping
from decimal import Decimal

from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.packs.structure import Level, Pack
from wuxing.schemes.scoring.results import Inputs, Interval, LevelResult

SPECIAL_DEDUCTIONS = "special_deductions"


def levels_for(pack: Pack, inputs: Inputs, ends: Interval) -> tuple[LevelResult, ...]:
    """Return every level of the scheme with the ends that reach it."""
    return tuple(
        _level(pack, level, inputs, ends) if level.gates or pack.vetoes else _plain(pack, level, inputs, ends)
        for level in pack.levels
    )


def highest(pack: Pack, results: tuple[LevelResult, ...], end: str) -> str | None:
    """Return the id of the highest level that `end` (low, likely or high) reaches."""
    best: Level | None = None
    for level, result in zip(pack.levels, results, strict=True):
        if getattr(result, end) and (best is None or level.min > best.min):
            best = level
    return None if best is None else best.id


def _plain(pack: Pack, level: Level, inputs: Inputs, ends: Interval) -> LevelResult:
    """Return the result of a level that nothing but points and special deductions decides."""
    if _too_many(pack, level, inputs):
        return LevelResult(level.id, False, False, False, (SPECIAL_DEDUCTIONS,))
    likely = ends.likely is not None and ends.likely >= level.min
    return LevelResult(level.id, ends.low >= level.min, likely, ends.high >= level.min)


def _level(pack: Pack, level: Level, inputs: Inputs, ends: Interval) -> LevelResult:
    low, likely, high = (
        (False, ()) if value is None else _reaches(pack, level, inputs, value, hopeful=hopeful)
        for value, hopeful in ((ends.low, False), (ends.likely, False), (ends.high, True))
    )
    held_back = tuple(dict.fromkeys(low[1] + likely[1] + high[1]))
    return LevelResult(level.id, low[0], likely[0], high[0], held_back)


def _too_many(pack: Pack, level: Level, inputs: Inputs) -> bool:
    return inputs.special_deductions > min(level.max_special_deductions, pack.rules.deduction_fails_at - 1)


def _reaches(
    pack: Pack, level: Level, inputs: Inputs, value: Decimal, *, hopeful: bool
) -> tuple[bool, tuple[str, ...]]:
    """Say whether a score reaches a level, and what refuses; only the hopeful end passes what is unknown."""
    facts = _facts(inputs, value)
    refusals = []
    if _too_many(pack, level, inputs):
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
