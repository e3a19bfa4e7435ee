"""Another key in the place of one: fresh, imported, in a module; what the old one signed stays good."""

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509 as library
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import LazySettings

from tests.certification.body import Body
from wuxing.certification.keys import actions, publishing, queries, x509
from wuxing.certification.keys.models import SigningKey
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry

Purpose = SigningKey.Purpose
HSM = "/usr/lib/softhsm/libsofthsm2.so"


def p12(password: str = "秘密", *, key: Any = None, days: int = 30, usage: bool = True) -> bytes:
    """A key with a certificate of another authority."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = library.Name([library.NameAttribute(library.NameOID.COMMON_NAME, "另一机构")])
    now = clock.now()
    builder = (
        library.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=40)).not_valid_after(now + timedelta(days=days))
        .add_extension(library.KeyUsage(usage, False, not usage, False, False, False, False, False, False), critical=True)
    )  # fmt: skip
    own = builder.sign(key, hashes.SHA256())
    return pkcs12.serialize_key_and_certificates(
        b"x", key, own, None, serialization.BestAvailableEncryption(password.encode())
    )


def test_a_fresh_key_takes_the_place_of_the_old(body: Body) -> None:
    old = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    made = actions.rotate(purpose=Purpose.CERTIFICATE, reason="每年更换", by=body.manager)
    old.refresh_from_db()
    assert (old.state, old.reason, old.retired_at is not None) == ("retired", "每年更换", True)
    assert queries.signer(body.tenant.pk, Purpose.CERTIFICATE).row == made
    assert [one.event for one in Entry.objects.filter(event__startswith="key.").order_by("pk")] == [
        "key.make", "key.retire", "key.make",
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="signs no more"):
        queries.opened(old, "huaping")
    told = publishing.trust_file(body.tenant)["bodies"][0]["keys"]
    assert [(one["kid"], one["retired"] is None, one["revoked_from"]) for one in told] == [
        (old.kid, False, None), (made.kid, True, None),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["officer", "lead", "decider", "admin"])
def test_who_heads_certification_renews(body: Body, role: str) -> None:
    with pytest.raises(NotAllowed):
        actions.rotate(purpose=Purpose.CERTIFICATE, reason="x", by=getattr(body, role))
    assert SigningKey.objects.count() == 0


def test_a_renewal_says_why(body: Body) -> None:
    with pytest.raises(BadInput) as refused:
        actions.rotate(purpose=Purpose.CERTIFICATE, reason=" ", by=body.manager)
    assert refused.value.fields == {"reason": "fill this in"}


def test_a_new_root_takes_its_document_keys_along(body: Body) -> None:
    first = actions.ensure(Purpose.DOCUMENT, by=body.officer).row
    root = actions.rotate(purpose=Purpose.AUTHORITY, reason="根证书到期", by=body.manager)
    first.refresh_from_db()
    second = actions.ensure(Purpose.DOCUMENT, by=body.officer).row
    assert (first.state, second.x509.endswith(root.x509)) == ("retired", True)
    assert len(publishing.anchors()) == 2  # what the old root's keys signed stays good


def test_a_certificate_of_another_authority_signs_documents(body: Body) -> None:
    own = actions.ensure(Purpose.DOCUMENT, by=body.officer).row
    made = actions.import_document_key(data=p12(), password="秘密", reason="外部签章", by=body.manager)
    signing = queries.signer(body.tenant.pk, Purpose.DOCUMENT)
    assert (signing.row, x509.fits(made.x509, signing.key)) == (made, True)
    root = SigningKey.objects.get(purpose="authority").x509
    assert publishing.anchors() == [root, made.x509]  # the certificate itself, not whoever issued it
    own.refresh_from_db()
    assert own.state == "retired"


@pytest.mark.parametrize(
    ("given", "password", "why"),
    [
        ({}, "wrong", "this is no PKCS#12 file, or its password is another one"),
        ({"days": -1}, "秘密", "the certificate in this file is not valid today"),
        ({"usage": False}, "秘密", "the certificate in this file is not for signatures"),
        ({"key": ec.generate_private_key(ec.SECP384R1())}, "秘密", "only P-256 keys sign documents here"),
        ({"key": rsa.generate_private_key(65537, 2048)}, "秘密", "only P-256 keys sign documents here"),
    ],
)
def test_other_files_are_refused(body: Body, given: dict[str, Any], password: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.import_document_key(data=p12(**given), password=password, reason="x", by=body.manager)
    assert refused.value.fields == {"file": why}
    assert SigningKey.objects.count() == 0


def test_a_key_is_not_imported_twice(body: Body) -> None:
    data = p12()
    actions.import_document_key(data=data, password="秘密", reason="x", by=body.manager)
    with pytest.raises(BadInput) as refused:
        actions.import_document_key(data=data, password="秘密", reason="x", by=body.manager)
    assert refused.value.fields == {"file": "this key was used here before; take another one"}


def test_no_module_no_module_key(body: Body) -> None:
    with pytest.raises(RuleBroken, match="no hardware module is set up"):
        actions.use_module_key(purpose=Purpose.CERTIFICATE, label="x", reason="x", by=body.manager)


@pytest.fixture
def module(tmp_path: Path, settings: LazySettings) -> str:
    """A module in software with a key of each kind."""
    pytest.importorskip("pkcs11", reason="the extra pkcs11 is not installed")
    if not (Path(HSM).exists() and shutil.which("softhsm2-util")):
        pytest.skip("SoftHSM is not installed")
    home = Path(os.environ.setdefault("WUXING_TEST_HSM", str(tmp_path / "hsm")))  # the library reads its file once
    home.mkdir(exist_ok=True)
    (home / "tokens").mkdir(exist_ok=True)
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\n")
    os.environ["SOFTHSM2_CONF"] = str(home / "softhsm2.conf")
    command = ["softhsm2-util", "--init-token", "--free", "--label", "wuxing", "--pin", "1234", "--so-pin", "1234"]
    subprocess.run(command, check=True, capture_output=True)
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = HSM, "wuxing", "1234"
    return HSM


def test_a_module_signs_certificates_and_documents(body: Body, module: str, settings: LazySettings) -> None:
    import pkcs11
    from pkcs11.util.ec import encode_named_curve_parameters

    token = pkcs11.lib(module).get_token(token_label="wuxing")
    with token.open(rw=True, user_pin="1234") as session:
        for kind, label, parameters in (
            (pkcs11.KeyType.EC, "doc", encode_named_curve_parameters("secp256r1")),
            (pkcs11.KeyType.EC_EDWARDS, "cert", b"\x13\x0cedwards25519"),
        ):
            made = session.create_domain_parameters(kind, {pkcs11.Attribute.EC_PARAMS: parameters}, local=True)
            mechanism = pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN if label == "cert" else None
            made.generate_keypair(store=True, label=label, mechanism=mechanism)
    row = actions.use_module_key(purpose=Purpose.CERTIFICATE, label="cert", reason="硬件", by=body.manager)
    signing = queries.signer(body.tenant.pk, Purpose.CERTIFICATE)
    assert (row.store, row.algorithm, signing.row) == ("pkcs11", "Ed25519", row)
    assert signing.key.public.verify(signing.key.sign(b"data"), b"data")
    document = actions.use_module_key(purpose=Purpose.DOCUMENT, label="doc", reason="硬件", by=body.manager)
    key = queries.signer(body.tenant.pk, Purpose.DOCUMENT).key
    assert key.public.verify(key.sign(b"data"), b"data")
    assert x509.fits(document.x509, key)
    with pytest.raises(BadInput) as refused:
        actions.use_module_key(purpose=Purpose.REHEARSAL, label="doc", reason="x", by=body.manager)
    assert list(refused.value.fields) == ["label"]
    with pytest.raises(BadInput) as refused:
        actions.use_module_key(purpose=Purpose.REHEARSAL, label="nothing", reason="x", by=body.manager)
    assert refused.value.fields == {"label": "the module has no key under this label"}
    settings.PKCS11_PIN = "wrong"
    with pytest.raises(RuleBroken, match="the hardware module does not answer: PinIncorrect"):
        signing.key.sign(b"data")
