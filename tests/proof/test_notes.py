"""Signed notes, with the examples of c2sp.org/signed-note."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wuxing.proof.notes import BadNote, Signer, opened, parts_of, verifier_from

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
SIGNER = Signer("wuxing.example/甲", bytes(range(32)))
OTHER = Signer("other.example", bytes(32))


def test_the_standards_example_is_opened():
    key = verifier_from(VKEY)
    assert opened(NOTE, [key]) == ("This is an example message.\n", [key])
    assert key.text() == VKEY
    assert key.key_id.hex() == "530d903a"


def test_what_is_signed_opens_with_the_key():
    text = "五星\n\nsecond part\n"
    note = SIGNER.sign(text)
    assert opened(note, [OTHER.verifier(), SIGNER.verifier()]) == (text, [SIGNER.verifier()])
    assert verifier_from(SIGNER.verifier().text()) == SIGNER.verifier()


def test_signatures_of_others_are_ignored():
    text = "a\n"
    both = SIGNER.sign(text) + OTHER.sign(text).partition("\n\n")[2]
    assert opened(both, [OTHER.verifier()]) == (text, [OTHER.verifier()])
    assert [signature.name for signature in parts_of(both)[1]] == [SIGNER.name, OTHER.name]


def test_a_false_signature_of_a_known_key_spoils_the_note():
    note = SIGNER.sign("a\n") + OTHER.sign("b\n").partition("\n\n")[2]
    with pytest.raises(BadNote, match="is false"):
        opened(note, [SIGNER.verifier(), OTHER.verifier()])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        NOTE[:-1],
        NOTE.replace("message", "massage"),
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("Uw2Q", "Uw2R"),
        NOTE.replace("aQM=", "aQM"),
        "\t" + NOTE,
        NOTE * 2,
        "This is an example message.\n\n",
    ],
)
def test_a_spoiled_note_is_refused(note):
    with pytest.raises(BadNote):
        opened(note, [verifier_from(VKEY)])


@pytest.mark.parametrize(
    "text", ["", "a+b", VKEY.replace("530d", "530e"), VKEY.replace("+AekyeR", "+BekyeR"), "x y" + VKEY, VKEY[:-4]]
)
def test_a_spoiled_key_is_refused(text):
    with pytest.raises(BadNote):
        verifier_from(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b"])
def test_a_name_no_key_may_have_signs_nothing(name):
    with pytest.raises(BadNote):
        Signer(name, bytes(32)).sign("a\n")


def test_a_signer_does_not_show_its_key():
    assert repr(SIGNER) == "Signer('wuxing.example/甲')"


def test_the_signature_is_plain_ed25519():
    note = SIGNER.sign("a\n")
    value = parts_of(note)[1][0].value
    Ed25519PrivateKey.from_private_bytes(SIGNER.private).public_key().verify(value, b"a\n")
