"""Who may say what in review and decision, and when it counts (ISO/IEC 17065 7.5, 7.6; facts.md 4.3). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wuxing.certification.cases.states import Kind, Stage
from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Level

ITEMS = (
    "agreement", "application", "plan", "sampling", "lost_points", "corrections", "exclusions", "overrides",
    "official", "impartiality",
)  # fmt: skip
"""What a reviewer looks at, each by itself."""
OF_A_HELD_ONE = frozenset({Kind.SURVEILLANCE, Kind.SPECIAL})
"""Cases that keep, lower, suspend or withdraw a certificate, and raise none."""
MEASURES = ("suspend", "withdraw")
HELD_MONTHS = 12


class Outcome(StrEnum):
    """What a reviewer concludes."""

    GRANT = "grant"
    REFUSE = "refuse"  # recommends not to grant
    RETURN = "return"  # back to the team


@dataclass(frozen=True, slots=True)
class Item:
    """A point of the checklist as the records have it. `must`: without it nobody recommends."""

    code: str
    found: Reason
    good: bool
    must: bool = False


@dataclass(frozen=True, slots=True)
class Ticked:
    """What the reviewer says to a point."""

    good: bool
    note: str = ""


def faults_of_checklist(items: Iterable[Item], ticked: Mapping[str, Ticked]) -> dict[str, Reason]:
    """Return which points a reviewer cannot find good, by field: what must be there, or differs without a word."""
    found: dict[str, Reason] = {}
    for item in items:
        said = ticked.get(item.code)
        if said is None or item.good or not said.good:
            continue
        if item.must:
            found[item.code] = say("this is not in order: %(found)s", found=item.found)
        elif not said.note.strip():
            found[item.code] = say("the records say otherwise; write why it is in order")
    return found


def faults_of_review(
    outcome: Outcome, items: Sequence[Item], ticked: Mapping[str, Ticked], level: str, reasons: str
) -> dict[str, Reason]:
    """Return what is missing or wrong in a review, by field."""
    if outcome is Outcome.RETURN:
        return {} if reasons.strip() else {"reasons": say("write what the team has to put right")}
    found = faults_of_checklist(items, ticked)
    for item in items:
        said = ticked.get(item.code)
        if item.code not in found and (said is None or not said.good):
            found[item.code] = say("a case is recommended when every point is in order; else return it")
    if outcome is Outcome.GRANT and not level:
        found["level"] = say("choose the level")
    if not reasons.strip():
        found["reasons"] = say("write on what the recommendation rests")
    return found


def why_not_review(stage: Stage, *, reported: bool) -> Reason | None:
    """Return why a case is not reviewed now, or None."""
    if stage is not Stage.UNDER_REVIEW:
        return say("a case is reviewed after the team has handed over its report")
    return None if reported else say("there is no report yet")


# levels


def reached(levels: Sequence[Level], score: Decimal, special_deductions: int, held_back_to: str) -> tuple[str, ...]:
    """Return the levels that a score reaches, lowest first.

    `held_back_to` is the highest level by every gate of the scheme as the score was kept; empty: none.
    """
    most = next((level.min for level in levels if level.id == held_back_to), None)
    if most is None:
        return ()
    rising = sorted(levels, key=lambda level: level.min)
    return tuple(
        level.id
        for level in rising
        if level.min <= min(score, most) and special_deductions <= level.max_special_deductions
    )


def why_not_level(level: str, reaches: Sequence[str], score: Decimal) -> Reason | None:
    """Return why nobody grants a level, or None."""
    if not reaches:
        return say("the score %(score)s reaches no level", score=score)
    if level not in reaches:
        return say("the score %(score)s does not reach this level", score=score)
    return None


def why_not_star(
    level: Level, *, at_once: bool, held_since: date | None, day: date, outstanding: bool
) -> Reason | None:
    """Return why a starred level is not granted yet, or None: by some rules a year at the pass level comes first."""
    if at_once or not level.stars or outstanding:
        return None
    if (
        held_since
        and (day.year - held_since.year) * 12 + day.month - held_since.month - (day.day < held_since.day) >= HELD_MONTHS
    ):
        return None
    return say("by the body's rule stars follow a year at the pass level, unless results are outstanding")


def why_not_above_held(kind: Kind, level: str, held: str | None, levels: Sequence[Level]) -> Reason | None:
    """Return why a surveillance does not lead to a level, or None: it raises none."""
    if kind not in OF_A_HELD_ONE or held is None:
        return None
    order = {one.id: one.min for one in levels}
    if order.get(level, Decimal(0)) > order.get(held, Decimal(0)):
        return say("a surveillance raises no level; that takes a case of change or renewal")
    return None


# votes


class Standing(StrEnum):
    """Where a proposal stands by its votes."""

    SHORT = "short"  # of the quorum
    TIED = "tied"
    LOST = "lost"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Count:
    """The votes of a proposal."""

    quorum: int
    members: int
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0

    @property
    def voters(self) -> int:
        """Return how many have voted; who abstains is counted for the quorum."""
        return self.votes_for + self.votes_against + self.abstained

    @property
    def standing(self) -> Standing:
        """Return where the proposal stands: majority of the votes cast, when the quorum has voted."""
        if self.voters < self.quorum:
            return Standing.SHORT
        if self.votes_for == self.votes_against:
            return Standing.TIED
        return Standing.CARRIED if self.votes_for > self.votes_against else Standing.LOST


def why_not_decide(count: Count) -> Reason | None:
    """Return why nothing is decided by the votes, or None."""
    match count.standing:
        case Standing.SHORT:
            return say("%(voters)s of at least %(quorum)s have voted", voters=count.voters, quorum=count.quorum)
        case Standing.TIED:
            return say("the votes are even: nothing is decided; let the others vote, or make another proposal")
        case Standing.LOST:
            return say("the majority is against it; make another proposal")
        case Standing.CARRIED:
            return None


def why_not_propose(
    stage: Stage, *, reviewed: bool, members: int, quorum: int, members_least: int, open_count: Count | None
) -> Reason | None:
    """Return why nothing is proposed to the committee now, or None. `open_count`: the votes of the newest proposal."""
    if stage is not Stage.DECISION or not reviewed:
        return say("a decision is proposed after the reviewer has recommended one")
    least = max(quorum, members_least)
    if members < least:
        return say("the committee has %(members)s members; at least %(least)s are needed", members=members, least=least)
    if open_count is None or open_count.standing is Standing.LOST:
        return None
    if open_count.standing is Standing.TIED and open_count.voters >= open_count.members:
        return None
    return say("a proposal is being voted on")


def why_not_vote(*, member: bool, voted: bool, newest: bool, decided: bool) -> Reason | None:
    """Return why somebody does not vote on a proposal, or None."""
    if not member:
        return say("only the decision makers assigned to this case vote")
    if decided:
        return say("this proposal is decided")
    if not newest:
        return say("another proposal stands in its place")
    return say("you have voted already; a vote stands") if voted else None


def faults_of_vote(choice: str, dissent: str) -> dict[str, Reason]:
    """Return what is missing in a vote, by field: who votes against says why."""
    if choice not in {"for", "against", "abstain"}:
        return {"choice": say("choose one of the list")}
    if choice == "against" and not dissent.strip():
        return {"dissent": say("write why you dissent")}
    return {}
