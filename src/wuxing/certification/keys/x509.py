"""X.509 for the signatures in PDF: the body's own root (P-256), and the certificates of its document keys."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from wuxing.certification.keys.store.private import Private, Soft, public_of
from wuxing.proof.keys import from_base64url

ROOT_DAYS = 7_305  # 20 years
LEAF_DAYS = 1_827  # 5 years
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
BACKDATED = timedelta(minutes=5)  # clocks of readers differ
_NO_USE = dict.fromkeys(
    (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    ),
    False,
)  # fmt: skip


def root(key: Soft, *, organisation: str, at: datetime) -> str:
    """Return the self-signed certificate of a body's root as PEM."""
    name = _name(organisation, "签章根证书 Signing Root", key.kid)
    own = key.authority().public_key()
    builder = (
        _builder(name, name, own, at, timedelta(days=ROOT_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**_NO_USE | {"key_cert_sign": True, "crl_sign": True}), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False)
    )
    return _pem(builder.sign(key.authority(), hashes.SHA256()))


def leaf(
    public: bytes, *, kid: str, issuer: Soft, issuer_pem: str, organisation: str, rehearsal: bool,
    at: datetime,
) -> str:  # fmt: skip
    """Return the certificate of a document key and the root that signed it, as PEM, own first."""
    above = first(issuer_pem)
    own = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    title = "演练签章 EXERCISE ONLY" if rehearsal else "证书签章 Certificate Signing"
    ends = min(at + timedelta(days=LEAF_DAYS), above.not_valid_after_utc)
    builder = (
        _builder(_name(organisation, title, kid), above.subject, own, at, ends - at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(**_NO_USE | {"digital_signature": True, "content_commitment": True}), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.authority().public_key()), critical=False
        )
    )
    return _pem(builder.sign(issuer.authority(), hashes.SHA256())) + issuer_pem


def chain(pem: str) -> list[x509.Certificate]:
    """Return the certificates of a PEM text, in its order."""
    return x509.load_pem_x509_certificates(pem.encode())


def first(pem: str) -> x509.Certificate:
    """Return the first certificate of a PEM text."""
    return chain(pem)[0]


def anchor(pem: str) -> str:
    """Return the last certificate of a chain as PEM: what a verifier is told to trust."""
    return _pem(chain(pem)[-1])


def text_of(certificates: list[x509.Certificate]) -> str:
    """Return certificates as PEM."""
    return "".join(_pem(one) for one in certificates)


def fits(pem: str, key: Private) -> bool:
    """Say whether the first certificate of a chain is the key's."""
    public = first(pem).public_key()
    return isinstance(public, ec.EllipticCurvePublicKey) and public_of(public) == key.public


def _name(organisation: str, title: str, kid: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[:24]} {title}"[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, from_base64url(kid)[:8].hex()),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACKDATED)
        .not_valid_after(at + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
