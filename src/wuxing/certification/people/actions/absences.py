"""不可用日: days on which somebody takes no work."""

from datetime import date

from django.db import transaction

from wuxing.certification.people import queries
from wuxing.certification.people.actions.ties import require_own_or_manage
from wuxing.certification.people.models import Absence
from wuxing.core import ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say

LONGEST = 400


@transaction.atomic
def add_absence(*, certifier_id: int, starts_on: date, ends_on: date, why: str = "", by: Actor) -> Absence:
    """登记不可用日. Raises NotAllowed, NotFound, BadInput."""
    if not by.may(Permission.CERTIFIER_DECLARE):
        by.require(Permission.CERTIFIER_MANAGE)
    found = queries.one(certifier_id)
    require_own_or_manage(found=found, by=by)
    if ends_on < starts_on:
        raise BadInput({"ends_on": say("the last day lies before the first")})
    if (ends_on - starts_on).days > LONGEST:
        raise BadInput({"ends_on": say("an absence is at most %(days)s days long", days=LONGEST)})
    made = Absence.objects.create(
        tenant_id=by.tenant_id, certifier=found, starts_on=starts_on, ends_on=ends_on, why=why.strip()[:200]
    )
    ledger.record("certifier.add_absence", by=by, target=made, certifier=found.pk, starts_on=starts_on, ends_on=ends_on)
    return made


@transaction.atomic
def remove_absence(*, absence_id: int, by: Actor) -> None:
    """撤回不可用日. Raises NotAllowed, NotFound."""
    if not by.may(Permission.CERTIFIER_DECLARE):
        by.require(Permission.CERTIFIER_MANAGE)
    found = Absence.objects.select_for_update().filter(pk=absence_id).first()
    if found is None:
        raise NotFound(say("there is no such absence"))
    require_own_or_manage(found=queries.one(found.certifier_id), by=by)
    ledger.record(
        "certifier.remove_absence", by=by, target=found, certifier=found.certifier_id, starts_on=found.starts_on,
        ends_on=found.ends_on,
    )  # fmt: skip
    found.delete()
