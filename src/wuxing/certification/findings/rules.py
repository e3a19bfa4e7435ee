"""What findings do to the score, and what may be raised, corrected and closed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from wuxing.certification.cases.states import Stage
from wuxing.certification.findings.states import DONE, MUST_CORRECT, Grade, Kind, Source, State
from wuxing.core.reasons import Reason, say

PROPORTIONAL = "proportional"
_SIX_PLACES = Decimal("0.000001")
_HUNDREDTH = Decimal("0.01")
_LONGEST_EXTENSION = 90
_PAPER_DAYS = (7, 14)


def ratio_of(deduction: str, sample_size: int | None, failures: Sequence[int]) -> Decimal:
    """Return to which share an indicator is met, by its deduction findings: exact to six places, rounded down.

    An indicator that is taken whole is lost by any finding; of a proportional one the share of the sample that failed.
    """
    if not failures:
        return Decimal(1)
    if deduction != PROPORTIONAL or not sample_size:
        return Decimal(0)
    passed = max(0, sample_size - sum(failures))
    return (Decimal(passed) / sample_size).quantize(_SIX_PLACES, rounding=ROUND_DOWN)


def remaining(points: Decimal, deduction: str, sample_size: int | None, failures: Sequence[int]) -> Decimal:
    """Return what remains of an indicator's points beside its deduction findings, to the nearest hundredth."""
    if not failures:
        return points
    if deduction != PROPORTIONAL or not sample_size:
        return Decimal(0)
    passed = max(0, sample_size - sum(failures))
    return (points * passed / sample_size).quantize(_HUNDREDTH)


