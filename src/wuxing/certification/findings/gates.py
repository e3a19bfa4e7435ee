"""What findings keep a case from."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q

from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import DONE, MUST_CORRECT
from wuxing.core import clock
from wuxing.core.reasons import Reason, say


@gates.before(Stage.REPORT, Stage.UNDER_REVIEW)
def corrections_are_verified(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """No report while a correction is not verified (facts.md 4.3 no. 5)."""
    today = clock.today()
    waiting = (
        Finding.objects.filter(case__in=[case.pk for case in cases], kind__in=[kind.value for kind in MUST_CORRECT])
        .exclude(state__in=[state.value for state in DONE])
        .values_list("case_id")
        .annotate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    )
    return {
        case_id: say("%(all)s corrections are not verified yet, %(late)s of them are overdue", all=count, late=late)
        if late
        else say("%(all)s corrections are not verified yet", all=count)
        for case_id, count, late in waiting.order_by("case_id")
    }
