"""Whatever is handed to the verifier: a verdict or a clear refusal, never green, no crash, nothing unbounded."""

import contextlib
import json
import os
import tracemalloc
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proof.certificates import CODE, TOKEN
from tools.vectors import papers, vector, world
from wuxing.proof.trust import BadTrust, trust_from
from wuxing.proof.verifying import certificates, documents, logs, others, pdfs
from wuxing.proof.verifying.certificates import Beside
from wuxing.proof.verifying.verdicts import Answer

MUCH = settings(max_examples=int(os.environ.get("WUXING_FUZZ", "60")), deadline=None)  # WUXING_FUZZ=5000 for a long run
TRUST = trust_from(json.dumps(world.trust()))
LISTS = tuple(one.text for one in vector.GOOD)
LOGGED = world.logged(world.content())
PROOF, OPENING = LOGGED.proof.text().encode(), LOGGED.opening().encode()
PAPER = papers.signed(papers.plain(papers.attached(world.content(), None, LOGGED)))
RED = {Answer.FAILS, Answer.UNKNOWN}
ODD = st.sampled_from(
    [b"", b"\0", b"\n", b"<<", b">>", b"[", b"stream", b"endobj", b"99999999999", b"/Kids", b"1 0 R", b"-1"]
)


@st.composite
def disturbed(draw, data):
    """`data` with a few bytes replaced, removed, put in or doubled."""
    for _turn in range(draw(st.integers(1, 4))):
        place, kind = draw(st.integers(0, len(data))), draw(st.integers(0, 3))
        some = draw(ODD | st.binary(max_size=8))
        if kind == 0:
            data = data[:place] + some + data[place + len(some) :]
        elif kind == 1:
            data = data[:place] + data[place + draw(st.integers(1, 200)) :]
        elif kind == 2:
            data = data[:place] + some + data[place:]
        else:
            data = data[:place] + data[place : place + 300] + data[place:]
    return data


@MUCH
@given(disturbed(PAPER))
def test_a_disturbed_paper_is_never_green(data):
    opinion = documents.of_pdf(data, Beside(LISTS), TRUST, world.NOW)
    is_same = data.lower() == PAPER.lower()  # the digits of the signature may be in the other case
    assert opinion.answer is Answer.FAILS or is_same, opinion.sentence


@MUCH
@given(st.binary(max_size=400).map(lambda data: b"%PDF-1.7\n" + data))
def test_what_only_begins_like_a_pdf(data):
    assert documents.of_pdf(data, Beside(), TRUST, world.NOW).code == "not_valid:malformed"


@MUCH
@given(disturbed(papers.plain(papers.attached(world.content()))))
def test_a_disturbed_file_is_read_within_bounds(data):
    tracemalloc.start()
    try:
        pdfs.Pdf(data).attachments(documents.LIMITS)
    except pdfs.BadPdf:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 64 << 20


@MUCH
@given(disturbed(PROOF), disturbed(OPENING), st.booleans(), st.booleans())
def test_disturbed_proofs_prove_nothing(proof, opening, with_proof, with_opening):
    beside = Beside(LISTS, PROOF if with_proof else proof, OPENING if with_opening else opening)
    opinion = certificates.of_credential(TOKEN, beside, TRUST, world.NOW)
    is_same = (beside.proof, beside.opening) == (PROOF, OPENING)
    is_unknown = opinion.code == "cannot_say:unknown_log"  # the key's id on the line was disturbed
    assert opinion.code == "not_valid:log" or is_same or is_unknown or _says_the_same(beside), opinion.sentence


def _says_the_same(beside):
    """Signatures that nobody knows and the order of lines may change: what is read is the same."""
    try:
        proof = logs.proof_from(beside.proof)
    except ValueError:
        return False
    return (proof.envelope, proof.index, proof.path) == (LOGGED.proof.envelope, 3, LOGGED.proof.path)


@MUCH
@given(st.binary(max_size=300), st.binary(max_size=300), st.binary(max_size=300), st.text(max_size=300))
def test_anything_beside_a_credential(proof, opening, content, status):
    opinion = certificates.of_credential(TOKEN, Beside((status,), proof, opening, content), TRUST, world.NOW)
    assert opinion.code == "not_valid:content"


@MUCH
@given(st.text(max_size=400))
def test_any_text_as_carrier(text):
    for judge in (certificates.of_credential, certificates.of_code):
        assert judge(text, Beside(LISTS), TRUST, world.NOW).answer in RED
    assert certificates.of_code(CODE[:60] + text, Beside(LISTS), TRUST, world.NOW).answer in RED


@MUCH
@given(disturbed(PROOF))
def test_a_proof_alone_is_judged_or_refused(data):
    with contextlib.suppress(ValueError):
        others.of_proof(data, OPENING, [world.LOG_KEY.verifier()], TRUST)


@MUCH
@given(disturbed(json.dumps(world.trust()).encode()))
def test_a_disturbed_trust_file_is_taken_or_refused(data):
    with contextlib.suppress(BadTrust):
        trust_from(data)


def test_streams_of_objects_that_unpack_to_much_are_refused_early():
    """The bomb is not in an attachment but where the file keeps its objects."""
    packed = zlib.compress(bytes(200 << 20), 9)
    parts, places = [b"%PDF-1.7\n"], {}
    bodies = {
        2: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\nendstream",
    }
    for number, body in bodies.items():
        places[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = sum(map(len, parts))
    rows = b"".join(
        bytes([kind]) + value.to_bytes(4) + bytes([extra])
        for kind, value, extra in ((0, 0, 255), (2, 2, 0), (1, places[2], 0), (1, table, 0))
    )
    head = b"<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(rows)
    parts.append(b"3 0 obj\n" + head + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table)
    data = b"".join(parts)
    tracemalloc.start()
    try:
        opinion = documents.of_pdf(data, Beside(), TRUST, world.NOW)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (opinion.code, peak < 40 << 20) == ("not_valid:malformed", True)
    assert "exceeds the limit" in opinion.sentence
