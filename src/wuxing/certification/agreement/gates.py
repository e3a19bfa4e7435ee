"""No evaluation without an agreement that binds both sides (4.1.2); no decision and no certificate while fees are missing."""

from collections.abc import Mapping, Sequence

from wuxing.certification.agreement import queries, rules
from wuxing.certification.agreement.queries import Version
from wuxing.certification.agreement.states import Fee
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.programme.loading import REQUIRED_CLAUSES
from wuxing.core.reasons import Reason, say


@gates.before(Stage.CONTRACTED, Stage.DOCUMENT_REVIEW, Stage.DECISION, Stage.CERTIFIED)
def agreement_stands(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for an agreement signed by both sides, with every clause that 4.1.2 demands."""
    found = queries.standing_of(cases)
    return {case.pk: reason for case in cases if (reason := _why_not(found.get(case.pk)))}


def _why_not(version: Version | None) -> Reason | None:
    if version is None:
        return say("the agreement is missing: issue a quote")
    if not version.stands:
        return say("the agreement is not signed by both sides yet")
    held = [clause["code"] for clause in queries.content_of(version.row)["clauses"]]
    if missing := rules.missing_clauses(held, REQUIRED_CLAUSES):
        return say("the agreement lacks clauses: %(names)s", names=", ".join(missing))
    return None


@gates.before(Stage.DECISION)
def fees_are_paid(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask that every fee agreed for the evaluation is paid before a decision."""
    return _owed(cases, before_decision=True)


@gates.before(Stage.CERTIFIED)
def every_fee_is_paid(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask that every agreed fee is paid before the certificate (facts.md 4.3 no. 7)."""
    return _owed(cases, before_decision=False)


def _owed(cases: Sequence[Case], *, before_decision: bool) -> dict[int, Reason]:
    agreed, bills = queries.standing_of(cases), queries.bills_of(cases)
    found: dict[int, Reason] = {}
    for case in cases:
        version = agreed.get(case.pk)
        if version is None:
            continue  # that is said by the other gate
        fees = [Fee(row["kind"]) for row in queries.content_of(version.row)["fees"]]
        if reason := rules.owed(fees, bills.get(case.pk, []), before_decision=before_decision):
            found[case.pk] = reason
    return found
