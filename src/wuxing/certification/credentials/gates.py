"""What must be there before a certificate is issued: its words can be printed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from wuxing.certification.cases.gates import before
from wuxing.certification.cases.models import Case, Client, Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.credentials import rules
from wuxing.config import fonts
from wuxing.core.reasons import Reason


@before(Stage.CERTIFIED)
def words_can_be_printed(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Hold a certificate up whose words would have gaps on paper, or whose sites are too many."""
    clients = {
        pk: texts
        for pk, *texts in Client.objects.filter(pk__in={case.client_id for case in cases}).values_list(
            "pk", "name", "name_en", "address"
        )
    }
    sites: dict[int, list[str]] = defaultdict(list)
    for case_id, name, address in Site.objects.filter(case__in=cases).values_list("case_id", "name", "address"):
        sites[case_id] += [name, address]
    known = fonts.covered()
    found: dict[int, Reason] = {}
    for case in cases:
        texts = [*clients[case.client_id], case.scope, case.products, *sites[case.pk]]
        reason = rules.why_not_list(len(sites[case.pk]) // 2) or rules.why_not_print(texts, known)
        if reason:
            found[case.pk] = reason
    return found
