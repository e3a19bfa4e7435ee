"""删减: an indicator that does not apply: proposed by one person of the team, decided by another."""

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.report import queries, rules
from wuxing.certification.report.models import CaseExclusion
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.reasons import say


@transaction.atomic
def propose_exclusion(*, case_id: int, leaf: str, reason: str, by: Actor) -> CaseExclusion:
    """提出删减: propose that an indicator does not apply to this client.

    Raises NotAllowed (not of the team), NotFound, BadInput (no reason), RuleBroken (the scheme does not let it be left out).
    """
    by.require(Permission.CASE_EVALUATE)
    case = cases.lock(case_id)
    cases.require_part(case.pk, by, Part.LEAD, Part.EVALUATOR)
    if faults := rules.faults_of(reason=reason):
        raise BadInput(faults)
    basis = queries.basis(case)
    others = [row.leaf for row in basis.exclusions if row.accepted is not False]
    refuse(
        rules.why_not_propose_exclusion(
            basis.pack, leaf, reason, others, basis.in_use, stage=Stage(case.stage)
        )
    )  # fmt: skip

    facts = {
        "reason": reason.strip(), "proposed_by_id": by.user_id, "proposed_at": clock.now(),
        "decided_by_id": None, "decided_at": None, "accepted": None,
    }  # fmt: skip
    made, _new = CaseExclusion.objects.update_or_create(
        tenant_id=by.tenant_id, case=case, leaf=leaf, defaults=facts, create_defaults=facts
    )
    ledger.record(
        "score.propose_exclusion", by=by, target=made, case=("case", case.pk), leaf=leaf, reason=made.reason
    )  # fmt: skip
    return made


@transaction.atomic
def decide_exclusion(*, case_id: int, exclusion_id: int, accept: bool, by: Actor) -> CaseExclusion:
    """决定删减: the officer or the team leader decides, never who proposed.

    Raises NotAllowed, NotFound, RuleBroken (one's own; decided already; after the closing meeting; over the limit).
    """
    case = cases.lock(case_id)
    _require_decider(case, by)
    found = queries.lock_exclusion(exclusion_id)
    if found.case_id != case.pk or found.accepted is not None:
        raise RuleBroken(say("this exclusion is decided already"))
    stage = Stage(case.stage)
    refuse(rules.why_not_decide_exclusion(proposed_by=found.proposed_by_id, decider=by.user_id, stage=stage))
    if accept:
        basis = queries.basis(case)
        refuse(
            rules.why_not_propose_exclusion(
                basis.pack, found.leaf, found.reason, basis.excluded, basis.in_use, stage=stage
            )
        )  # fmt: skip

    found.decided_by_id, found.decided_at, found.accepted = by.user_id, clock.now(), accept
    found.save(update_fields=["decided_by", "decided_at", "accepted"])
    ledger.record(
        "score.decide_exclusion", by=by, target=found, case=("case", case.pk), leaf=found.leaf, accepted=accept
    )  # fmt: skip
    return found


def may_decide(case: Case, by: Actor) -> bool:
    """Say whether the actor decides exclusions of a case: its officer, or the team leader."""
    if by.may(Permission.CASE_MANAGE) and case.officer_id == by.user_id:
        return True
    return by.may(Permission.CASE_EVALUATE) and Part.LEAD in cases.parts_of(case.pk, by)


def _require_decider(case: Case, by: Actor) -> None:
    if not may_decide(case, by):
        raise NotAllowed(say("the officer of this case or the team leader decides exclusions"))
