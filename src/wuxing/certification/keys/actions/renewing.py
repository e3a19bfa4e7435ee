"""Put another key in the place of one: a fresh one, one of another authority (PKCS#12), one in a hardware module."""

from cryptography import x509 as library
from cryptography.hazmat.primitives.serialization import pkcs12
from django.db import transaction

from wuxing.certification.keys import queries, x509
from wuxing.certification.keys.actions import making
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.keys.queries import Purpose, State
from wuxing.certification.keys.store import modules, private
from wuxing.certification.keys.store.private import Private, Soft
from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.proof.keys import BadKey

LISTED = {Purpose.CERTIFICATE: 0, Purpose.REHEARSAL: 1}
"""Keys that sign status lists, and of which kind."""
DOCUMENTS = {Purpose.DOCUMENT, Purpose.REHEARSAL_DOCUMENT}


@transaction.atomic
def rotate(*, purpose: str, reason: str, by: Actor) -> SigningKey:
    """更换密钥: sign with a fresh key from now on; what the old one signed stays good. Raises NotAllowed, BadInput."""
    _permit(purpose, reason, by)
    making.lock_keys(by)
    retire_active(purpose, reason, by)
    made = making.make(purpose, by=by)
    follow_change(purpose, by)
    return made


@transaction.atomic
def import_document_key(*, data: bytes, password: str, reason: str, by: Actor, rehearsal: bool = False) -> SigningKey:
    """导入签章证书: sign PDFs with a key and certificate of another authority (PKCS#12, P-256) from now on.

    Raises NotAllowed, BadInput (no such file, other password, another kind of key, a certificate that does not fit).
    """
    purpose = Purpose.REHEARSAL_DOCUMENT if rehearsal else Purpose.DOCUMENT
    _permit(purpose, reason, by)
    key, own = _unpacked(data, password)
    now = clock.now()
    if not own.not_valid_before_utc <= now < own.not_valid_after_utc:
        raise BadInput({"file": say("the certificate in this file is not valid today")})
    if not _may_sign(own):
        raise BadInput({"file": say("the certificate in this file is not for signatures")})
    making.lock_keys(by)
    _refuse_known(key, "file")

    retire_active(purpose, reason, by)
    private.keep(queries.slug_of(by.tenant_id), key)
    return making.added(purpose, key, by=by, now=now, x509_text=x509.text_of([own]))


@transaction.atomic
def use_module_key(*, purpose: str, label: str, reason: str, by: Actor) -> SigningKey:
    """启用硬件密钥: sign with the key under a label of the hardware module (PKCS#11) from now on.

    Raises NotAllowed, BadInput (no such key, of another kind), RuleBroken (no module on this machine).
    """
    _permit(purpose, reason, by)
    key = modules.opened(label)
    if key.algorithm != making.ALGORITHMS[purpose] or purpose == Purpose.AUTHORITY:
        raise BadInput({"label": say("this purpose needs a key of another kind: %(kind)s", kind=_kind(purpose))})
    if not key.public.verify(key.sign(b"wuxing"), b"wuxing"):
        raise BadInput({"label": say("the module does not sign with this key")})
    making.lock_keys(by)
    _refuse_known(key, "label")

    retire_active(purpose, reason, by)
    now, text = clock.now(), ""
    if purpose in DOCUMENTS:
        name = Tenant.objects.values_list("name", flat=True).get(pk=by.tenant_id)
        text = making.issued(key, rehearsal=purpose == Purpose.REHEARSAL_DOCUMENT, organisation=name, now=now, by=by)
    made = making.added(purpose, key, by=by, now=now, x509_text=text, store=SigningKey.Store.PKCS11, label=label)
    follow_change(purpose, by)
    return made


def retire_active(purpose: str, reason: str, by: Actor) -> None:
    """Let the key that signs for a purpose sign no more. For actions of this package."""
    row = queries.active(purpose)
    if row is None:
        return
    row.state, row.retired_at, row.reason = State.RETIRED, clock.now(), reason.strip()[:1000]
    row.save(update_fields=["state", "retired_at", "reason"])
    ledger.record(
        "key.retire", by=by, target=row, case=("signing_key", row.pk), purpose=purpose, kid=row.kid, reason=row.reason
    )
    if purpose == Purpose.AUTHORITY:  # its document keys get certificates of the next root when they are next used
        for each in sorted(DOCUMENTS):
            below = queries.active(each)
            if below is not None and below.x509.endswith(row.x509):
                retire_active(each, reason, by)


def follow_change(purpose: str, by: Actor) -> None:
    """Let what the old key signed for the present be signed by the new one."""
    if purpose in LISTED:
        background.defer("status_list.sign_anew", by=by, rehearsal=LISTED[Purpose(purpose)])


def _permit(purpose: str, reason: str, by: Actor) -> None:
    by.require(Permission.KEY_MANAGE)
    if purpose not in making.ALGORITHMS:
        raise BadInput({"purpose": say("choose one of the list")})
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})


def _kind(purpose: str) -> str:
    return "P-256" if making.ALGORITHMS[purpose] == private.ES256 else "Ed25519"


def _refuse_known(key: Private, name: str) -> None:
    if SigningKey.objects.filter(kid=key.kid).exists():
        raise BadInput({name: say("this key was used here before; take another one")})


def _unpacked(data: bytes, password: str) -> tuple[Soft, library.Certificate]:
    try:
        held = pkcs12.load_pkcs12(data, password.encode() or None)
    except ValueError as error:
        raise BadInput({"file": say("this is no PKCS#12 file, or its password is another one")}) from error
    if held.key is None or held.cert is None:
        raise BadInput({"file": say("the file needs a private key and its certificate")})
    try:
        key = Soft(held.key)  # type: ignore[arg-type]  # other kinds are refused
    except (BadKey, AttributeError) as error:
        raise BadInput({"file": say("only P-256 keys sign documents here")}) from error
    if key.algorithm != private.ES256:
        raise BadInput({"file": say("only P-256 keys sign documents here")})
    own = held.cert.certificate
    if not x509.fits(x509.text_of([own]), key):
        raise BadInput({"file": say("the certificate in this file is of another key")})
    return key, own  # alone: verifiers are told to trust it, not whoever issued it


def _may_sign(own: library.Certificate) -> bool:
    try:
        usage = own.extensions.get_extension_for_class(library.KeyUsage).value
    except library.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
