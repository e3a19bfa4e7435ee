"""Keys for machines: made once, shown once, kept as a digest."""

import secrets
from hashlib import sha256

from django.db import transaction

from wuxing.core import clock, ledger, prepared
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
    """Make a key that acts as a member of the actor's tenant; it is returned once and kept as a digest.

    Raises NotAllowed (for somebody else without TENANT_ADMIN), BadInput (no name), NotFound (not a member).
    """
    if user_id != by.user_id:
        by.require(Permission.TENANT_ADMIN)
    if not name.strip():
        raise BadInput({"name": say("name the machine or program that will use the key")})
    if not Membership.objects.filter(tenant_id=by.tenant_id, user_id=user_id, active=True).exists():
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


def actor_of(token: str) -> Actor | None:
    """Return who acts with a key, or None when it is unknown or taken back."""
    rows = prepared.fetch("SELECT tenant_id, user_id, user_name, roles, zone FROM token_holder(%s)", [digest_of(token)])
    if not rows:
        return None
    tenant_id, user_id, name, roles, zone = rows[0]
    return actor_for(
        tenant_id=tenant_id,
        user_id=user_id,
        name=name,
        roles=frozenset(Role(role) for role in roles),
        channel=Channel.API,
        zone=zone,
    )
