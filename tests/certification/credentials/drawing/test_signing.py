"""PAdES signatures by keys of ours, with and without a time-stamping authority."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import typst
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.poppler import pdfsig
from wuxing.certification.credentials.drawing import signing
from wuxing.certification.keys import x509
from wuxing.certification.keys.store import private
from wuxing.certification.keys.store.private import Soft

NOW = datetime.now(UTC)
TIME_STAMP = b"\x06\x0b*\x86H\x86\xf7\r\x01\x09\x10\x02\x0e"  # id-aa-timeStampToken


@pytest.fixture(scope="module")
def document() -> tuple[Soft, str]:
    """A document key and its certificates."""
    authority, key = private.fresh("ES256"), private.fresh("ES256")
    root = x509.root(authority, organisation="华评认证", at=NOW - timedelta(days=1))
    chain = x509.leaf(
        key.public.raw, kid=key.kid, issuer=authority, issuer_pem=root, organisation="华评认证", rehearsal=False, at=NOW
    )
    return key, chain


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return bytes(typst.compile(b"A certificate.", format="pdf", pdf_standards=["a-3b"], ignore_system_fonts=True))


@pytest.fixture
def authority() -> Iterator[str]:
    """A time-stamping authority on this machine."""
    key = rsa.generate_private_key(65537, 2048)  # pyHanko's authority for tests knows no other
    name = pyca.Name([pyca.NameAttribute(pyca.NameOID.COMMON_NAME, "TSA")])
    made = (
        pyca.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own = asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
    stamper = DummyTimeStamper(own, asn1_keys.PrivateKeyInfo.load(der))

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def contents(pdf: bytes) -> bytes:
    """The CMS in the signature."""
    return bytes.fromhex(pdf.rpartition(b"/Contents <")[2].partition(b">")[0].decode())


def test_a_signature_is_valid_and_leaves_it_pdf_a(document: tuple[Soft, str], pdf: bytes, tmp_path: Path) -> None:
    key, chain = document
    made = signing.signed(pdf, key=key, chain=chain, name="华评认证", reason="签发证书")
    assert made.startswith(pdf)
    said = pdfsig(made, tmp_path)
    assert "Signature is Valid." in said
    assert "ETSI.CAdES.detached" in said
    assert b"/TransformMethod /DocMDP" in made
    assert b"/P 1" in made.rpartition(b"/TransformParams")[2]
    assert b"/Version /2.0" not in made
    assert TIME_STAMP not in contents(made)


def test_a_time_stamp_is_asked_for_where_an_authority_is_set(
    document: tuple[Soft, str], pdf: bytes, authority: str, tmp_path: Path
) -> None:
    key, chain = document
    made = signing.signed(pdf, key=key, chain=chain, name="华评认证", reason="签发证书", tsa=authority)
    assert TIME_STAMP in contents(made)
    assert "Signature is Valid." in pdfsig(made, tmp_path)


def test_the_signature_is_written_as_cms_wants_it() -> None:
    key = private.fresh("ES256")
    raw = key.sign(b"x")
    r, s = decode_dss_signature(signing.in_cms("ES256", raw))
    assert r.to_bytes(32) + s.to_bytes(32) == raw
    assert signing.in_cms("Ed25519", raw) == raw


def test_an_authority_that_is_silent_is_said(document: tuple[Soft, str], pdf: bytes) -> None:
    key, chain = document
    with pytest.raises(signing.NoTimeStamp):
        signing.signed(pdf, key=key, chain=chain, name="华评认证", reason="签发证书", tsa="http://127.0.0.1:9/")
