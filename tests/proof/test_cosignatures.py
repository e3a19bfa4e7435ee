"""Cosignatures: what a witness signs, and how it is read (c2sp.org/tlog-cosignature)."""

from base64 import b64decode
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from wuxing.proof import checkpoints, cosignatures
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.cosignatures import Cosignature, cosign, cosigned, cosigner_from, cosigner_of
from wuxing.proof.notes import BadNote, Signer, parts_of, verifier_from

LOG = Signer("log.example/1", bytes(range(32)))
WITNESS = Signer("witness.example/w1", bytes(32))
OTHER = Signer("witness.example/w2", bytes([7] * 32))
HEAD = Checkpoint(LOG.name, 20852163, bytes(32))
NOTE = checkpoints.signed(HEAD, LOG)
AT = 1679315147
EXAMPLE = (  # of the standard
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_a_cosigned_checkpoint_says_who_and_when():
    note = NOTE + cosign(HEAD.text(), WITNESS, AT) + cosign(HEAD.text(), OTHER, AT + 1)
    witnesses = [cosigner_of(OTHER), cosigner_of(WITNESS)]
    assert cosigned(note, witnesses) == [
        Cosignature(cosigner_of(WITNESS), AT),
        Cosignature(cosigner_of(OTHER), AT + 1),
    ]
    assert checkpoints.verified(note, [LOG.verifier()], LOG.name) == HEAD
    assert cosigned(NOTE, witnesses) == []


def test_the_signed_message_is_the_standards():
    value = b64decode(cosign(HEAD.text(), WITNESS, AT).split()[2])
    message = f"cosignature/v1\ntime {AT}\n{HEAD.text()}".encode()
    Ed25519PublicKey.from_public_bytes(cosigner_of(WITNESS).public).verify(value[12:], message)
    assert (value[:4], value[4:12]) == (cosigner_of(WITNESS).key_id, AT.to_bytes(8))


def test_the_time_of_the_standards_example_is_read():
    signature = parts_of(EXAMPLE)[1][1]
    assert cosignatures.time_of(signature.value) == AT
    assert cosignatures.line_of(signature) == EXAMPLE.splitlines(keepends=True)[-1]


@pytest.mark.parametrize("change", [0, 7, 8, 40, 71])
def test_a_changed_cosignature_spoils_the_note(change):
    signature = parts_of(NOTE + cosign(HEAD.text(), WITNESS, AT))[1][1]
    value = bytearray(signature.value)
    value[change] ^= 1
    line = cosignatures.line_of(type(signature)(signature.name, signature.key_id, bytes(value)))
    with pytest.raises(BadNote, match="is false"):
        cosigned(NOTE + line, [cosigner_of(WITNESS)])


def test_a_key_of_a_log_is_no_key_of_a_witness():
    assert cosigner_of(WITNESS).key_id != WITNESS.verifier().key_id
    for text in (WITNESS.verifier().text(), cosigner_of(WITNESS).text()[:-2], "", "a+b", "a+00000000+BA=="):
        with pytest.raises(BadNote):
            cosigner_from(text)
    with pytest.raises(BadNote):
        verifier_from(cosigner_of(WITNESS).text())
    assert cosigner_from(cosigner_of(WITNESS).text()) == cosigner_of(WITNESS)


def test_a_cosignature_without_a_time_is_not_made():
    with pytest.raises(ValueError, match="time"):
        cosign(HEAD.text(), WITNESS, 0)


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    for read in (cosigner_from, lambda note: cosigned(note, [cosigner_of(WITNESS)])):
        with suppress(BadNote):
            read(text)
