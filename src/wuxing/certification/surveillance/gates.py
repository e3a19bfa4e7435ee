"""What stands before the report of a case that was not evaluated: only a change of name goes there at once."""

from collections.abc import Mapping, Sequence

from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.surveillance.models import Alternative, Occasion
from wuxing.certification.surveillance.states import Method, What
from wuxing.core.reasons import Reason, say


@gates.before(Stage.REPORT)
def evaluated(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask of a case that comes straight from its agreement that it is a change of name that needs no evaluation."""
    straight = [case.pk for case in cases if case.stage == Stage.CONTRACTED]
    if not straight:
        return {}
    named = Occasion.objects.filter(case_id__in=straight, what=What.NAME.value).values("case_id")
    rows = Alternative.objects.filter(case_id__in=named, method=Method.WAIVED.value)
    waived = set(rows.values_list("case_id", flat=True))
    return {pk: say("the evaluation comes first") for pk in straight if pk not in waived}
