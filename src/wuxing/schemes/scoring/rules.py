"""Score a pack. `score` is the one door; all arithmetic between input and output is exact."""

from collections.abc import Mapping
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import levels, points
from wuxing.schemes.scoring.explanation import Explanation
from wuxing.schemes.scoring.modes import without_last_known
from wuxing.schemes.scoring.reckoning import Reckoning
from wuxing.schemes.scoring.results import Inputs, Readiness
from wuxing.schemes.scoring.tables import tables_for

NOTHING, EVERYTHING = Decimal(0), Decimal(1)


def score(pack: Pack, inputs: Inputs) -> Readiness:
    """Return readiness: low, likely and high score, the levels they reach, and each lost hundredth.

    Raises:
        ValueError: the inputs contradict the pack or themselves; the text says how.
    """
    tables = tables_for(pack, inputs.licensed)
    lacking = tables.lacking
    if inputs.exclusions:
        lacking = tuple(name for name in lacking if name not in inputs.exclusions)
    table = tables.rehearsal if lacking else tables.official
    if reason := why_not_score(pack, inputs, table.points):
        raise ValueError(reason)
    metrics = inputs.metrics if "last_known" in pack.rules.likely else without_last_known(inputs.metrics)
    reckoning = Reckoning(pack, inputs, table, metrics)
    found = reckoning.settled()
    reached = levels.reached_for(pack, inputs, found.score)
    return Readiness(
        pack=pack.identity,
        score=found.score,
        level_low=reached.low,
        level_likely=reached.likely,
        level_high=reached.high,
        levels=reached.levels,
        applicable=found.applicable,
        known=found.known,
        special_deductions=inputs.special_deductions,
        special_bonus=inputs.special_bonus,
        rehearsal=bool(lacking),
        lacking_official=lacking,
        explanation=Explanation(pack, inputs, table, metrics, reckoning),
    )


def why_not_score(pack: Pack, inputs: Inputs, in_use: Mapping[str, Decimal]) -> Reason | None:
    """Return what is wrong with the inputs, or None."""
    if not pack.leaves:
        return say("the indicators of this scheme are not public; it is shown, not scored")
    if reason := _why_not_taken(inputs, in_use):
        return reason
    if min(inputs.special_deductions, inputs.special_bonus) < 0:
        return say("special deductions and the special bonus cannot be negative")
    if len(inputs.exclusions) == len(pack.leaves):
        return say("every indicator is excluded; nothing is left to score")
    return points.why_not_exclude(pack, inputs.exclusions, in_use)


def _why_not_taken(inputs: Inputs, in_use: Mapping[str, Decimal]) -> Reason | None:
    for name, value in inputs.metrics.items():
        last = value.last_known
        if not 0 <= value.ok <= value.n or (last is not None and not NOTHING <= last <= EVERYTHING):
            return say("metric %(id)s says %(ok)s of %(n)s; that is no share", id=name, ok=value.ok, n=value.n)
    for rulings in (inputs.rulings, inputs.overrides):
        for name, ruling in rulings.items():
            if name not in in_use:
                return say("%(id)s is no indicator with points of its own; rule on its single indicators", id=name)
            if not NOTHING <= ruling.ratio <= EVERYTHING:
                return say("the ruling on %(id)s must lie between 0 and 1", id=name)
    return None
