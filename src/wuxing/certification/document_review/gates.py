"""What the document review keeps a case from."""

from collections.abc import Mapping, Sequence

from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.document_review import queries
from wuxing.core.reasons import Reason, say


@gates.before(Stage.PLANNED)
def papers_are_accepted(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """No plan of the visit before every reviewed document is accepted in its newest version."""
    return {
        case_id: say("%(count)s documents are not accepted yet", count=count)
        for case_id, count in queries.unaccepted(cases).items()
    }
