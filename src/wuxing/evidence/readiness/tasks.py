"""The judge's pulse."""

import logging
from datetime import timedelta

from django.db import DatabaseError

from wuxing.core import background, clock
from wuxing.core.actors import system_actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.readiness.queries import adopted_pack

ROUNDS = 20
RETRY = timedelta(minutes=10)
_log = logging.getLogger(__name__)


@background.pulse(2)
def judge() -> None:
    """Judge what waits in every organisation; one that fails does not keep the others waiting."""
    for tenant_id, zone in Tenant.objects.values_list("pk", "zone"):
        try:
            for _round in range(ROUNDS):
                if not judge_once(tenant_id, zone):
                    break
        except DatabaseError as error:
            _log.exception("judging the records of tenant %s failed", tenant_id)
            _note(tenant_id, zone, error)


def judge_once(tenant_id: int, zone: str) -> int:
    """Judge one batch of a tenant in a transaction of its own; return how many records it had."""
    with in_tenant(tenant_id):
        try:
            pack = adopted_pack(system_actor(tenant_id, zone=zone), clock.today(zone))
        except NotFound:
            return 0
        books = queries.rulebooks(pack)
        if queries.is_built(books, pack):
            waiting, is_due = queries.work_to_do(tenant_id, books.values(), clock.now())
            return actions.judge_waiting(tenant_id=tenant_id, pack=pack) if waiting or is_due else 0
        if queries.failed_since(pack, clock.now() - RETRY) or not queries.has_records(tenant_id, pack):
            return 0
    actions.rebuild_apart(tenant_id=tenant_id, pack=pack)
    return 0


def _note(tenant_id: int, zone: str, error: DatabaseError) -> None:
    with in_tenant(tenant_id):
        pack = adopted_pack(system_actor(tenant_id, zone=zone), clock.today(zone))
        actions.note_failure(tenant_id=tenant_id, pack=pack, error=error)
