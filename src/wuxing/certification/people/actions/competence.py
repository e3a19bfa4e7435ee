"""能力确认: grant and withdraw competence for scheme, trade and part (ISO/IEC 17065 6.1.2)."""

from datetime import date

from django.db import transaction

from wuxing.certification.cases.states import Part
from wuxing.certification.people import queries
from wuxing.certification.people.models import Competence
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


@transaction.atomic
def grant_competence(
    *, certifier_id: int, scheme: str, parts: list[str], basis: str, until: date, trade_code: str = "", by: Actor
) -> list[Competence]:
    """能力确认: somebody may take these parts in a scheme and trade until a day; no trade code: in every trade.

    What was granted before for the same stays readable and is withdrawn. Raises NotAllowed, NotFound, BadInput,
    RuleBroken (one's own).
    """
    by.require(Permission.CERTIFIER_MANAGE)
    found = queries.lock(certifier_id)
    today = clock.today(by.zone)
    if found.user_id is not None and found.user_id == by.user_id:
        raise RuleBroken(say("nobody finds themselves competent; somebody else grants it"))
    faults: dict[str, Reason] = {}
    if not scheme.strip():
        faults["scheme"] = say("choose a scheme")
    if not parts or not set(parts) <= set(Part):
        faults["parts"] = say("choose at least one of the listed parts")
    if not basis.strip():
        faults["basis"] = say("write what it rests on: education, registration, witnessed evaluations")
    if until <= today:
        faults["until"] = say("choose a day that is still to come")
    if faults:
        raise BadInput(faults)
    trade = queries.plainly(trade_code).upper()[:20]

    now = clock.now()
    same = Competence.objects.filter(
        certifier=found, scheme=scheme, trade_code=trade, part__in=parts, withdrawn_at__isnull=True
    )
    same.update(withdrawn_at=now, withdrawn_reason="renewed")
    made = [
        Competence.objects.create(
            tenant_id=by.tenant_id, certifier=found, scheme=scheme, trade_code=trade, part=part,
            basis=basis.strip()[:1000], granted_by_id=by.user_id, granted_on=today, until=until,
        )
        for part in dict.fromkeys(parts)
    ]  # fmt: skip
    ledger.record(
        "certifier.grant_competence", by=by, target=found, scheme=scheme, trade_code=trade, parts=sorted(set(parts)),
        until=until, basis=basis.strip()[:1000],
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_competence(*, competence_id: int, reason: str, by: Actor) -> Competence:
    """撤销能力确认: from now on somebody may not take a part. Raises NotAllowed, NotFound, BadInput (no reason)."""
    by.require(Permission.CERTIFIER_MANAGE)
    found = Competence.objects.select_for_update().filter(pk=competence_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound(say("there is no such competence, or it is withdrawn already"))
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})

    found.withdrawn_at, found.withdrawn_reason = clock.now(), reason.strip()[:500]
    found.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    ledger.record(
        "certifier.withdraw_competence", by=by, target=found, certifier=found.certifier_id, scheme=found.scheme,
        trade_code=found.trade_code, part=found.part, reason=found.withdrawn_reason,
    )  # fmt: skip
    return found
