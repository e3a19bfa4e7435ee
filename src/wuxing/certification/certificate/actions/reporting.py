"""上报: note that a change of a certificate was reported to the authority (facts.md 2.6, 4.3 no. 8)."""

from datetime import date

from django.db import transaction

from wuxing.certification.certificate import rules
from wuxing.certification.certificate.models import CertificateEvent, NoticeReport
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say

REPORTED = frozenset({"issue", "suspend", "resume", "withdraw", "cancel", "expire", "replace", "rename", "correct"})
"""What the authority is told; evaluations and extensions change no state."""


def report_by(event: CertificateEvent) -> date:
    """Return by when a change is reported: within five working days."""
    return rules.workdays_after(event.at.date(), rules.NOTICE_WORKDAYS)


@transaction.atomic
def note_report(*, event_id: int, reported_on: date, receipt: str, by: Actor) -> NoticeReport:
    """上报回执: keep the authority's receipt of a change. Raises NotAllowed, NotFound, BadInput, RuleBroken (kept already)."""
    by.require(Permission.CASE_MANAGE)
    event = CertificateEvent.objects.select_related("certificate").filter(pk=event_id, event__in=REPORTED).first()
    if event is None:
        raise NotFound(say("there is no such change of a certificate here"))
    if NoticeReport.objects.filter(event=event).exists():
        raise RuleBroken(say("this change is reported already"))
    faults: dict[str, Reason] = {}
    if not event.at.date() <= reported_on <= clock.today(by.zone):
        faults["reported_on"] = say("it was reported between the change and today")
    if not receipt.strip():
        faults["receipt"] = say("fill this in")
    if faults:
        raise BadInput(faults)

    made = NoticeReport.objects.create(
        tenant_id=by.tenant_id, event=event, reported_on=reported_on, receipt=receipt.strip()[:200],
        by_user_id=by.user_id, at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "certificate.report", by=by, target=made, case=("case", event.certificate.case_id), event=event.event,
        number=event.certificate.number, reported_on=reported_on, receipt=made.receipt,
    )  # fmt: skip
    return made
