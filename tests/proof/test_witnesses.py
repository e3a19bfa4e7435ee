"""What a witness signs and what it refuses (c2sp.org/tlog-witness)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.proof import checkpoints, merkle
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.cosignatures import cosign, cosigner_of
from wuxing.proof.merkle import Frontier
from wuxing.proof.notes import BadNote, Signer
from wuxing.proof.witnesses import Known, Refused, Request, judged, origin_of, request_from, signatures_in

LOG = Signer("log.example/1", bytes(range(32)))
STRANGER = Signer("log.example/1", bytes(32))
LEAVES = [merkle.leaf_hash(bytes([place])) for place in range(20)]


def tree(size, leaves=LEAVES):
    nodes, frontier = {}, Frontier()
    for place, leaf in enumerate(leaves[:size]):
        nodes[(0, place)] = leaf
        nodes.update({(level, index): node for level, index, node in frontier.append(leaf)})
    return frontier.root(), lambda places: {place: nodes[place] for place in places}


def asked(old, size, signer=LOG, leaves=LEAVES):
    root, read = tree(size, leaves)
    proof = tuple(merkle.consistency_proof(old, size, read)) if 0 < old <= size else ()
    return Request(old, proof, checkpoints.signed(Checkpoint(LOG.name, size, root), signer))


def known(size):
    return Known(size, tree(size)[0])


@pytest.mark.parametrize(("old", "size"), [(0, 0), (0, 7), (7, 7), (7, 8), (8, 20), (1, 20), (13, 14)])
def test_a_log_that_only_grew_is_cosigned(old, size):
    request = request_from(asked(old, size).text())
    assert request == asked(old, size)
    assert judged(request, [LOG.verifier()], known(old)) == Checkpoint(LOG.name, size, tree(size)[0])


FORKED = [*LEAVES[:5], merkle.leaf_hash(b"another"), *LEAVES[6:]]


@pytest.mark.parametrize(
    ("request_", "last", "status"),
    [
        (asked(7, 9, signer=STRANGER), 7, 403),
        (asked(9, 7), 9, 400),
        (asked(6, 9), 7, 409),
        (asked(0, 9), 7, 409),
        (asked(7, 9, leaves=FORKED), 7, 422),
        (asked(7, 7, leaves=FORKED), 7, 422),
        (Request(7, asked(7, 9).proof[:-1], asked(7, 9).note), 7, 422),
        (Request(0, (bytes(32),), asked(0, 9).note), 0, 422),
        (Request(0, (), checkpoints.signed(Checkpoint(LOG.name, 0, bytes(32)), LOG)), 0, 422),
        (Request(0, (bytes(32),), asked(0, 0).note), 0, 422),
    ],
)
def test_anything_else_is_refused(request_, last, status):
    with pytest.raises(Refused) as refusal:
        judged(request_, [LOG.verifier()], known(last))
    assert (refusal.value.status, refusal.value.body == f"{last}\n") == (status, status == 409)


def test_a_false_signature_of_the_logs_key_is_refused():
    note = asked(0, 9).note.replace("9\n", "8\n", 1)
    with pytest.raises(Refused) as refusal:
        judged(Request(0, (), note), [LOG.verifier()], Known())
    assert refusal.value.status == 403


@pytest.mark.parametrize(
    "text",
    [
        "",
        "old 0\n",
        "old 01\n\n" + asked(0, 3).note,
        "old -1\n\n" + asked(0, 3).note,
        "0\n\n" + asked(0, 3).note,
        "old 1\nAAAA\n\n" + asked(0, 3).note,
        "old 1\n!\n\n" + asked(0, 3).note,
        "old 1\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63 + "\n" + asked(0, 3).note,
        "old 0\n\nno checkpoint",
    ],
)
def test_a_malformed_request_is_refused(text):
    with pytest.raises(Refused) as refusal:
        origin_of(request_from(text))
    assert refusal.value.status == 400


def test_an_answer_is_signature_lines_and_nothing_else():
    note = asked(0, 9).note
    line = cosign(checkpoints.unverified(note).text(), STRANGER, 1)
    (found,) = signatures_in(line)
    assert (found.name, found.key_id) == (LOG.name, cosigner_of(STRANGER).key_id)
    for answer in ("", "nothing", line[:-1], "x\n\n" + line, line + "\n"):
        with pytest.raises(BadNote):
            signatures_in(answer)


@given(st.text(max_size=300), st.integers(0, 30))
def test_no_request_breaks_the_witness(text, cut):
    for body in (text, asked(7, 9).text()[:-cut] + text):
        with suppress(Refused):
            judged(request_from(body), [LOG.verifier()], known(7))
