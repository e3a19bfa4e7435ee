"""复核: the reviewer looks at everything, then recommends or returns the case (ISO/IEC 17065 7.5)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import advance, refuse
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.decision import checking, queries, rules
from wuxing.certification.decision.actions import apart
from wuxing.certification.decision.models import CaseReview
from wuxing.certification.decision.rules import Outcome, Ticked
from wuxing.certification.programme.queries import for_case
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer says. `level`: recommended, where a grant is."""

    outcome: Outcome
    reasons: str
    level: str = ""
    ticked: Mapping[str, Ticked] = field(default_factory=dict)


@transaction.atomic
def review(*, case_id: int, said: Reviewed, by: Actor) -> CaseReview:
    """复核: recommend a level, or not to grant, or return the case to the team with reasons.

    Raises NotAllowed, NotFound, BadInput (checklist, level, reasons), RuleBroken (not handed over; a conflict).
    """
    case = cases.lock(case_id)
    reviewer = apart.require(case, by, Part.REVIEWER)
    report = queries.last_report(case_id)
    refuse(rules.why_not_review(Stage(case.stage), reported=report is not None))
    assert report is not None
    items = checking.items(case)
    faults: dict[str, Reason] = rules.faults_of_review(said.outcome, items, said.ticked, said.level, said.reasons)
    if said.outcome is Outcome.GRANT and said.level:
        reason = rules.why_not_level(said.level, queries.reaches(case, report.score), report.score.low)
        faults |= {"level": reason} if reason else {}
    if faults:
        raise BadInput(faults)

    returned = said.outcome is Outcome.RETURN
    made = CaseReview.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        reviewer=reviewer,
        report=report,
        checklist={
            item.code: {
                "good": said.ticked[item.code].good if item.code in said.ticked else None,
                "note": said.ticked[item.code].note.strip()[:1000] if item.code in said.ticked else "",
                "found": str(item.found),
                "as_found": item.good,
            }
            for item in items
        },
        recommends=not returned,
        level=said.level if said.outcome is Outcome.GRANT else "",
        reasons=said.reasons.strip()[:4000],
        at=clock.now(),
    )
    ledger.record(
        "decision.review", by=by, target=made, case=("case", case.pk), outcome=said.outcome, level=made.level,
        report=report.version, reasons=made.reasons,
    )  # fmt: skip
    due = None if returned else clock.today(by.zone) + timedelta(days=for_case(case).windows.decision)
    advance(case, Stage.REPORT if returned else Stage.DECISION, by=by, due_on=due)
    return made
