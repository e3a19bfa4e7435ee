"""Keys for machines: made once, shown once, kept as a digest."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from wuxing.core import clock, engagements, ledger, prepared
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import ApiToken, Membership
from wuxing.core.reasons import say

PREFIX = "wx_"


def digest_of(token: str) -> bytes:
    """Return what is kept of a key."""
    return sha256(token.encode()).digest()


@transaction.atomic
def issue_token(*, user_id: int, name: str, by: Actor) -> str:
    """Make a key that acts as a member of the actor's tenant, or reads as an outside auditor who is let in.

    It is returned once and kept as a digest.
    Raises NotAllowed (for somebody else, or an auditor, without TENANT_ADMIN), BadInput (no name), NotFound (neither).
    """
    is_member = Membership.objects.filter(tenant_id=by.tenant_id, user_id=user_id, active=True).exists()
    if user_id != by.user_id or not is_member:
        by.require(Permission.TENANT_ADMIN)
    if not name.strip():
        raise BadInput({"name": say("name the machine or program that will use the key")})
    if not is_member and not engagements.current().filter(auditor_id=user_id).exists():
        raise NotFound(say("this person is not a member here"))
    token = PREFIX + secrets.token_urlsafe(32)

    made = ApiToken.objects.create(
        tenant_id=by.tenant_id, user_id=user_id, name=name.strip(), digest=digest_of(token), created_at=clock.now()
    )
    ledger.record("token.issue", by=by, target=made, name=made.name, user_id=user_id)
    return token


@transaction.atomic
def revoke_token(*, token_id: int, by: Actor) -> ApiToken:
    """Take a key back; it stops working at once. Raises NotAllowed, NotFound."""
    token = ApiToken.objects.select_for_update().filter(pk=token_id, tenant_id=by.tenant_id, revoked_at=None).first()
    if token is None:
        raise NotFound(say("there is no such key, or it is taken back already"))
    if token.user_id != by.user_id:
        by.require(Permission.TENANT_ADMIN)

    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    ledger.record("token.revoke", by=by, target=token, name=token.name)
    return token


@dataclass(frozen=True, slots=True)
class Holder:
    """Who acts with a key; `engagement_id`: an outside auditor's, who reads what it opens, on record. None: a member."""

    actor: Actor
    engagement_id: int | None = None


def holder_of(token: str) -> Holder | None:
    """Return who acts with a key, or None when it is unknown, taken back, or its holder is not let in now."""
    digest = digest_of(token)
    rows = prepared.fetch("SELECT tenant_id, user_id, user_name, roles, zone FROM token_holder(%s)", [digest])
    if rows:
        tenant_id, user_id, name, roles, zone = rows[0]
        return Holder(_actor(tenant_id, user_id, name, [Role(role) for role in roles], zone))
    rows = prepared.fetch(
        "SELECT tenant_id, user_id, user_name, engagement_id, areas, zone FROM auditing_token_holder(%s)", [digest]
    )
    if not rows:
        return None
    tenant_id, user_id, name, engagement_id, areas, zone = rows[0]
    return Holder(_actor(tenant_id, user_id, name, [Role.AUDITOR], zone).limited_to(areas), engagement_id)


def _actor(tenant_id: int, user_id: int, name: str, roles: list[Role], zone: str) -> Actor:
    return actor_for(
        tenant_id=tenant_id, user_id=user_id, name=name, roles=frozenset(roles), channel=Channel.API, zone=zone
    )
