"""What is seen of an indicator, and what must be seen before the closing meeting. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import rules as findings
from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Indicator

_FOUR_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Looked:
    """What an evaluator writes of an indicator."""

    text: str
    sample_size: int | None = None
    override_reason: str = ""


def ratio_for(leaf: Indicator, sample_size: int | None, failures: Sequence[int]) -> Decimal:
    """Return to which share an indicator is met by its findings."""
    return findings.ratio_of(leaf.deduction, sample_size, failures)


def differs(ratio: Decimal | None, automatic: Decimal | None) -> bool:
    """Say whether the evaluator's share is another than that of the client's records, as exact as these are."""
    if ratio is None or automatic is None:
        return False
    return ratio.quantize(_FOUR_PLACES, ROUND_DOWN) != automatic.quantize(_FOUR_PLACES, ROUND_DOWN)


def is_manual(leaf: Indicator) -> bool:
    """Say whether people alone decide an indicator: two of them then."""
    return isinstance(leaf.mode, Manual)


def is_proportional(leaf: Indicator) -> bool:
    """Say whether an indicator loses points by the share of a sample."""
    return leaf.deduction == findings.PROPORTIONAL


def faults_of(looked: Looked, leaf: Indicator, failures: Sequence[int], automatic: Decimal | None) -> dict[str, Reason]:
    """Return what is missing in what an evaluator writes, by field."""
    found: dict[str, Reason] = {}
    if not looked.text.strip() or len(looked.text) > 4000:
        found["text"] = say("write what you looked at and what you saw, in at most 4000 signs")
    if is_proportional(leaf):
        if not looked.sample_size or looked.sample_size < 1:
            found["sample_size"] = say("write how many were looked at")
        elif sum(failures) > looked.sample_size:
            found["sample_size"] = say(
                "the findings name %(failures)s failures; the sample cannot be smaller", failures=sum(failures)
            )
    ratio = ratio_for(leaf, looked.sample_size, failures)
    if not found and differs(ratio, automatic) and not looked.override_reason.strip():
        found["override_reason"] = say("the records say otherwise: write why you judge differently; both values stay")
    if len(looked.override_reason) > 1000:
        found["override_reason"] = say("at most %(limit)s characters", limit=1000)
    return found


def why_not_see(*, stage: Stage, closed: bool, applicable: bool, assigned: bool) -> Reason | None:
    """Return why nothing can be written of an indicator now, or None."""
    if closed:
        return say("the closing meeting is over; what was seen stands")
    if stage is not Stage.ON_SITE:
        return say("checklists are filled in on site, after the opening meeting")
    if not applicable:
        return say("this indicator is excluded in this case")
    if not assigned:
        return say("another member of the team evaluates this indicator")
    return None


def why_not_confirm(*, manual: bool, seen: bool, is_evaluator: bool, confirmed: bool) -> Reason | None:
    """Return why somebody may not stand beside what an evaluator saw, or None."""
    if not manual:
        return say("the findings alone decide this indicator; it needs no second person")
    if not seen:
        return say("nobody has seen this indicator yet")
    if is_evaluator:
        return say("somebody else than the evaluator confirms it")
    if confirmed:
        return say("it is confirmed already")
    return None


@dataclass(frozen=True, slots=True)
class Seen:
    """Where the checklist of an indicator stands."""

    leaf: str
    seen: bool = False
    differs: bool = False
    reasoned: bool = False
    manual: bool = False
    confirmed: bool = False


def gaps(sheets: Mapping[str, Seen], leaves: Sequence[str]) -> list[Reason]:
    """Return what is missing of the checklists before the closing meeting."""
    unseen = [leaf for leaf in leaves if leaf not in sheets or not sheets[leaf].seen]
    looked = [sheets[leaf] for leaf in leaves if leaf in sheets and sheets[leaf].seen]
    unsaid = [one.leaf for one in looked if one.differs and not one.reasoned]
    alone = [one.leaf for one in looked if one.manual and not one.confirmed]
    found: list[Reason] = []
    if unseen:
        found.append(say("not seen yet: %(count)s indicators (%(leaves)s)", count=len(unseen), leaves=_some(unseen)))
    if unsaid:
        found.append(say("say why you judge otherwise than the records: %(leaves)s", leaves=_some(unsaid)))
    if alone:
        found.append(say("a second person confirms these indicators first: %(leaves)s", leaves=_some(alone)))
    return found


def _some(names: Sequence[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