def points_of(points: Decimal, deduction: str, sample_size: int | None, failures: Sequence[int]) -> tuple[Decimal, ...]:
    """Return what each deduction finding of an indicator costs; together exactly what it loses.

    Evenly where one finding takes it whole, else by failures; hundredths that are left over go to the largest
    remainders, the earlier finding first.
    """
    if not failures:
        return ()
    lost = points - remaining(points, deduction, sample_size, failures)
    shares: list[int] = list(failures) if deduction == PROPORTIONAL and any(failures) else [1] * len(failures)
    whole = int(lost / _HUNDREDTH)
    total = sum(shares)
    given, rests = zip(*(divmod(whole * share, total) for share in shares), strict=True)
    first = sorted(range(len(shares)), key=lambda place: (-rests[place], place))[: whole - sum(given)]
    costs = [(count + int(place in first)) * _HUNDREDTH for place, count in enumerate(given)]
    costs[0] += lost - whole * _HUNDREDTH  # points finer than a hundredth
    return tuple(costs)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody found. `failures` of `sample_size` where the indicator is proportional."""

    kind: Kind
    text: str
    evidence: str = ""
    leaf: str = ""
    grade: Grade | None = None
    reason_code: str = ""  # of a special deduction
    sample_size: int | None = None
    failures: int | None = None
    site_id: int | None = None
    source: Source = Source.ON_SITE
    paper_id: int | None = None


def faults_of(seen: Seen, *, leaves: Sequence[str], reasons: Sequence[str], deduction: str) -> dict[str, Reason]:
    """Return what is missing or wrong in what somebody found, by field. `deduction`: how the named indicator loses points."""
    found: dict[str, Reason] = {}
    if not seen.text.strip() or len(seen.text) > 2000:
        found["text"] = say("write what was found, in at most 2000 signs")
    if len(seen.evidence) > 2000:
        found["evidence"] = say("at most 2000 signs")
    elif seen.kind in MUST_CORRECT | {Kind.BONUS} and not seen.evidence.strip():
        found["evidence"] = say("write on which evidence it rests: record, document, person's function, place")
    if (seen.leaf and seen.leaf not in leaves) or (seen.kind is Kind.DEDUCTION and not seen.leaf):
        found["leaf"] = say("choose the indicator it is about")
    if seen.kind in MUST_CORRECT and seen.grade is None:
        found["grade"] = say("say how grave it is")
    if seen.kind is Kind.SPECIAL and seen.reason_code not in reasons:
        found["reason_code"] = say("choose the reason of the special deduction")
    return found | _sample_faults(seen, deduction)


def _sample_faults(seen: Seen, deduction: str) -> dict[str, Reason]:
    if seen.kind is not Kind.DEDUCTION or deduction != PROPORTIONAL:
        return {}
    if not seen.sample_size or seen.sample_size < 1:
        return {"sample_size": say("write how many were looked at")}
    if not seen.failures or not 1 <= seen.failures <= seen.sample_size:
        return {"failures": say("write how many of them failed: at least one, at most all that were looked at")}
    return {}


def why_not_sample(sample_size: int | None, known: int | None) -> Reason | None:
    """Return why a finding cannot rest on a sample of this size, or None: an indicator has one sample."""
    if known is not None and sample_size is not None and sample_size != known:
        return say("the sample of this indicator has %(known)s, not %(given)s", known=known, given=sample_size)
    return None


_STAGES = {
    Source.DOCUMENT_REVIEW: frozenset({Stage.DOCUMENT_REVIEW}),
    Source.ON_SITE: frozenset({Stage.ON_SITE}),
    Source.FOLLOW_UP: frozenset({Stage.FINDINGS, Stage.REPORT}),
}


def why_not_raise(seen: Seen, *, stage: Stage, closed: bool) -> Reason | None:
    """Return why this cannot be raised now, or None.

    `closed`: the closing meeting is over. What is found later stands beside, and moves no indicator.
    """
    if stage not in _STAGES[seen.source]:
        if seen.source is Source.ON_SITE and closed:
            return say("the closing meeting is over; what is found now is raised as found in the follow-up")
        if seen.source is Source.DOCUMENT_REVIEW:
            return say("this is raised while the documents are reviewed")
        return say("this is raised while the team is on site, before the closing meeting")
    if seen.source is Source.DOCUMENT_REVIEW and seen.kind is not Kind.OBSERVATION:
        return say("a finding on a document costs no points by itself; carry it on as a deduction on site")
    if seen.source is Source.FOLLOW_UP and seen.kind not in {Kind.SPECIAL, Kind.OBSERVATION}:
        return say(
            "after the closing meeting a share changes by an override only; raise a special deduction or observe"
        )
    return None


def why_not_judge_leaf(leaf: str, *, leads: bool, leaves: frozenset[str] | None) -> Reason | None:
    """Return why somebody of the team may raise nothing on an indicator, or None. `leaves`: None stands for all."""
    if not leaf or leads or leaves is None or leaf in leaves:
        return None
    return say("another member of the team evaluates this indicator")


def is_asked(kind: Kind, source: Source) -> bool:
    """Say whether the client has to correct something."""
    return kind in MUST_CORRECT or (kind is Kind.OBSERVATION and source is Source.DOCUMENT_REVIEW)


def due_for(source: Source, today: date, *, correction: int, document_correction: int) -> date:
    """Return until when a correction is due; for a document between one and two weeks."""
    least, most = _PAPER_DAYS
    days = min(most, max(least, document_correction)) if source is Source.DOCUMENT_REVIEW else correction
    return today + timedelta(days=days)


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    """Say whether something that is due has passed its day."""
    return state not in DONE and due_on is not None and due_on < today


def why_not_change(state: State, *, closed: bool) -> Reason | None:
    """Return why the words of a finding cannot change any more, or None."""
    if closed:
        return say("the closing meeting is over; what a finding says stands")
    if state in DONE:
        return say("this finding is closed; raise another")
    return None


def why_not_ask(kind: Kind, source: Source) -> Reason | None:
    """Return why a client corrects nothing here, or None."""
    if source is Source.DOCUMENT_REVIEW:
        return say("this is put right by a better version of the document")
    if kind not in MUST_CORRECT:
        return say("nothing has to be corrected here")
    return None


def why_not_correct(stage: Stage) -> Reason | None:
    """Return why the correction of a finding cannot go on at a stage, or None."""
    if stage is Stage.FINDINGS:
        return None
    if stage in {Stage.ON_SITE, Stage.PLANNED, Stage.DOCUMENT_REVIEW}:
        return say("corrections begin after the closing meeting")
    return say("corrections are over for this case; a new finding would begin them again")


def why_not_on_the_spot(source: Source, stage: Stage, *, closed: bool) -> Reason | None:
    """Return why a finding cannot be closed as corrected on the spot, or None."""
    if closed or stage is not Stage.ON_SITE or source is not Source.ON_SITE:
        return say("only what was corrected before the closing meeting is closed on the spot")
    return None


def needs_file(kind: Kind, grade: Grade | None) -> bool:
    """Say whether words are not enough to close a finding."""
    return kind is Kind.SPECIAL or grade is Grade.MAJOR


def why_not_verify(kind: Kind, grade: Grade | None, *, shown: bool) -> Reason | None:
    """Return why a finding cannot be closed by what was shown, or None."""
    if needs_file(kind, grade) and not shown:
        return say("a major finding or special deduction needs a file that shows the correction")
    return None


def why_not_plan_for(due_on: date, today: date, limit: date | None) -> Reason | None:
    """Return why a client cannot plan for a day, or None."""
    if due_on < today:
        return say("choose a day that is still to come")
    if limit is not None and due_on > max(limit, today):
        return say("the correction is due on %(day)s; ask for more time if that is not enough", day=limit.isoformat())
    return None


def why_not_extend(state: State, due_on: date | None) -> Reason | None:
    """Return why no more time can be given, or None."""
    if state in DONE or due_on is None:
        return say("nothing is due here")
    return None


def why_not_extend_to(wanted: date, due_on: date | None, today: date) -> Reason | None:
    """Return why a correction cannot be due on a later day, or None."""
    if wanted < today or (due_on is not None and wanted <= due_on):
        return say("choose a later day than before")
    if due_on is not None and wanted > due_on + timedelta(days=_LONGEST_EXTENSION):
        return say("at most %(days)s days more", days=_LONGEST_EXTENSION)
    return None
