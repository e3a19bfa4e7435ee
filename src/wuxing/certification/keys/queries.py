"""Find the keys of a body: to sign with, to publish, to show."""

from dataclasses import dataclass

from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.certification.keys.store import modules, private
from wuxing.certification.keys.store.private import Private
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.places import public_host
from wuxing.core.reasons import say
from wuxing.proof import didweb

Purpose = SigningKey.Purpose
State = SigningKey.State


@dataclass(frozen=True, slots=True)
class Signing:
    """A key that signs now, and its row."""

    key: Private
    row: SigningKey


def signer(tenant_id: int, purpose: str) -> Signing:
    """Return the key with which a body signs for a purpose now; `actions.ensure` makes the first one.

    Raises:
        RuleBroken: there is none yet, its private side is not on this machine, or its file was tampered with.
    """
    row = active(purpose)
    if row is None:
        raise RuleBroken(say("this body has no key for this purpose yet"))
    return opened(row, slug_of(tenant_id))


def opened(row: SigningKey, slug: str) -> Signing:
    """Return the private side of a key of the body `slug`. Raises RuleBroken."""
    if row.state != State.ACTIVE:
        raise RuleBroken(say("the key %(kid)s signs no more", kid=row.kid))
    if row.store == SigningKey.Store.FILE:
        return Signing(private.opened(slug, row.kid, row.algorithm), row)
    key = modules.opened(row.label)
    if key.kid != row.kid:
        raise RuleBroken(say("the hardware module holds another key under this label"))
    return Signing(key, row)


def active(purpose: str) -> SigningKey | None:
    """Return the key that signs for a purpose now, or None."""
    return SigningKey.objects.filter(purpose=purpose, state=State.ACTIVE).first()


def slug_of(tenant_id: int) -> str:
    """Return the name of a body in addresses."""
    return Tenant.objects.values_list("slug", flat=True).get(pk=tenant_id)


def did_of(slug: str) -> str:
    """Return the identifier of a body as credentials name their issuer (did:web)."""
    return didweb.did_of(public_host(), slug)


def one(key_id: int) -> SigningKey:
    """Return a key of the body. Raises NotFound."""
    found = SigningKey.objects.filter(pk=key_id).first()
    if found is None:
        raise NotFound(say("there is no such key here"))
    return found


def lock(key_id: int) -> SigningKey:
    """Return a key of the body, locked until the transaction ends. Raises NotFound."""
    found = SigningKey.objects.select_for_update().filter(pk=key_id).first()
    if found is None:
        raise NotFound(say("there is no such key here"))
    return found


def history() -> list[SigningKey]:
    """Return every key the body ever had, newest first."""
    return list(SigningKey.objects.select_related("made_by").order_by("-pk"))


def waiting(key_id: int) -> KeyRevocation | None:
    """Return the proposal to revoke a key that waits for its second person, or None."""
    return KeyRevocation.objects.filter(key_id=key_id, decided_at=None).first()


def lock_revocation(revocation_id: int) -> KeyRevocation:
    """Return a proposal to revoke a key, locked. Raises NotFound, RuleBroken (decided already)."""
    found = KeyRevocation.objects.select_for_update().filter(pk=revocation_id).first()
    if found is None:
        raise NotFound(say("there is no such proposal here"))
    if found.decided_at is not None:
        raise RuleBroken(say("this proposal is decided already"))
    return found
