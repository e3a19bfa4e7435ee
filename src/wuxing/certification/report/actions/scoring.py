"""评分: keep the score of a case as it stands, with everything it depends on."""

import json

from wuxing.certification.cases.models import Case
from wuxing.certification.report import queries
from wuxing.certification.report.models import CaseScore
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.evidence.readiness.queries import scored
from wuxing.evidence.readiness.rules import middle
from wuxing.schemes.licensing.queries import why_not_certify
from wuxing.schemes.scoring import storing

CLOSING, REPORT, APPEAL = "closing", "report", "appeal"


def keep_score(case: Case, purpose: str, by: Actor) -> CaseScore:
    """留存评分: keep the score of a case with all its inputs; for actions of this context, which have asked for permission."""
    found = queries.basis(case)
    readiness = scored(found.pack, found.inputs)
    text = storing.text_of(found.inputs)
    made = CaseScore.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        purpose=purpose,
        inputs=json.loads(text),
        low=readiness.score.low,
        likely=middle(readiness),
        high=readiness.score.high,
        level=readiness.level_likely or "",
        special_deductions=readiness.special_deductions,
        special_bonus=readiness.special_bonus,
        official=why_not_certify(case.tenant_id, found.pack, found.excluded) is None,
        made_by_id=by.user_id,
        made_at=clock.now(),
    )
    ledger.record(
        "score.keep", by=by, target=made, case=("case", case.pk), purpose=purpose, pack=case.pack, low=str(made.low),
        likely=str(made.likely), high=str(made.high), level=made.level, special_deductions=made.special_deductions,
        special_bonus=made.special_bonus, official=made.official,
    )  # fmt: skip
    return made
