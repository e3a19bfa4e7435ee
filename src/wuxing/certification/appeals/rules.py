"""Who may handle an appeal, when it is due, and what the score would be with another ruling. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from wuxing.certification.appeals.states import Kind, Outcome
from wuxing.certification.cases.states import APART, TEAM, Part, Stage
from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Inputs, Readiness, Ruling
from wuxing.schemes.scoring.rules import score

ADMIT_DAYS, HANDLE_DAYS, TELL_DAYS = 5, 30, 5
"""Defaults of ours, in calendar days: see docs/certification/10-appeals.md."""
APPEALABLE = frozenset(
    {
        Stage.REFUSED, Stage.FINDINGS, Stage.REPORT, Stage.UNDER_REVIEW, Stage.DECISION, Stage.GRANTED,
        Stage.NOT_GRANTED, Stage.CERTIFIED,
    }
)  # fmt: skip
REOPENS: Mapping[Stage, Stage] = {Stage.NOT_GRANTED: Stage.REPORT, Stage.REFUSED: Stage.APPLICATION_REVIEW}
_TEXT = 4000
TWO = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One disputed ruling changed: the share of an indicator, or a special deduction set aside."""

    dispute: int
    leaf: str = ""
    ratio: Decimal | None = None  # None: a special deduction


@dataclass(frozen=True, slots=True)
class Replay:
    """What a score is with changes, beside what it was."""

    before: Readiness
    after: Readiness

    @property
    def gained(self) -> Decimal:
        """Return by how much the score rises, to the hundredth."""
        return self.after.score.low - self.before.score.low

    @property
    def other_level(self) -> bool:
        """Say whether another level is reached."""
        return self.after.level_likely != self.before.level_likely


def changed(pack: Pack, inputs: Inputs, changes: Iterable[Change]) -> Inputs:
    """Return the inputs of a score with disputed rulings changed, and nothing else."""
    rulings, overrides, specials = dict(inputs.rulings), dict(inputs.overrides), inputs.special_deductions
    for one in changes:
        if one.ratio is None:
            specials = max(0, specials - 1)
            continue
        ruling = Ruling(one.ratio, "appeal", ("appeal: first", "appeal: second"))
        manual = isinstance(pack.by_id[one.leaf].mode, Manual)
        (rulings if manual and one.leaf not in overrides else overrides)[one.leaf] = ruling
    return replace(inputs, rulings=rulings, overrides=overrides, special_deductions=specials)


def replay(pack: Pack, inputs: Inputs, changes: Iterable[Change]) -> Replay:
    """重算: return a kept score beside the same score with disputed rulings changed."""
    return Replay(score(pack, inputs), score(pack, changed(pack, inputs, changes)))


def faults_of(text: str) -> dict[str, Reason]:
    """Return what is wrong with what somebody asks."""
    if not text.strip() or len(text) > _TEXT:
        return {"text": say("write what is wrong and what you ask for, in at most 4000 signs")}
    return {}


def why_not_receive(kind: Kind, stage: Stage | None) -> Reason | None:
    """Return why nothing can be sent about a case at its stage, or None."""
    if kind is Kind.APPEAL and stage not in APPEALABLE:
        return say("there is nothing to appeal against yet; send a complaint if something is wrong")
    return None


def why_not_dispute(leaves: Sequence[str], known: Iterable[str]) -> Reason | None:
    """Return why these indicators cannot be disputed, or None."""
    names = set(known)
    unknown = [leaf for leaf in leaves if leaf not in names]
    return say("there is no indicator %(id)s in this case", id=unknown[0]) if unknown else None


def why_not_refuse(parts: Iterable[Part]) -> Reason | None:
    """Return why this person may not turn an appeal away, or None: nobody who took part in the case."""
    if set(parts) & (TEAM | APART):
        return say("you took part in this case; somebody else says whether it is taken up")
    return None


def why_not_handle(*, is_handler: bool) -> Reason | None:
    """Return why this person may not look into an appeal, or None."""
    return None if is_handler else say("only the people assigned to it handle it")


def why_not_decide(*, is_handler: bool, handled_by: int | None, decider: int | None) -> Reason | None:
    """Return why this person may not decide an appeal, or None: another handler than who looked into it."""
    if not is_handler:
        return say("only the people assigned to it handle it")
    if decider is None or decider == handled_by:
        return say("who looked into it does not decide it; another handler does")
    return None


def why_not_conclude(outcome: Outcome, *, disputes: int, upheld: int) -> Reason | None:
    """Return why an outcome does not fit what is disputed, or None."""
    if outcome is Outcome.UPHELD and disputes and not upheld:
        return say("say which disputed rulings change, or reject it")
    if outcome is Outcome.REJECTED and upheld:
        return say("no ruling changes when it is rejected")
    return None


def due_after(step: str, today: date) -> date | None:
    """Return until when the next step is due."""
    days = {"receive": ADMIT_DAYS, "admit": HANDLE_DAYS, "handle": HANDLE_DAYS, "decide": TELL_DAYS}.get(step)
    return today + timedelta(days=days) if days else None
