"""The world of the vectors: bodies, keys, a log and the time, all made from fixed seeds. None of it is secret."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from wuxing.proof import didweb, merkle
from wuxing.proof.canonical import canonical
from wuxing.proof.checkpoints import Checkpoint, signed
from wuxing.proof.content import CERTIFICATE, digest
from wuxing.proof.didweb import KeyOfBody
from wuxing.proof.envelopes import Envelope, commitment
from wuxing.proof.keys import Ed25519Key, PublicKey
from wuxing.proof.notes import Signer
from wuxing.proof.proofs import Proof

HOST = "certify.example"
BASE = f"https://{HOST}"
DID, OTHER_DID, UNKNOWN_DID = (didweb.did_of(HOST, slug) for slug in ("huaxin", "anhua", "wuming"))
LIST, REHEARSAL_LIST = f"{BASE}/status/huaxin/r1", f"{BASE}/status/huaxin/x1"
LOG = f"{HOST}/log/huaxin"
INDEX, SUSPENDED_INDEX, WITHDRAWN_INDEX = 94_567, 17, 131_071
NOW = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
SIGNED = datetime(2026, 11, 1, 2, 30, tzinfo=UTC)
LISTED = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)


def seed(name: str) -> bytes:
    """Return the 32 bytes from which a key of that name is made."""
    return sha256(f"wuxing test vector: {name}".encode()).digest()


@dataclass(frozen=True)
class Es256Key:
    """A P-256 key that signs in a way that can be repeated (RFC 6979)."""

    private: int
    public: PublicKey = field(init=False)

    def __post_init__(self) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        point = self.key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        object.__setattr__(self, "public", PublicKey("ES256", point))

    def key(self) -> Any:
        """Return the key as the library has it."""
        from cryptography.hazmat.primitives.asymmetric import ec

        return ec.derive_private_key(self.private, ec.SECP256R1())

    @property
    def algorithm(self) -> str:
        return "ES256"

    @property
    def kid(self) -> str:
        return self.public.kid()

    def sign(self, data: bytes, /) -> bytes:
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
        from cryptography.hazmat.primitives.hashes import SHA256

        r, s = decode_dss_signature(self.key().sign(data, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(32) + s.to_bytes(32)


CURRENT = Ed25519Key(seed("certificate key"))
RETIRED = Ed25519Key(seed("retired certificate key"))
REVOKED = Ed25519Key(seed("revoked certificate key"))
REHEARSING = Ed25519Key(seed("rehearsal key"))
ES256 = Es256Key(int.from_bytes(seed("certificate key, ES256")))
FOREIGN = Ed25519Key(seed("nobody's key"))
OTHERS = Ed25519Key(seed("another body's key"))
ROOT = Es256Key(int.from_bytes(seed("root of document keys")))
DOCUMENT = Es256Key(int.from_bytes(seed("document key")))
DOCUMENT_RETIRED = Es256Key(int.from_bytes(seed("retired document key")))
DOCUMENT_REVOKED = Es256Key(int.from_bytes(seed("revoked document key")))
DOCUMENT_REVOKED_LATER = Es256Key(int.from_bytes(seed("document key, revoked later")))
REHEARSAL_DOCUMENT = Es256Key(int.from_bytes(seed("rehearsal document key")))
LOG_KEY = Signer(LOG, seed("log key"))
FALSE_LOG_KEY = Signer(LOG, seed("another log key"))
OTHER_LOG_KEY = Signer(f"{HOST}/log/anhua", seed("another body's log key"))

STARTED = datetime(2026, 6, 1, tzinfo=UTC)
BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
REVOKED_FROM = datetime(2026, 9, 1, tzinfo=UTC)


def trust() -> dict[str, Any]:
    """Return the trust file of the vectors."""
    keys = [
        KeyOfBody(CURRENT.public, "certificate", STARTED),
        KeyOfBody(ES256.public, "certificate", STARTED),
        KeyOfBody(RETIRED.public, "certificate", BEFORE, retired=STARTED),
        KeyOfBody(REVOKED.public, "certificate", BEFORE, revoked_from=REVOKED_FROM),
        KeyOfBody(REHEARSING.public, "rehearsal", STARTED),
        KeyOfBody(DOCUMENT.public, "document", STARTED),
        KeyOfBody(DOCUMENT_RETIRED.public, "document", BEFORE, retired=STARTED),
        KeyOfBody(DOCUMENT_REVOKED.public, "document", BEFORE, revoked_from=REVOKED_FROM),
        KeyOfBody(DOCUMENT_REVOKED_LATER.public, "document", BEFORE, revoked_from=LISTED),
        KeyOfBody(REHEARSAL_DOCUMENT.public, "rehearsal_document", STARTED),
    ]
    return {
        "bodies": [
            {
                "did": DID,
                "slug": "huaxin",
                "name": "华信认证（测试）",
                "keys": [didweb.trusted_key(one) for one in keys],
                "x509": [root_certificate()],
                "logs": [LOG_KEY.verifier().text()],
            },
            {
                "did": OTHER_DID,
                "slug": "anhua",
                "name": "安华认证（测试）",
                "keys": [didweb.trusted_key(KeyOfBody(OTHERS.public, "certificate", STARTED))],
                "x509": [],
                "logs": [OTHER_LOG_KEY.verifier().text()],
            },
        ],
        "witnesses": [],
    }


def content(**changes: Any) -> dict[str, Any]:
    """Return a good content; `changes` replace members, `body__did` one inside another."""
    made = deepcopy(_CONTENT)
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = made
        for step in way:
            place = place[step]
        place[last] = value
    return made


_CONTENT: dict[str, Any] = {
    "type": CERTIFICATE,
    "number": "2026HUAXIN00042",
    "revision": 1,
    "body": {"name": "华信认证（测试）", "name_en": "Hua Xin (test)", "did": DID, "approval": "CNCA-R-2020-000"},
    "holder": {
        "name": "盛达家电服务有限公司",
        "name_en": "Shengda Appliance Service Co., Ltd.",
        "credit_code": "91350100M000100Y43",
        "address": "福州市鼓楼区梅亭路1号",
    },
    "scheme": {
        "id": f"cn.gbt.27922@2011.1#sha256:{sha256(b'the pack of the vectors').hexdigest()}",
        "title": {
            "zh-Hans": "商品售后服务评价体系",
            "zh-Hant": "商品售後服務評價體系",
            "en": "Evaluation system for after-sales service of commodities",
        },
        "basis": ["GB/T 27922-2011"],
    },
    "level": {"id": "star5", "stars": 5, "name": {"zh-Hans": "五星级", "zh-Hant": "五星級", "en": "Five stars"}},
    "score": "96.30",
    "scope": "家用电器（冰箱、洗衣机、空调）的安装、维修、保养和退换货服务；不含燃气用具的安装与维修。覆盖福州市、泉州市和厦门市。",
    "sites": [
        {"name": "福州总部", "address": "福州市鼓楼区梅亭路1号"},
        {"name": "泉州服务站", "address": "泉州市丰泽区田安路9号"},
    ],
    "issued_on": "2026-11-01",
    "valid_until": "2029-10-31",
    "last_evaluated_on": "2026-10-20",
    "surveillance_due_on": "2027-10-20",
    "replaces": "2023HUAXIN00007",
    "status": {"list": LIST, "index": INDEX},
    "log": LOG,
    "url": f"{BASE}/register/huaxin/2026HUAXIN00042/",
}


@dataclass(frozen=True)
class Logged:
    """A content in a log: its proof and its opening, as the files say them."""

    proof: Proof
    salt: bytes
    payload: dict[str, Any]

    def opening(self) -> str:
        return canonical({"salt": self.salt.hex(), "payload": self.payload}).decode()


def logged(
    made: dict[str, Any], signer: Signer = LOG_KEY, recorded: datetime = SIGNED, kind: str = "certificate.seal"
) -> Logged:
    """Return the content as entry 3 of a log of 7 whose head `signer` signs."""
    salt = sha256(b"salt" + digest(made)).digest()[:16]
    payload = {"number": made["number"], "revision": made["revision"], "digest": digest(made).hex()}
    entries = [envelope(index, bytes(32), recorded, "certificate.issue") for index in range(7)]
    entries[3] = envelope(3, commitment(salt, payload), recorded, kind)
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    frontier, nodes = merkle.Frontier(), {(0, index): leaf for index, leaf in enumerate(leaves)}
    for leaf in leaves:
        nodes |= {(level, index): node for level, index, node in frontier.append(leaf)}
    note = signed(Checkpoint(signer.name, 7, frontier.root()), signer)
    return Logged(Proof(entries[3], 3, tuple(merkle.inclusion_proof(3, 7, lambda _: nodes)), note), salt, payload)


def envelope(index: int, commit: bytes, recorded: datetime, kind: str) -> bytes:
    """Return an entry of the log."""
    return Envelope(
        id=100 + index,
        type=kind,
        tenant=1,
        occurred_at=recorded,
        recorded_at=recorded,
        source="",
        actor=3,
        channel="web",
        target="certificate:42",
        case="case:9",
        payload_commit=commit,
    ).canonical()


def root_certificate() -> str:
    """Return the root certificate of the body's document keys, as PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return str(certificate("华信认证（测试）根", ROOT, "华信认证（测试）根", ROOT).public_bytes(Encoding.PEM).decode())


def certificate(subject: str, of: Es256Key, issuer: str, by: Es256Key) -> Any:
    """Return an X.509 certificate: of the root itself, or of the document key under it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    is_root = of is by
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(of.key().public_key())
        .serial_number(int.from_bytes(sha256(subject.encode()).digest()[:15]))
        .not_valid_before(BEFORE)
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(of.key().public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key().public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root, content_commitment=not is_root, key_cert_sign=is_root, crl_sign=is_root, **usage
            ),
            critical=True,
        )
    )  # fmt: skip
    return builder.sign(by.key(), SHA256(), ecdsa_deterministic=True)
