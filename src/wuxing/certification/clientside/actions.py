"""What a company does about its certification: apply at a body, hand over what its own records say."""

from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from wuxing.certification.application import actions as applications
from wuxing.certification.application.actions import Applied, Snapshot
from wuxing.certification.application.actions.snapshots import why_not_take
from wuxing.certification.application.models import ReadinessSnapshot, SentApplication
from wuxing.certification.application.states import Source
from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.clientside import queries, rules
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.ledger.queries import nodes
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments.actions import keep_assessment
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.readiness.queries import Report, report_for
from wuxing.proof.canonical import canonical


@transaction.atomic
def apply(*, body_slug: str, applied: Applied, by: Actor) -> SentApplication:
    """申请认证: apply at a body of this installation. The case is the body's; we keep its number and our link.

    Raises NotAllowed, NotFound (no such body), BadInput, RuleBroken.
    """
    by.require(Permission.CERTIFICATION_APPLY)
    body = queries.body(body_slug)
    with in_tenant(body.pk):
        received = applications.receive(
            applied=applied, source=Source.COMPANY, company_id=by.tenant_id, by=client_actor(body, by.name)
        )

    made = SentApplication.objects.create(
        tenant_id=by.tenant_id,
        body=body,
        body_name=body.name,
        slug=body.slug,
        case_number=received.case.number,
        body_case_id=received.case.pk,
        word=received.word,
        sent_by_id=by.user_id,
        sent_at=clock.now(),
    )
    ledger.record(
        "application.send", by=by, target=made, case=("sent_application", made.pk), body=body.pk,
        number=made.case_number, scheme=applied.scheme, target_level=applied.target_level,
    )  # fmt: skip
    return made


@transaction.atomic
def hand_over(*, body_slug: str, case_id: int, by: Actor) -> ReadinessSnapshot:
    """附上就绪快照: keep today's score under a number, and hand it over to the body, by one's own click.

    What goes over is the score, the ratio of each indicator, and what names them for ever; no record of ours does.
    Raises NotAllowed, NotFound (not our case), RuleBroken (the evaluation on site has begun; another scheme).
    """
    by.require(Permission.CERTIFICATION_APPLY)
    by.require(Permission.EVIDENCE_RULE)
    body, report = queries.body(body_slug), report_for(by)
    number = _asked(body, case_id, report.pack.id, by)
    kept = keep_assessment(report=report, title=f"{body.name} {number}"[:200], by=by)
    snapshot = _snapshot(report, kept, by)

    with in_tenant(body.pk):
        made = applications.take_snapshot(case_id=case_id, snapshot=snapshot, by=client_actor(body, by.name))
    ledger.record(
        "application.hand_over", by=by, target=kept, case=("assessment", kept.pk), body=body.pk, number=number,
        sha256=snapshot.sha256, log_size=snapshot.log_size, log_root=snapshot.log_root,
    )  # fmt: skip
    return made


def _asked(body: Tenant, case_id: int, scheme: str, by: Actor) -> str:
    """Return the number of our case when it takes a snapshot."""
    with in_tenant(body.pk):
        case = Case.objects.filter(pk=case_id, client__company_id=by.tenant_id).first()
        if case is None:
            raise NotFound(say("there is no such case here"))
        refuse(why_not_take(case, scheme))
        return case.number


def _snapshot(report: Report, kept: Assessment, by: Actor) -> Snapshot:
    """Return what is handed over, with its canonical text and the digest of that."""
    head = nodes.latest_head(by.tenant_id)
    told: dict[str, Any] = {
        "pack": kept.pack,
        "assessment": kept.number,
        "as_of": kept.as_of.isoformat(),
        "low": str(kept.low),
        "likely": None if kept.likely is None else str(kept.likely),
        "high": str(kept.high),
        "level": kept.level,
        "ratios": rules.ratios_of(report.pack, report.readiness),
        "log_size": head.size if head else 0,
        "log_root": head.root.hex() if head else "",
        "rehearsal": kept.rehearsal,
    }
    text = canonical(told)
    numbers = {"low": kept.low, "likely": kept.likely, "high": kept.high}
    day: date = kept.as_of
    return Snapshot(**(told | numbers | {"as_of": day}), text=text.decode(), sha256=sha256(text).hexdigest())
