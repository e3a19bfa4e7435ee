"""Sweep: integrate, sign and publish whatever waits, in every organisation."""

import logging
from collections.abc import Callable

from django.db import connection

from wuxing.core.errors import BusinessError
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.publish import publish
from wuxing.core.ledger.actions.seal import checkpoint
from wuxing.core.ledger.queries import files

Follow = Callable[[int, str], object]

log = logging.getLogger(__name__)
_told: dict[str, str] = {}


def integrate_all(follow: Follow | None = None) -> int:
    """封存: bring every organisation's log and files up to date; a log that fails is reported and holds up no other.

    `follow` is called with number and slug of every log that got a new head, once it is published.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant_id, slug, pending, size, sealed FROM ledger_heads()")
        heads = cursor.fetchall()
    done = 0
    for tenant_id, slug, pending, size, sealed in heads:
        try:
            done += _bring_up(tenant_id, slug, pending=pending, size=size, sealed=sealed)
            if follow and (pending or size > sealed):
                follow(tenant_id, slug)
            _told.pop(slug, None)
        except BusinessError as refusal:
            if _told.get(slug) != refusal.reason:  # once, not every second
                _told[slug] = refusal.reason
                log.error("the ledger of %s is not sealed: %s", slug, refusal.reason)
        except Exception:
            log.exception("the ledger of %s could not be sealed", slug)
    return done


def _bring_up(tenant_id: int, slug: str, *, pending: bool, size: int, sealed: int) -> int:
    done = integrate(tenant_id) if pending else 0
    if done or size > sealed:
        checkpoint(tenant_id)
    elif sealed:
        public = files.published(slug)
        if public is None or public.size < sealed:
            publish(tenant_id, slug)
    return done
