"""表决: each decision maker of the case votes for themselves; dissent is kept in words."""

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.states import Part
from wuxing.certification.decision import queries, rules
from wuxing.certification.decision.actions import apart
from wuxing.certification.decision.models import Proposal, Vote
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason


def why_not_vote(asked: Proposal, by: Actor) -> Reason | None:
    """Return why the actor does not vote on a proposal, or None."""
    certifier = cases.certifier_of(by)
    newest = queries.newest(asked.case_id)
    return rules.why_not_vote(
        member=certifier is not None and Part.DECIDER in cases.parts_of(asked.case_id, by),
        voted=certifier is not None and Vote.objects.filter(proposal=asked, certifier=certifier).exists(),
        newest=newest is not None and newest.pk == asked.pk,
        decided=queries.decision_on(asked.pk) is not None,
    ) or apart.why_not(asked.case, by, Part.DECIDER)


@transaction.atomic
def vote(*, proposal_id: int, choice: str, dissent: str = "", by: Actor) -> Vote:
    """表决: vote for, against or abstain; whether the voter stands apart from the case is asked again now.

    Raises NotAllowed, NotFound, BadInput (choice, no words to a dissent), RuleBroken (a conflict; voted; decided).
    """
    asked = queries.proposal(proposal_id)
    case = cases.lock(asked.case_id)
    certifier = apart.require(case, by, Part.DECIDER)
    refuse(why_not_vote(asked, by))
    if faults := rules.faults_of_vote(choice, dissent):
        raise BadInput(faults)

    made = Vote.objects.create(
        tenant_id=by.tenant_id, proposal=asked, certifier=certifier, choice=choice, dissent=dissent.strip()[:2000],
        at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "decision.vote", by=by, target=made, case=("case", case.pk), proposal=asked.pk, certifier=certifier.pk,
        choice=choice, dissent=made.dissent,
    )  # fmt: skip
    return made
