"""From what was seen to the inputs of the score; who may exclude and override, and when. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings.rules import ratio_of
from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.modes import Manual, Mode
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.points import Points, why_not_exclude
from wuxing.schemes.scoring.results import Exclusion, Inputs, Ruling

ONE, TWO = Decimal(1), 2
_SHEET = Decimal("0.000001")
_SCORING = Decimal("0.000000001")
_TEXT = 1000
PROPOSE_EXCLUSION = frozenset({Stage.CONTRACTED, Stage.DOCUMENT_REVIEW, Stage.PLANNED, Stage.ON_SITE})
OVERRIDE = frozenset({Stage.FINDINGS, Stage.REPORT, Stage.UNDER_REVIEW})
PROPOSERS = frozenset({Part.LEAD, Part.EVALUATOR, Part.REVIEWER})


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody saw of an indicator: a sheet, or a sheet with an override in its place."""

    leaf: str
    ratio: Decimal | None
    sample_size: int | None = None
    text: str = ""
    ruled_by: tuple[str, ...] = ()


def refined(ratio: Decimal, sample_size: int | None) -> Decimal:
    """Return a ratio as the scoring takes it: of a sample the quotient itself, so that a third of three points is one point.

    Six places of a sheet cannot hold a third; nine, rounded up, lose no hundredth when the score is rounded down.
    """
    if not sample_size or ratio in (Decimal(0), ONE):
        return ratio
    passed = int((ratio * sample_size).to_integral_value())
    share = Decimal(passed) / sample_size
    return share.quantize(_SCORING, rounding=ROUND_CEILING) if abs(share - ratio) < _SHEET else ratio


def needs_two(mode: Mode | None) -> bool:
    """Say whether two persons have to stand behind what is said of an indicator: where people alone decide it."""
    return isinstance(mode, Manual) and mode.two_person


def inputs_with(
    pack: Pack,
    lines: Iterable[Line],
    exclusions: Mapping[str, Exclusion],
    *,
    special_deductions: int,
    special_bonus: int,
    licensed: Points,
) -> Inputs:
    """Return the inputs of a case's score. What is not seen, or by one person only where two are asked for, is unknown."""
    rulings: dict[str, Ruling] = {}
    overrides: dict[str, Ruling] = {}
    for line in lines:
        indicator = pack.by_id.get(line.leaf)
        if indicator is None or indicator.mode is None or line.ratio is None or line.leaf in exclusions:
            continue
        if needs_two(indicator.mode) and len(set(line.ruled_by)) < TWO:
            continue
        ruling = Ruling(refined(line.ratio, line.sample_size), line.text, line.ruled_by)
        (rulings if isinstance(indicator.mode, Manual) else overrides)[line.leaf] = ruling
    return Inputs(
        rulings=rulings,
        overrides=overrides,
        exclusions=dict(exclusions),
        special_deductions=special_deductions,
        special_bonus=min(special_bonus, pack.rules.bonus_max),
        licensed=dict(licensed),
    )


def why_not_propose_exclusion(
    pack: Pack, leaf: str, reason: str, others: Iterable[str], in_use: Points, *, stage: Stage
) -> Reason | None:
    """删减: return why an indicator may not be left out, or None; `others` are left out already or wait to be."""
    if stage not in PROPOSE_EXCLUSION:
        return say("exclusions are settled before the closing meeting, from the signed agreement on")
    taken = list(others)
    if leaf in taken:
        return say("this indicator is excluded already, or its exclusion waits to be decided")
    asked = {name: Exclusion("—", "—") for name in taken} | {leaf: Exclusion(reason or "—", "—")}
    return why_not_exclude(pack, asked, in_use)


def why_not_decide_exclusion(*, proposed_by: int | None, decider: int | None, stage: Stage) -> Reason | None:
    """Return why this person may not decide an exclusion, or None: never who proposed it."""
    if stage not in PROPOSE_EXCLUSION:
        return say("exclusions are settled before the closing meeting, from the signed agreement on")
    if decider is None or decider == proposed_by:
        return say("who proposed an exclusion does not decide it; another person does")
    return None


