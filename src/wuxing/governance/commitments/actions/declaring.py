"""Promises that an import declares, to judge foreign records by: nobody approved them, and they bind no case of ours."""

from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.governance.commitments import queries
from wuxing.governance.commitments.models import DECLARED_SINCE, Promise


def declare(*, kind: str, text: str, minutes: int, mapping: str, reason: str, by: Actor) -> Promise | None:
    """声明承诺: keep what a mapping says was promised, for the cases up to now; a promise in force goes before it.

    A step of an import (its permission, its transaction). An import that comes again lets it last until now.
    """
    now = clock.now()
    if kind in {terms.kind for terms in queries.promises_in_force(now)}:
        return None
    found = Promise.objects.select_for_update().filter(kind=kind, approved_at=None, starts_at=DECLARED_SINCE).first()
    if found:
        found.ends_at = now
        found.save(update_fields=["ends_at"])
        return found
    made = Promise.objects.create(
        tenant_id=by.tenant_id,
        kind=kind,
        text=text,
        minutes=minutes,
        reason=reason[:300],
        starts_at=DECLARED_SINCE,
        ends_at=now,
    )
    ledger.record("promise.declare", by=by, target=made, kind=kind, minutes=minutes, mapping=mapping)
    return made
