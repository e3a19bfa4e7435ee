"""The one way in which something happens to a certificate: event first, then the state, then the ledger."""

from datetime import date
from typing import Any

from wuxing.certification.cases.models import Case
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor


def happen(
    found: Certificate,
    event: str,
    *,
    by: Actor,
    reason: str,
    after: State | None = None,
    reason_code: str = "",
    evidence: str = "",
    until: date | None = None,
    case: Case | None = None,
    proposed_by: int | None = None,
    **changes: Any,
) -> CertificateEvent:
    """Let an event happen to a locked certificate; `changes` are columns that move with it.

    For actions of this package, which have asked for permission and the rules.
    """
    before = "" if event == "issue" else found.state
    now_in = after or State(found.state)
    made = CertificateEvent.objects.create(
        tenant_id=by.tenant_id,
        certificate=found,
        event=event,
        before=before,
        after=now_in.value,
        reason_code=reason_code,
        reason=reason.strip()[:2000],
        evidence=evidence.strip()[:2000],
        until=until,
        case=case,
        proposed_by_id=proposed_by,
        by_user_id=by.user_id,
        by_name=by.name[:100],
        at=clock.now(),
    )
    if now_in != found.state:
        changes["state"] = now_in.value
        changes["suspended_until"] = until if now_in is State.SUSPENDED else None
    for name, value in changes.items():
        setattr(found, name, value)
    if changes:
        found.save(update_fields=sorted(changes))
    ledger.record(
        f"certificate.{event}", by=by, target=found, case=("case", case.pk if case else found.case_id),
        number=found.number, before=before, after=now_in, reason_code=reason_code, reason=made.reason,
        evidence=made.evidence, until=until, proposed_by=proposed_by,
    )  # fmt: skip
    _follow(found, made, by)
    return made


def _follow(found: Certificate, made: CertificateEvent, by: Actor) -> None:
    from wuxing.certification import following  # it reads certificates in turn

    following.follow(found, made, by=by)


def tell(found: Certificate, kind: Kind, *, by: Actor, reasons: str, due: date | None = None) -> None:
    """Write to the holder of a certificate what happened to it."""
    letters.write(
        kind, by=by, case=found.case, certificate_id=found.pk, reasons=reasons,
        due=due.isoformat() if due else "", certificate=found.number,
    )  # fmt: skip
