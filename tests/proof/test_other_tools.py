"""What we sign, checked by tools that are not ours: PyJWT, joserfc, cbor2, openssl, zxing-cpp."""

import base64
import json
import shutil
import subprocess
import zlib

import cbor2
import jwt
import pytest
import segno
import zxingcpp
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import ECKey, OKPKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm

from tests.proof.certificates import CODE, REVOCATION, SUSPENSION, TOKEN
from tools.vectors import codes as made_codes
from tools.vectors import credentials as made
from tools.vectors import world
from wuxing.proof.keys import from_base64url

ES256_TOKEN = made.issued(world.content(), key=world.ES256)


@pytest.mark.parametrize("token", [TOKEN, REVOCATION, SUSPENSION], ids=["credential", "revocation", "suspension"])
def test_pyjwt_takes_what_we_sign(token):
    checker = jwt.PyJWS()
    checker.register_algorithm("Ed25519", OKPAlgorithm())
    key = OKPAlgorithm.from_jwk(world.CURRENT.public.jwk())
    payload = checker.decode(token, key, algorithms=["Ed25519"])
    assert json.loads(payload)["type"][0] == "VerifiableCredential"
    with pytest.raises(jwt.InvalidSignatureError):
        checker.decode(token, OKPAlgorithm.from_jwk(world.FOREIGN.public.jwk()), algorithms=["Ed25519"])


def test_pyjwt_takes_p_256():
    key = ECAlgorithm.from_jwk(world.ES256.public.jwk())
    assert jwt.PyJWS().decode(ES256_TOKEN, key, algorithms=["ES256"])


def test_joserfc_takes_what_we_sign():
    key = OKPKey.import_key(world.CURRENT.public.jwk())
    read = jws.deserialize_compact(TOKEN, key, algorithms=["Ed25519"])
    assert json.loads(read.payload)["credentialSubject"]["number"] == "2026HUAXIN00042"
    assert key.thumbprint() == world.CURRENT.kid
    assert ECKey.import_key(world.ES256.public.jwk()).thumbprint() == world.ES256.kid


def _pem(key, folder):
    if key.algorithm == "ES256":
        public = key.key().public_key()
    else:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        public = Ed25519PublicKey.from_public_bytes(key.public.raw)
    path = folder / "key.pem"
    path.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path


def _openssl_takes(key, data, signature, folder):
    (folder / "data").write_bytes(data)
    (folder / "signature").write_bytes(signature)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", _pem(key, folder), "-rawin"]
    command += [] if key.algorithm == "Ed25519" else ["-digest", "sha256"]
    done = subprocess.run(
        [*command, "-in", folder / "data", "-sigfile", folder / "signature"], capture_output=True, check=False
    )
    return done.returncode == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_openssl_takes_credential_and_code(tmp_path):
    text, _, signature = TOKEN.rpartition(".")
    assert _openssl_takes(world.CURRENT, text.encode(), from_base64url(signature), tmp_path)
    assert not _openssl_takes(world.CURRENT, text.encode() + b"x", from_base64url(signature), tmp_path)

    protected, _, payload, signature = _cose(CODE)
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    assert _openssl_takes(world.CURRENT, signed, signature, tmp_path)
    assert not _openssl_takes(world.FOREIGN, signed, signature, tmp_path)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
def test_openssl_takes_p_256(tmp_path):
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    text, _, signature = ES256_TOKEN.rpartition(".")
    both = from_base64url(signature)
    der = encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
    assert _openssl_takes(world.ES256, text.encode(), der, tmp_path)


def _cose(address):
    """Return the four parts of a code by what the standard library and cbor2 understand of it."""
    text = address.rpartition("/")[2]
    data = base64.b32decode(text + "=" * (-len(text) % 8))
    tag = cbor2.loads(zlib.decompress(data) if data[:1] == b"\x78" else data)
    assert tag.tag == 18
    return tag.value


@pytest.mark.parametrize("key", [world.CURRENT, world.ES256], ids=["Ed25519", "ES256"])
def test_cbor2_reads_a_code_as_the_table_says(key):
    protected, unprotected, payload, signature = _cose(made_codes.coded(world.content(), key=key))
    number = {"Ed25519": -19, "ES256": -9}[key.algorithm]
    assert cbor2.loads(protected) == {1: number, 4: key.public.thumbprint[:8]}
    assert (unprotected, len(signature)) == ({}, 64)
    assert cbor2.loads(payload) == made_codes.GIST


@pytest.mark.parametrize("error", ["L", "M", "Q"])
def test_zxing_reads_the_picture_of_a_code(error):
    drawn = segno.make(CODE, error=error)
    assert drawn.mode == "alphanumeric"
    rows = [[255 * (1 - bit) for bit in row] for row in drawn.matrix_iter(scale=4, border=4)]
    (found,) = zxingcpp.read_barcodes(_image(rows))
    assert (found.text, found.format) == (CODE, zxingcpp.BarcodeFormat.QRCode)


def _image(rows):
    """Return rows of grey as what zxing-cpp takes: a buffer of two dimensions."""
    return memoryview(b"".join(map(bytes, rows))).cast("B", shape=[len(rows), len(rows[0])])
