"""The published vectors, each with the verdict that it must have."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from wuxing.proof.trust import trust_from
from wuxing.proof.verifying import certificates, documents, words
from wuxing.proof.verifying.certificates import Beside
from wuxing.proof.verifying.opinion import Opinion

FOLDER = Path(__file__).resolve().parents[3] / "vectors"
VECTORS = json.loads((FOLDER / "index.json").read_text())["vectors"]
TRUST = trust_from((FOLDER / "trust.json").read_text())


def bytes_of(name):
    return None if name is None else (FOLDER / name).read_bytes()


def judged(vector) -> Opinion:
    beside = Beside(
        tuple((FOLDER / name).read_text() for name in vector["status"]),
        *(bytes_of(vector[name]) for name in ("proof", "opening", "content")),
    )
    data, at = bytes_of(vector["file"]), datetime.fromisoformat(vector["at"])
    if vector["kind"] == "pdf":
        return documents.of_pdf(data, beside, TRUST, at)
    judge = {"credential": certificates.of_credential, "code": certificates.of_code}[vector["kind"]]
    return judge(data.decode(), beside, TRUST, at)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_vector_has_its_verdict(vector):
    opinion = judged(vector)
    assert (opinion.code, opinion.answer) == (vector["expected"], words.answer_of(vector["expected"])), opinion.sentence


def test_every_word_has_a_vector():
    assert {vector["expected"] for vector in VECTORS} == set(words.ORDER)


def test_a_green_answer_says_its_limits():
    vector = next(one for one in VECTORS if one["name"] == "log-valid")
    assert judged(vector).sentence == (
        "In force: signed by 华信认证（测试） (key valid), in the log certify.example/log/huaxin at index 3 of 7 "
        "(0 cosignatures), not revoked as of 2026-12-01 04:00 (UTC+8); next surveillance due 2027-10-20."
    )


def test_json_of_every_vector_is_json():
    for vector in VECTORS:
        told = json.loads(json.dumps(judged(vector).as_json()))
        assert (told["format"], told["code"]) == ("wuxing-verdict-1", vector["expected"])
