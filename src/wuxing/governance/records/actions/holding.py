"""法律冻结: a hold on a class of records, a customer or a case. While it stands nothing that it covers is destroyed."""

from typing import Any

from django.db import transaction

from wuxing.core import background, clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.records import registry, rules
from wuxing.governance.records.models import LegalHold
from wuxing.governance.records.queries import holds
from wuxing.governance.records.states import Scope

SERIES = "LH"


@transaction.atomic
def place_hold(
    *, scope: str, reason: str, record_class: str = "", customer_id: int | None = None, case_number: str = "", by: Actor
) -> LegalHold:
    """法律冻结: forbid destroying and erasing what the hold covers, from now on (procedure 21).

    Raises NotAllowed, BadInput (no reason, nothing covered, no such class, customer or case).
    """
    by.require(Permission.RECORD_MANAGE)
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = say("say why: the dispute, the authority's letter and its number")
    covered = _covered(scope, record_class, customer_id, case_number, wrong)
    if wrong:
        raise BadInput(wrong)
    now = clock.now()

    hold = LegalHold.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number(SERIES, by=by, year=clock.today(by.zone).year),
        scope=scope,
        reason=reason.strip(),
        placed_by_id=by.user_id,
        placed_at=now,
        **covered,
    )
    case = (hold.case_type, hold.case_id) if hold.case_type and hold.case_id else None
    ledger.record("hold.place", by=by, target=hold, case=case, number=hold.number, reason=hold.reason, scope=scope)
    _count_again(by)
    return hold


def _covered(
    scope: str, record_class: str, customer_id: int | None, case_number: str, wrong: dict[str, str]
) -> dict[str, Any]:
    """Return the columns that say what is covered; note in `wrong` what is not there."""
    if refusal := rules.wrong_scope(scope):
        wrong["scope"] = refusal
    elif scope == Scope.RECORD_CLASS:
        if record_class not in registry.classes():
            wrong["record_class"] = say("choose a class of records")
        return {"record_class": record_class}
    elif scope == Scope.CUSTOMER:
        if not customer_id or not holds.is_customer(customer_id):
            wrong["customer_id"] = say("there is no customer of this number here")
        return {"customer_id": customer_id, "label": str(customer_id)}
    else:
        found = holds.case_numbered(case_number) if case_number.strip() else None
        if found is None:
            wrong["case_number"] = say("there is no case of this number here, for example WO-2026-000001")
        else:
            code, case_type, case_id, customer, number = found
            return {
                "record_class": code,
                "case_type": case_type,
                "case_id": case_id,
                "customer_id": customer,
                "label": number,
            }
    return {}


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: Actor) -> LegalHold:
    """解除冻结: let what the hold covered run its time again (procedure 21).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (lifted already).
    """
    by.require(Permission.RECORD_MANAGE)
    hold = LegalHold.objects.select_for_update().filter(pk=hold_id).first()
    if hold is None:
        raise NotFound(say("there is no such hold here"))
    if refusal := rules.why_not_lift(hold.lifted_at is not None):
        raise RuleBroken(refusal)
    if not reason.strip():
        raise BadInput({"reason": say("say why it is lifted: the dispute is settled, the authority has let go")})

    hold.lifted_at, hold.lifted_by_id, hold.lift_reason = clock.now(), by.user_id, reason.strip()
    hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    case = (hold.case_type, hold.case_id) if hold.case_type and hold.case_id else None
    ledger.record("hold.lift", by=by, target=hold, case=case, number=hold.number, reason=hold.lift_reason)
    _count_again(by)
    return hold


def _count_again(by: Actor) -> None:
    background.defer("records.count_all", by=by)