def why_not_override(
    *, stage: Stage, closed: bool, leaf_known: bool, before: Decimal, after: Decimal, waiting: bool
) -> Reason | None:
    """更正: return why the share of an indicator may not be changed so, or None."""
    if not closed or stage not in OVERRIDE:
        return say("a share is overridden after the closing meeting and before the decision only")
    if not leaf_known:
        return say("choose an indicator of the scheme that is not excluded")
    if waiting:
        return say("a change of this indicator waits to be confirmed already")
    if not 0 <= after <= 1 or after != after.quantize(_SHEET):
        return say("write a share from 0 to 100 per cent with at most four decimal places")
    if after == before:
        return say("this is the share that counts already")
    return None


def why_not_confirm(*, proposed_by: int | None, confirmer: int | None, involved: bool) -> Reason | None:
    """Return why this person may not confirm a change, or None: another than the proposer, with a part in the case."""
    if confirmer is None or confirmer == proposed_by:
        return say("who proposed a change does not confirm it; another person does")
    if not involved:
        return say("somebody of the team or the reviewer of this case confirms it")
    return None


def faults_of(**texts: str) -> dict[str, Reason]:
    """Return what is wrong with reasons that somebody wrote, by field."""
    return {
        name: say("write the reason, in at most 1000 signs")
        for name, text in texts.items()
        if not text.strip() or len(text) > _TEXT
    }


@dataclass(frozen=True, slots=True)
class Cause:
    """A deduction finding as far as the score asks: which indicator, how many of how many failed."""

    leaf: str
    number: int
    sample_size: int | None = None
    failures: int | None = None


def unexplained(
    pack: Pack, ratios: Mapping[str, Decimal | None], samples: Mapping[str, int | None], causes: Iterable[Cause],
    settled: Iterable[str],
) -> list[str]:  # fmt: skip
    """Return the indicators whose share is not exactly what their findings say; `settled` ones are excluded or overridden."""
    by_leaf: dict[str, list[Cause]] = {}
    for cause in causes:
        by_leaf.setdefault(cause.leaf, []).append(cause)
    done = set(settled)
    found = []
    for leaf in pack.leaves:
        ratio, named = ratios.get(leaf.id), by_leaf.get(leaf.id, [])
        if leaf.id in done or ratio is None or (ratio == ONE and not named):
            continue
        size = samples.get(leaf.id) or next((one.sample_size for one in named if one.sample_size), None)
        if abs(ratio_of(leaf.deduction, size, [one.failures or 0 for one in named]) - ratio) > _SHEET:
            found.append(leaf.id)
    return found


def why_not_hand_over(
    *, unseen: Sequence[str], unexplained: Sequence[str], scored: bool, current: bool, reported: bool
) -> Reason | None:
    """移交复核: return what is missing before the report goes to the reviewer, or None."""
    if unseen:
        return say(
            "%(count)s indicators have no share and are not excluded: %(some)s", count=len(unseen), some=_some(unseen)
        )
    if unexplained:
        return say(
            "the lost points of %(some)s are not what their findings say; override the share with its reason",
            some=_some(unexplained),
        )
    if not scored:
        return say("write the report first; it keeps the score")
    if not current:
        return say("something changed after the score was kept; write the report anew")
    if not reported:
        return say("write the report of the score that was kept last")
    return None


def _some(leaves: Sequence[str]) -> str:
    return ", ".join(leaves[:4]) + ("…" if len(leaves) > 4 else "")


def shares_of(lost: Decimal, causes: Sequence[Cause]) -> list[Decimal]:
    """Return what each finding of an indicator costs of its lost points: by failures, else evenly; together exactly those."""
    weights = [one.failures or 0 for one in causes]
    if not sum(weights):
        weights = [1] * len(causes)
    cents = int(lost * 100)
    given = [cents * weight // sum(weights) for weight in weights]
    order = sorted(range(len(causes)), key=lambda place: (-(cents * weights[place] % sum(weights)), place))
    for place in order[: cents - sum(given)]:
        given[place] += 1
    return [Decimal(count).scaleb(-2) for count in given]
