"""保存期限: decide how long a class of records is kept. A decision is a new version; the old ones stay."""

from collections.abc import Sequence

from django.db import connection, transaction

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.governance.records import registry, rules
from wuxing.governance.records.models import RetentionPolicy
from wuxing.governance.records.queries import policies
from wuxing.governance.records.states import Basis, Disposal, Medium


def class_of(code: str) -> registry.RecordClass:
    """Return a class of records. Raises NotFound."""
    found = registry.classes().get(code)
    if found is None:
        raise NotFound(say("there is no class of records %(code)s", code=code))
    return found


@transaction.atomic
def change_retention(
    *,
    record_class: str,
    months: int | None,
    basis: str,
    basis_text: str,
    disposal: str,
    reason: str,
    location: str = "",
    medium: str = Medium.ELECTRONIC,
    access_roles: Sequence[str] = (),
    by: Actor,
) -> RetentionPolicy:
    """保存期限变更: write the next version for a class; months are counted from the class's own clock (procedure 21).

    Who sees records of this system follows from permissions and is noted as it stands; of others it is what is said here.

    Raises NotAllowed, NotFound (no such class), BadInput.
    """
    by.require(Permission.RECORD_MANAGE)
    found = class_of(record_class)
    wrong = _wrong(found, months, basis, basis_text, disposal, medium, reason, access_roles)
    if wrong:
        raise BadInput(wrong)
    with connection.cursor() as cursor:  # two who decide at once get two versions
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [by.tenant_id % 2**31, record_class])
    before = policies.policy_of(found)

    policy = RetentionPolicy.objects.create(
        tenant_id=by.tenant_id,
        record_class=record_class,
        version=before.version + 1,
        months=months,
        basis=basis,
        basis_text=basis_text.strip(),
        location=location.strip(),
        medium=medium,
        access_roles=list(access_roles) if found.outside else list(policies.roles_with(found.access)),
        disposal=disposal,
        reason=reason.strip(),
        set_by_id=by.user_id,
        set_at=clock.now(),
    )
    _leave(policy, before, by)
    if not found.outside:
        background.defer("records.count", by=by, record_class=record_class)
    return policy


def _leave(policy: RetentionPolicy, before: policies.Policy, by: Actor) -> None:
    ledger.record(
        "retention.change",
        by=by,
        target=policy,
        record_class=policy.record_class,
        version=policy.version,
        months={"before": before.months, "after": policy.months},
        disposal={"before": before.disposal, "after": policy.disposal},
        reason=policy.reason,
    )


def _wrong(
    found: registry.RecordClass,
    months: int | None,
    basis: str,
    basis_text: str,
    disposal: str,
    medium: str,
    reason: str,
    access_roles: Sequence[str],
) -> dict[str, str]:
    checks = {
        "months": rules.why_not_set_months(months, disposal, found.least_months),
        "disposal": rules.why_not_dispose(disposal, destroyable=found.destroy is not None, outside=found.outside)
        if disposal in set(Disposal)
        else say("choose one of the list"),
        "basis": None if basis in set(Basis) else say("choose one of the list"),
        "medium": None if medium in set(Medium) else say("choose one of the list"),
        "basis_text": None if basis_text.strip() else say("name the law, contract or rule, with its article"),
        "reason": None if reason.strip() else say("say why the period changes"),
        "access_roles": None if set(access_roles) <= set(Role) else say("choose from the list"),
    }
    return {name: why for name, why in checks.items() if why}
