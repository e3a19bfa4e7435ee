"""Nobody evaluates their own work; nothing is reported half done. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.schemes.scoring.results import IndicatorResult, Inputs, Ruling

EVERY_MONTHS = 12
"""At least once in twelve months, as surveillance: a default of ours, see docs/procedures/16-self-assessment.md."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an evaluator says of a leaf."""

    leaf: str
    ratio: Decimal
    text: str
    evaluator: str


def why_not_assign(*, evaluator: int, owner: int | None, may_evaluate: bool) -> Reason | None:
    """Return why this person may not evaluate a leaf, or None."""
    if owner == evaluator:
        return say("nobody evaluates their own work: choose another evaluator than the owner")
    if not may_evaluate:
        return say("this person's role does not evaluate; give them the role, or choose another")
    return None


def why_not_begin(*, unassigned: int) -> Reason | None:
    """Return why evaluating may not begin, or None."""
    if unassigned:
        return say("%(count)s indicators have no evaluator or no owner yet", count=unassigned)
    return None


def why_not_evaluate(*, is_evaluator: bool) -> Reason | None:
    """Return why this person may not say what they saw of a leaf, or None."""
    return None if is_evaluator else say("another person is assigned to this indicator")


def why_not_report(*, unseen: int) -> Reason | None:
    """Return why there can be no report, or None."""
    return say("%(count)s indicators are not evaluated yet", count=unseen) if unseen else None


def why_not_review(*, is_leader: bool) -> Reason | None:
    """Return why this person may not record the management review, or None: the leader does not review their own report."""
    return say("somebody else than the leader of the self-assessment reviews it") if is_leader else None


def inputs_with(pack: Pack, inputs: Inputs, seen: Iterable[Seen], agreed_by: str) -> Inputs:
    """Return the inputs of the scoring with what the evaluators saw, each beside the leader's name.

    On leaves that people decide, the evaluator's share counts; where records decide, it overrides them only when it
    differs from what they say.
    """
    rulings, overrides = dict(inputs.rulings), dict(inputs.overrides)
    for each in seen:
        leaf = pack.by_id[each.leaf]
        if each.leaf in inputs.exclusions or leaf.mode is None:
            continue
        ruling = Ruling(each.ratio, each.text, (each.evaluator, agreed_by))
        if isinstance(leaf.mode, Manual):
            rulings[each.leaf] = ruling
        elif metrics_of(leaf.mode):
            overrides[each.leaf] = ruling
    return replace(inputs, rulings=rulings, overrides=overrides)


def share_of(result: IndicatorResult) -> Decimal | None:
    """Return the share of a leaf that is decided without people, or None where it is not decided."""
    if not result.of or result.points.low != result.points.high:
        return None
    return (result.points.low / result.of).quantize(Decimal("0.0001"))


def differing(seen: Iterable[Seen], automatic: Mapping[str, Decimal | None]) -> list[Seen]:
    """Return what evaluators saw otherwise than the records say, or where the records say nothing."""
    return [each for each in seen if automatic.get(each.leaf) != each.ratio]


def is_due(last_reviewed: date | None, today: date) -> bool:
    """Say whether the next self-assessment should be planned: a year after the last one, or when there was none."""
    return last_reviewed is None or (today - last_reviewed).days > 365 - 30
