"""Who works in an organisation, and in which roles."""

import secrets
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from wuxing.core import ledger
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Membership, User
from wuxing.core.reasons import say

INSIDE = tuple(role for role in Role if role not in {Role.AUDITOR, Role.CLIENT, Role.CUSTOMER})
"""The roles that members have; an outside auditor comes under an engagement, a client by a link."""


def _checked(roles: Iterable[str]) -> list[str]:
    chosen = sorted(set(roles))
    if not chosen or not set(chosen) <= set(INSIDE):
        raise BadInput({"roles": say("choose at least one of the listed roles")})
    return chosen


@transaction.atomic
def add_member(
    *, username: str, name: str, roles: Iterable[str], password: str = "", by: Actor
) -> tuple[Membership, str]:
    """Add a person to the actor's organisation; a new person gets a first password, returned once.

    Raises NotAllowed, BadInput (names, roles, a weak password, or a member already).
    """
    by.require(Permission.TENANT_ADMIN)
    chosen = _checked(roles)
    username, name = username.strip().lower(), name.strip()
    wrong: dict[str, str] = {}
    if not 3 <= len(username) <= 60 or not username.replace(".", "").replace("-", "").replace("_", "").isalnum():
        wrong["username"] = say("3 to 60 letters, digits, dots or dashes")
    if not name:
        wrong["name"] = say("write the person's name")
    if wrong:
        raise BadInput(wrong)
    if User.objects.filter(username=username).exists():
        raise BadInput({"username": say("this sign-in name is taken; choose another")})
    first = password or secrets.token_urlsafe(9)
    user = User(username=username, name=name)
    try:
        validate_password(first, user)
    except ValidationError as error:
        raise BadInput({"password": " ".join(error.messages)}) from None

    user.set_password(first)
    user.save()
    made = Membership.objects.create(tenant_id=by.tenant_id, user=user, roles=chosen)
    ledger.record("member.add", by=by, target=made, user_id=user.pk, name=name, roles=chosen)
    return made, "" if password else first


def _keep(found: Membership) -> None:
    """Save a member; the database refuses a consultancy anybody who certifies for a body. Raises BadInput."""
    try:
        with transaction.atomic():
            found.save(update_fields=["roles", "active"])
    except IntegrityError as error:
        if "shares no people" not in str(error):
            raise
        text = say("works for a certification body; who certifies does not advise companies in a consultancy")
        raise BadInput({"active": text}) from None


@transaction.atomic
def change_member(*, membership_id: int, roles: Iterable[str], active: bool, by: Actor) -> Membership:
    """Change a member's roles, or let them in no longer; people are never deleted.

    Raises NotAllowed, NotFound, BadInput (no role; the last administrator; oneself put out).
    """
    by.require(Permission.TENANT_ADMIN)
    chosen = _checked(roles)
    found = Membership.objects.select_for_update().filter(pk=membership_id, tenant_id=by.tenant_id).first()
    if found is None:
        raise NotFound(say("this person is not a member here"))
    stays_admin = active and Role.ADMINISTRATOR in chosen
    others = Membership.objects.filter(tenant_id=by.tenant_id, active=True, roles__contains=[Role.ADMINISTRATOR])
    if Role.ADMINISTRATOR in found.roles and not stays_admin and not others.exclude(pk=found.pk).exists():
        raise BadInput({"roles": say("the last administrator stays; name another one first")})
    before = {"roles": found.roles, "active": found.active}

    found.roles, found.active = chosen, active
    _keep(found)
    ledger.record(
        "member.change",
        by=by,
        target=found,
        user_id=found.user_id,
        before=before,
        after={"roles": chosen, "active": active},
    )
    return found
