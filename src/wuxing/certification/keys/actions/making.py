"""Make keys: on first use, and new ones in the place of old ones."""

from datetime import datetime

from django.db import connection, transaction

from wuxing.certification.keys import queries, x509
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.keys.queries import Purpose, Signing
from wuxing.certification.keys.store import private
from wuxing.certification.keys.store.private import ED25519, ES256
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant

_LOCK = 0x6B657973  # "keys"
ALGORITHMS: dict[str, str] = {
    Purpose.CERTIFICATE: ED25519,
    Purpose.REHEARSAL: ED25519,
    Purpose.DOCUMENT: ES256,
    Purpose.REHEARSAL_DOCUMENT: ES256,
    Purpose.AUTHORITY: ES256,
}


@transaction.atomic
def ensure(purpose: str, *, by: Actor) -> Signing:
    """启用密钥: return the key that signs for a purpose, making it on first use; who signs needs no right of their own.

    Raises:
        RuleBroken: the key's private side is not on this machine, or was tampered with.
    """
    slug = queries.slug_of(by.tenant_id)
    row = queries.active(purpose)
    if row is None:
        lock_keys(by)  # two first uses at once: one makes, the other waits and takes it
        row = queries.active(purpose) or make(purpose, by=by)
    return queries.opened(row, slug)


def make(purpose: str, *, by: Actor) -> SigningKey:
    """Make a key for a purpose that has none. For actions of this package, which hold the lock of the keys."""
    body = Tenant.objects.get(pk=by.tenant_id)
    now = clock.now()
    key = private.fresh(ALGORITHMS[purpose])
    x509_text = _certificate(purpose, key, body.name, now, by)
    private.keep(body.slug, key)
    return added(purpose, key, by=by, x509_text=x509_text, now=now)


def added(
    purpose: str, key: private.Private, *, by: Actor, now: datetime, x509_text: str = "", store: str = "file",
    label: str = "",
) -> SigningKey:  # fmt: skip
    """Enter a key that is kept, as the one that signs for a purpose from now on."""
    row = SigningKey.objects.create(
        tenant_id=by.tenant_id, purpose=purpose, algorithm=key.algorithm, kid=key.kid, public=key.public.raw, x509=x509_text,
        store=store, label=label, made_at=now, made_by_id=by.user_id,
    )  # fmt: skip
    ledger.record(
        "key.make", by=by, target=row, case=("signing_key", row.pk), purpose=purpose, algorithm=key.algorithm,
        kid=key.kid, public=key.public.raw, x509=x509_text, store=store,
    )  # fmt: skip
    return row


def lock_keys(by: Actor) -> None:
    """Wait until nobody else changes the keys of the body; for the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.tenant_id % 2**31])


def _certificate(purpose: str, key: private.Soft, organisation: str, now: datetime, by: Actor) -> str:
    if purpose == Purpose.AUTHORITY:
        return x509.root(key, organisation=organisation, at=now)
    if key.algorithm != ES256:
        return ""
    return issued(key, rehearsal=purpose == Purpose.REHEARSAL_DOCUMENT, organisation=organisation, now=now, by=by)


def issued(key: private.Private, *, rehearsal: bool, organisation: str, now: datetime, by: Actor) -> str:
    """Return a certificate of the body's own root for a document key, and the root, as PEM."""
    row = queries.active(Purpose.AUTHORITY) or make(Purpose.AUTHORITY, by=by)
    authority = private.opened(queries.slug_of(by.tenant_id), row.kid, row.algorithm)
    return x509.leaf(
        key.public.raw, kid=key.kid, issuer=authority, issuer_pem=row.x509, organisation=organisation, rehearsal=rehearsal,
        at=now,
    )  # fmt: skip
