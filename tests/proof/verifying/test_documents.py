"""A certificate in PDF, made by typst and signed by pyHanko: whole it holds, and one byte anywhere breaks it."""

import json
import random
import tracemalloc
import zlib
from datetime import datetime, timedelta

import pytest

from tools.vectors import papers, vector, world
from tools.vectors.papers import attached, drawn, plain, signed
from wuxing.proof.trust import trust_from
from wuxing.proof.verifying import documents, pdfs
from wuxing.proof.verifying.certificates import Beside
from wuxing.proof.verifying.verdicts import Answer

TRUST = trust_from(json.dumps(world.trust()))
BESIDE = Beside(tuple(one.text for one in vector.GOOD))
CONTENT = world.content()


def judged(data, beside=BESIDE, trust=TRUST, at=world.NOW):
    return documents.of_pdf(data, beside, trust, at)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return signed(drawn(attached(CONTENT, None, world.logged(CONTENT))))


def test_a_paper_holds(paper):
    opinion = judged(paper)
    assert (opinion.code, opinion.facts["attachments"]) == ("in_force", sorted(documents.LIMITS))
    assert [check.name for check in opinion.checks] == [
        "signature", "content", "log", "key", "days", "status", "document",
    ]  # fmt: skip


def test_any_byte_changed_is_found(paper):
    """Wherever it stands: in the page, an attachment, a table, the signature and the room it leaves."""
    start, end = papers.signature_in(paper)
    chosen = random.Random(27922)
    places = [chosen.randrange(len(paper)) for _ in range(60)] + [chosen.randrange(start, end) for _ in range(25)]
    for place in places:
        changed = bytearray(paper)
        changed[place] ^= 1 << chosen.randrange(8)
        if changed[start:end].lower() == paper[start:end].lower() and start <= place < end:
            continue  # the same digit in the other case says the same
        assert judged(bytes(changed)).answer is Answer.FAILS, place


def test_anything_added_is_found(paper):
    for more in (b"\n", b"%", b"\0" * 40, paper):
        assert judged(paper + more).answer is Answer.FAILS


def test_any_cut_is_found(paper):
    for length in range(0, len(paper), len(paper) // 23):
        assert judged(paper[:length]).answer is Answer.FAILS, length


def test_the_proof_of_the_paper_counts_and_not_one_beside_it(paper):
    beside = Beside(BESIDE.status, proof=b"another", opening=b"{}", content=b"{}")
    assert judged(paper, beside).code == "in_force"


def test_a_certificate_of_an_authority_stands_for_itself():
    data = world.trust()
    from cryptography.hazmat.primitives.serialization import Encoding

    data["bodies"][0]["x509"] = [papers.leaf(world.DOCUMENT).public_bytes(Encoding.PEM).decode()]
    alone = signed(plain(attached(CONTENT)), chain=[papers.leaf(world.DOCUMENT)])
    assert judged(alone, trust=trust_from(json.dumps(data))).code == "in_force"
    foreign = signed(plain(attached(CONTENT)), key=papers.FOREIGN_DOCUMENT, chain=papers.foreign()[:1])
    assert judged(foreign, trust=trust_from(json.dumps(data))).code == "not_valid:document"


def test_the_certificate_of_the_signer_counts_on_the_day_of_signing():
    late = datetime.fromisoformat("2046-06-01T00:00:00+00:00")
    assert judged(signed(plain(attached(CONTENT)), at=late)).code == "not_valid:document"


def test_a_key_revoked_later_is_in_doubt():
    data = world.trust()
    key = next(one for one in data["bodies"][0]["keys"] if one["purpose"] == "document")
    key["revoked_from"] = (world.NOW - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    opinion = judged(signed(plain(attached(CONTENT))), trust=trust_from(json.dumps(data)))
    assert opinion.code == "cannot_say:key_revoked"


# bombs


def bomb(data: bytes, name: str = "certificate.tlog-proof") -> bytes:
    return plain(attached(CONTENT) | {name: data})


def peak_of(read) -> int:
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_attachment_that_unpacks_to_much_is_refused_early():
    data = bomb(bytes(300 << 20))
    assert judged(data).code == "not_valid:malformed"
    assert peak_of(lambda: judged(data)) < 40 << 20


def test_an_attachment_packed_twice_is_refused_early():
    """A stream with two filters multiplies its size twice."""
    data = bomb(b"SEED" * 12)
    inner = zlib.compress(bytes(500 << 20), 9)
    twice = zlib.compress(inner, 9)
    place = data.index(b"/EmbeddedFile")
    start = data.rindex(b" obj", 0, place)
    end = data.index(b"endobj", place)
    stream = (
        b" obj\n<< /Type /EmbeddedFile /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(twice)
        + twice
        + b"\nendstream\n"
    )
    changed = data[:start] + stream + data[end:]
    assert peak_of(lambda: judged(changed)) < 60 << 20
    assert judged(changed).code == "not_valid:malformed"


def test_attachments_nobody_asks_for_are_not_unpacked():
    data = signed(plain(attached(CONTENT) | {"film.bin": bytes(300 << 20)}))
    assert peak_of(lambda: judged(data)) < 60 << 20
    assert judged(data).code == "in_force"


def test_a_paper_too_large_is_not_read():
    assert judged(b"%PDF-1.7" + bytes(pdfs.MOST_BYTES)).sentence == "Not valid: more than 32 MB."


# time stamps


@pytest.fixture(scope="module")
def stamped() -> bytes:
    """A paper with a time stamp of an authority that nobody trusts (PAdES B-T)."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.timestamps import DummyTimeStamper

    key, name = generate_private_key(65_537, 2048), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "time")])
    use = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
    own = (
        x509.CertificateBuilder(name, name, key.public_key(), 7, world.BEFORE, world.NOW + timedelta(days=9))
        .add_extension(use, critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1.Certificate.load(own.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        fixed_dt=papers.SIGNED,
    )
    return signed(plain(attached(CONTENT)), timestamper=stamper)


def test_a_time_stamp_does_no_harm(stamped):
    assert judged(stamped).code == "in_force"


def test_a_false_time_stamp_is_found(stamped):
    _start, end = papers.signature_in(stamped)
    last = len(stamped[:end].rstrip(b"0")) - 20
    changed = stamped[:last] + (b"0" if stamped[last : last + 1] != b"0" else b"1") + stamped[last + 1 :]
    assert judged(changed).code == "not_valid:document"
