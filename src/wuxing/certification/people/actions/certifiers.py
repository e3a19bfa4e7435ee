"""认证人员: who works for the body, under which contract and registration. One registration, one body (facts.md 4.3)."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from wuxing.certification.cases.models import CaseRole
from wuxing.certification.people import queries
from wuxing.certification.people.models import Certifier
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept about somebody besides their name."""

    employment: str
    contract_from: date
    contract_until: date | None = None
    registration: str = ""
    level: str = ""
    registered_until: date | None = None
    days_a_month: Decimal = Decimal(15)


def _why_not_kept(facts: Facts) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if facts.employment not in Certifier.Employment.values:
        faults["employment"] = say("choose one of the list")
    if facts.level not in Certifier.Level.values:
        faults["level"] = say("choose one of the list")
    if bool(facts.registration.strip()) != bool(facts.level):
        faults["registration"] = say("a registration has a number and a level; write both or neither")
    if facts.contract_until is not None and facts.contract_until < facts.contract_from:
        faults["contract_until"] = say("the end lies before the beginning")
    if not 0 < facts.days_a_month <= 31:
        faults["days_a_month"] = say("write a number of days from 0.5 to 31")
    return faults


def _require_no_consultant(user_id: int | None) -> None:
    """Refuse somebody who works in a consultancy (facts.md 4.3 no. 10). Raises RuleBroken."""
    found = queries.consultancies_of(user_id) if user_id else []
    if found:
        raise RuleBroken(
            say(
                "works in the consultancy %(name)s: who advises companies does not certify them; end that "
                "membership first, and declare the tie",
                name=found[0],
            )
        )


def _kept(row: Certifier) -> Certifier:
    """Write somebody down; refuse a registration that is active, here or at another body. Raises BadInput."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_body_a_registration" in str(error):
            raise BadInput({"registration": _registered_elsewhere(row)}) from None
        if "one_certifier_a_user" in str(error):
            raise BadInput({"user_id": say("this member is in the list already")}) from None
        raise
    return row


def _registered_elsewhere(row: Certifier) -> Reason:
    here = Certifier.objects.filter(registration=row.registration, active=True).exclude(pk=row.pk).first()
    if here is not None:
        return say("%(name)s here has this registration number; see which one is wrong", name=here.name)
    return say(
        "this registration is active at another certification body, and nobody works for two: they end it there first"
    )


@transaction.atomic
def add_certifier(*, facts: Facts, user_id: int | None = None, name: str = "", by: Actor) -> Certifier:
    """新增认证人员: take in a member of the organisation, or by name somebody under contract who does not sign in.

    Raises NotAllowed, BadInput (not a member, no name, dates, a registration active elsewhere), RuleBroken (a consultant).
    """
    by.require(Permission.CERTIFIER_MANAGE)
    faults = _why_not_kept(facts)
    known = dict(queries.members())
    if user_id is not None and user_id not in known:
        faults["user_id"] = say("choose a member of your organisation")
    if user_id is None and not name.strip():
        faults["name"] = say("write the person's name")
    if faults:
        raise BadInput(faults)
    _require_no_consultant(user_id)

    values = asdict(facts) | {"registration": queries.plainly(facts.registration).upper()}
    made = _kept(
        Certifier(
            tenant_id=by.tenant_id,
            user_id=user_id,
            name=name.strip()[:100] or known.get(user_id or 0, ""),
            created_at=clock.now(),
            **values,
        )
    )
    ledger.record("certifier.add", by=by, target=made, user_id=user_id, **_told(made))
    return made


@transaction.atomic
def change_certifier(*, certifier_id: int, facts: Facts, active: bool = True, by: Actor) -> Certifier:
    """变更: change contract, registration and days; `active` takes back who had left.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (a consultant; oneself).
    """
    by.require(Permission.CERTIFIER_MANAGE)
    found = queries.lock(certifier_id)
    if reason := _why_not_own(found, by):
        raise RuleBroken(reason)
    if faults := _why_not_kept(facts):
        raise BadInput(faults)
    if active and not found.active:
        _require_no_consultant(found.user_id)
    before = _told(found)

    for field, value in (asdict(facts) | {"registration": queries.plainly(facts.registration).upper()}).items():
        setattr(found, field, value)
    found.active = active
    _kept(found)
    after = _told(found)
    if after != before:
        ledger.record("certifier.change", by=by, target=found, before=before, after=after)
    return found


def _why_not_own(found: Certifier, by: Actor) -> Reason | None:
    """Return why somebody does not keep their own file, or None."""
    if found.user_id is not None and found.user_id == by.user_id:
        return say("your own competence and contract are kept by somebody else")
    return None


@transaction.atomic
def retire_certifier(*, certifier_id: int, reason: str, by: Actor) -> Certifier:
    """离任: somebody works for the body no longer; their registration is free for another body.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (still has a part in a case; oneself).
    """
    by.require(Permission.CERTIFIER_MANAGE)
    found = queries.lock(certifier_id)
    if refused := _why_not_own(found, by):
        raise RuleBroken(refused)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    busy = (
        CaseRole.objects.filter(certifier=found, ended_at__isnull=True, case__ended_at__isnull=True)
        .order_by("case__number")
        .values_list("case__number", flat=True)
        .first()
    )
    if busy:
        raise RuleBroken(say("still has a part in case %(case)s; end it first", case=busy))

    found.active = False
    found.save(update_fields=["active"])
    ledger.record("certifier.retire", by=by, target=found, reason=reason.strip()[:300])
    return found


def _told(row: Certifier) -> dict[str, Any]:
    return {
        "employment": row.employment, "level": row.level, "registration": row.registration,
        "registered_until": row.registered_until, "contract_from": row.contract_from,
        "contract_until": row.contract_until, "days_a_month": row.days_a_month, "active": row.active,
    }  # fmt: skip
