"""Through which door somebody came who never signed in: what is known of them, and in whose name they act."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.models import Tenant
from wuxing.service.repair.models import ServiceRequest, WorkOrder


@dataclass(frozen=True, slots=True)
class Failed:
    """What was posted to a block and refused: why, in all and by field, and what was typed."""

    block: str
    act: str
    reason: str
    fields: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """An opened tracking link, as blocks and acts get it."""

    tenant: Tenant
    request: ServiceRequest
    order: WorkOrder | None
    verified: bool  # the last four digits of the phone were given
    actor: Actor  # a customer by a link; holds Permission.OWN_ORDER, nothing else
    base: str  # /t/<word>/
    link_id: int
    now: datetime
    language: str = "zh-hans"
    failed: Failed | None = None

    def url(self, block: str, act: str) -> str:
        """Return where a block posts one of its acts."""
        return f"{self.base}{block}/{act}/"

    def file_url(self, block: str, file: str, number: str) -> str:
        """Return where a paper of a block is given."""
        return f"{self.base}{block}/{file}/{number}.pdf"


def customer_actor(tenant: Tenant, name: str = "customer") -> Actor:
    """Return somebody who acts on the own order by a link or a label, without signing in."""
    return actor_for(
        tenant_id=tenant.pk,
        user_id=None,
        name=name,
        roles=frozenset({Role.CUSTOMER}),
        channel=Channel.PORTAL,
        zone=tenant.zone,
    )


def lent(by: Actor, *permissions: Permission) -> Actor:
    """Return the same customer for one action of the desk, which a rule of the doors has allowed on the own case."""
    return replace(by, permissions=by.permissions | set(permissions))
