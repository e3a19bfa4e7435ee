"""Checkpoints as c2sp.org/tlog-checkpoint writes them."""

import pytest

from wuxing.proof.checkpoints import Checkpoint, signed, unverified, verified
from wuxing.proof.notes import BadNote, Signer

SIGNER = Signer("wuxing.local/shengda", bytes(range(32)))
KEYS = [SIGNER.verifier()]
HEAD = Checkpoint("wuxing.local/shengda", 20852163, bytes(32))
EXAMPLE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
    "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)


def test_the_standards_example_is_read():
    head = unverified(EXAMPLE)
    assert (head.origin, head.size, head.root.hex()[:8]) == ("example.com/behind-the-sofa", 20852163, "0ac5186a")
    assert EXAMPLE.startswith(head.text() + "\n")


def test_a_signed_checkpoint_is_verified():
    note = signed(HEAD, SIGNER)
    assert verified(note, KEYS, HEAD.origin) == HEAD
    assert unverified(note) == HEAD


def test_a_checkpoint_of_another_log_is_refused():
    with pytest.raises(BadNote, match="not of elsewhere"):
        verified(signed(HEAD, SIGNER), KEYS, "elsewhere")


def test_extension_lines_are_taken():
    assert verified(SIGNER.sign(HEAD.text() + "more\n"), KEYS, HEAD.origin) == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        "origin\n01\n" + "A" * 43 + "=\n",
        "origin\n-1\n" + "A" * 43 + "=\n",
        "origin\n٣\n" + "A" * 43 + "=\n",
        "origin\n" + "9" * 5000 + "\n" + "A" * 43 + "=\n",
        "origin\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(BadNote):
        unverified(SIGNER.sign(text))
