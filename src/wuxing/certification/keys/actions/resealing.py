"""Seal anew what a revoked key has sealed."""

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.keys import affected, queries, rules
from wuxing.core import background, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor

BATCH = 50


@transaction.atomic
def reseal_affected(*, key_id: int, by: Actor) -> int:
    """重新签发: have every living certificate that a revoked key touches sealed anew; return how many wait for it.

    Raises NotAllowed, NotFound, RuleBroken (not revoked; nothing to do).
    """
    by.require(Permission.KEY_MANAGE)
    key = queries.lock(key_id)
    count = affected.certificates(key).count()
    refuse(rules.why_not_reseal(key.state, count))
    ledger.record("key.reseal", by=by, target=key, case=("signing_key", key.pk), kid=key.kid, certificates=count)
    background.defer("key.reseal", by=by, key_id=key.pk)
    return count


@transaction.atomic
def reseal_batch(*, key_id: int, by: Actor) -> int:
    """Seal a batch of affected certificates anew and leave the others to the next job; return how many were sealed."""
    from wuxing.certification.credentials import actions as credentials  # which read keys in turn
    from wuxing.certification.register import actions as register

    key = queries.lock(key_id)
    ids = list(affected.certificates(key).values_list("pk", flat=True)[:BATCH])
    for certificate_id in ids:
        found = certificates.lock(certificate_id)
        credentials.reseal(certificate=found, reason="new_key", by=by)
        register.follow(found)
    if len(ids) == BATCH:
        background.defer("key.reseal", by=by, key_id=key.pk)
    return len(ids)
