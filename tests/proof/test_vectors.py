"""Our readers and proofs against what other implementations wrote; sources are named in the files."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from wuxing.proof import checkpoints, merkle
from wuxing.proof.cosignatures import cosigner_from, time_of
from wuxing.proof.notes import BadNote, Verifier, opened, signer_from, verifier_from
from wuxing.proof.witnesses import Known, Refused, judged, origin_of, request_from

FOLDER = Path(__file__).parent / "vectors"
MERKLE = json.loads((FOLDER / "merkle.json").read_text())
NOTES = json.loads((FOLDER / "notes.json").read_text())
WITNESS = json.loads((FOLDER / "witness.json").read_text())


def nodes(proof):
    return [b64decode(node) for node in proof or []]


@pytest.mark.parametrize("case", MERKLE["inclusion"], ids=lambda case: case["name"])
def test_inclusion_is_judged_as_others_do(case):
    place, size = int(case["leafIdx"]), int(case["treeSize"])
    leaf, root = b64decode(case["leafHash"] or ""), b64decode(case["root"] or "")
    assert merkle.is_included(place, size, leaf, nodes(case["proof"]), root) is not case["wantErr"]


@pytest.mark.parametrize("case", MERKLE["consistency"], ids=lambda case: case["name"])
def test_consistency_is_judged_as_others_do(case):
    old, size = int(case["size1"]), int(case["size2"])
    before, after = b64decode(case["root1"] or ""), b64decode(case["root2"] or "")
    is_shown = merkle.is_consistent(old, size, before, after, nodes(case["proof"]))
    assert is_shown is (not case["wantErr"] and old > 0)  # from nothing, nothing can be shown


@pytest.mark.parametrize("case", NOTES["signers"], ids=lambda case: case["public"].split("+")[0])
def test_keys_are_those_of_go(case):
    signer = signer_from(case["private"])
    assert (signer.verifier().text(), signer.secret()) == (case["public"], case["private"])


def test_a_note_is_signed_to_the_byte_as_go_does():
    case = NOTES["signed"]
    signer = signer_from(case["private"])
    assert signer.sign(case["text"]) == case["note"]
    assert opened(case["note"], [signer.verifier()]) == (case["text"], [signer.verifier()])


@pytest.mark.parametrize("text", NOTES["bad_keys"])
def test_keys_that_go_refuses_are_refused(text):
    with pytest.raises(BadNote):
        verifier_from(text)


def test_every_mangling_of_a_key_is_refused():
    key = NOTES["signers"][0]["public"]
    parts = [key[start:end] for start in range(len(key)) for end in range(start + 1, len(key) + 1)]
    changed = [key[:place] + chr(ord(key[place]) + 1) + key[place + 1 :] for place in range(len(key))]
    for text in [*parts, *changed]:
        if text != key:
            with pytest.raises(BadNote):
                verifier_from(text)


@pytest.mark.parametrize("case", NOTES["checkpoints"], ids=lambda case: f"{case['origin']}-{case['size']}")
def test_checkpoints_of_other_logs_open(case):
    found = checkpoints.verified(case["note"], [verifier_from(case["key"])], case["origin"])
    assert (found.origin, found.size) == (case["origin"], case["size"])


def test_checkpoints_of_another_log_are_consistent():
    first, second = (checkpoints.unverified(case["note"]) for case in NOTES["checkpoints"][1:])
    proof = [bytes.fromhex(node) for node in NOTES["consistency"]]
    assert merkle.is_consistent(first.size, second.size, first.root, second.root, proof)


def test_a_witness_key_and_a_cosignatures_time_are_read():
    assert cosigner_from(NOTES["cosigner"]).text() == NOTES["cosigner"]
    case = NOTES["cosignature_time"]
    assert time_of(b64decode(case["signature"])[4:]) == case["at"]


def test_the_witness_answers_as_another_witness_does():
    key, known, answers = Verifier(WITNESS["origin"], bytes.fromhex(WITNESS["key"])), Known(), []
    for step in WITNESS["steps"]:
        try:
            request = request_from(step["request"])
            if origin_of(request) != key.name:
                raise Refused(403, "unknown log")  # 404 in the present standard; see the source
            found = judged(request, [key], known)
            known = Known(found.size, found.root)
            answers.append((200, ""))
        except Refused as refusal:
            answers.append((refusal.status, refusal.body if refusal.status == 409 else ""))
    assert answers == [
        (200, ""),
        (403, ""),
        (403, ""),
        (422, ""),
        (422, ""),
        (200, ""),
        (409, "3\n"),
        (200, ""),
        (409, "5\n"),
    ]


def test_the_first_checkpoint_of_gos_database_may_be_cosigned():
    case = WITNESS["sumdb"]
    found = judged(request_from(case["request"]), [verifier_from(case["key"])], Known())
    assert (found.origin, found.size) == ("go.sum database tree", 35225469)
