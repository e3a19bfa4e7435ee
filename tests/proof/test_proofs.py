"""Proof files (c2sp.org/tlog-proof): with and without extra data; and no text breaks the readers of a log's files."""

from base64 import b64encode
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proof.logs import SIGNER, entries, head, tree
from wuxing.proof import checkpoints, merkle, proofs, tiles
from wuxing.proof.cosignatures import cosign, cosigned, cosigner_of
from wuxing.proof.notes import BadNote, Signer, opened, parts_of, signer_from, verifier_from
from wuxing.proof.proofs import Proof, proof_from

KEY = SIGNER.verifier()
LEAVES = entries(20)
NOTE = head(LEAVES)
HASH = b64encode(bytes(32)).decode()


def proof(place=7, note=NOTE):
    _root, nodes = tree(LEAVES)
    path = merkle.inclusion_proof(place, len(LEAVES), lambda places: {each: nodes[each] for each in places})
    return Proof(LEAVES[place], place, tuple(path), note)


def test_a_proof_is_written_read_and_checked():
    assert proof_from(proof().text()) == proof()
    assert proofs.checked(proof(), [KEY], KEY.name).size == 20


def test_extra_data_may_be_absent():
    lines = proof().text().split("\n")
    bare = "\n".join([lines[0], *lines[2:]])
    assert proof_from(bare) == Proof(b"", 7, proof().path, NOTE)
    assert proof_from(bare).text() == bare


def test_a_proof_carries_its_cosignatures():
    witness = Signer("witness.example/w1", bytes(32))
    note = NOTE + cosign(NOTE.partition("\n\n")[0] + "\n", witness, 7)
    found = proof_from(proof(note=note).text())
    assert proofs.checked(found, [KEY], KEY.name).size == 20
    assert [each.at for each in cosigned(found.note, [cosigner_of(witness)])] == [7]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        f"c2sp.org/tlog-proof@v2\nindex 0\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\n\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex notanumber\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex -5\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex 05\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex ٣\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n!!\n\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{b64encode(bytes(64)).decode()}\n\n{NOTE}",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{HASH}\n" * 64 + f"\n{NOTE}",
        f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH}\n{NOTE}",
    ],
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(BadNote):
        proofs.checked(proof_from(text), [KEY], KEY.name)


@pytest.mark.parametrize("place", range(len(LEAVES)))
def test_a_proof_holds_for_its_own_place_and_entry_only(place):
    assert proofs.checked(proof(place), [KEY], KEY.name).size == 20
    other = (place + 1) % len(LEAVES)
    for changed in (
        Proof(LEAVES[other], place, proof(place).path, NOTE),
        Proof(LEAVES[place], other, proof(place).path, NOTE),
    ):
        with pytest.raises(BadNote, match="does not lead"):
            proofs.checked(changed, [KEY], KEY.name)


READERS = [
    parts_of,
    verifier_from,
    signer_from,
    checkpoints.unverified,
    lambda text: opened(text, [KEY]),
    lambda text: proofs.checked(proof_from(text), [KEY], KEY.name),
]


@given(st.text(max_size=300), st.integers(0, 400), st.integers(0, 40))
def test_no_text_breaks_a_reader(text, place, cut):
    for whole in ("", NOTE, proof().text(), KEY.text(), SIGNER.secret()):
        damaged = whole[:place] + text + whole[place + cut :]
        for read in READERS:
            with suppress(BadNote):
                read(damaged)


@given(st.binary(max_size=2_000))
def test_no_bytes_break_a_tile_or_bundle(content):
    with suppress(ValueError):
        assert tiles.bundled(tiles.unbundled(content)) == content
    with suppress(ValueError):
        assert b"".join(tiles.hashes_in(content)) == content
