"""The company lets the team in to read its own records, as far and as long as the agreement says."""

from django.db import transaction

from wuxing.certification.agreement.models import AccessGrant
from wuxing.certification.agreement.queries import access
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.portal import client_actor
from wuxing.core import clock, engagements, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.models import Engagement, Tenant
from wuxing.core.tenants import in_tenant


@transaction.atomic
def let_in(*, body: Tenant, case_id: int, by: Actor) -> list[Engagement]:
    """开放查阅: let everybody of the team in who is not yet; `by` acts in the company, the body's case keeps note of it.

    Raises NotAllowed, NotFound (no case of this company), RuleBroken (not signed; over; nobody; a member of the company).
    """
    by.require(Permission.ENGAGEMENT_GRANT)
    offer = access.offer(body, case_id, by.tenant_id)
    refuse(offer.reason)
    assert offer.starts_on is not None
    assert offer.ends_on is not None
    starts_on = max(offer.starts_on, clock.today(by.zone))

    made = {
        member.certifier_id: engagements.grant(
            username=member.username, body=body.name, purpose=offer.case.number, starts_on=starts_on,
            ends_on=offer.ends_on, areas=offer.areas, by=by,
        )
        for member in offer.waiting
    }  # fmt: skip
    with in_tenant(body.pk):
        _note(offer, made, by)
    return list(made.values())


def _note(offer: access.Offer, made: dict[int, Engagement], by: Actor) -> None:
    """Keep in the body's case whom the company let in."""
    actor = client_actor(offer.body, offer.case.client.name)
    for certifier_id, engagement in made.items():
        row = AccessGrant.objects.create(
            tenant_id=offer.body.pk, case=offer.case, certifier_id=certifier_id, company_id=by.tenant_id,
            engagement_id=engagement.pk, areas=list(offer.areas), starts_on=engagement.starts_on,
            ends_on=engagement.ends_on, at=clock.now(),
        )  # fmt: skip
        ledger.record(
            "agreement.let_in", by=actor, target=row, case=("case", offer.case.pk), certifier=certifier_id,
            areas=row.areas, starts_on=row.starts_on, ends_on=row.ends_on,
        )  # fmt: skip
