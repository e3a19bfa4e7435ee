"""Carrier (a): what is written, what is read, what is refused."""

from datetime import UTC, datetime

import pytest

from tests.proof.certificates import KEYS, TOKEN
from tools.vectors import vector, world
from wuxing.proof import content as contents
from wuxing.proof import credentials
from wuxing.proof.content import BadContent
from wuxing.proof.credentials import BadCredential
from wuxing.proof.keys import Keys


def refusal(token, keys=KEYS):
    with pytest.raises(BadCredential) as refused:
        credentials.opened(token, keys)
    return refused.value.code


def test_what_is_issued_is_read():
    read = credentials.opened(TOKEN, KEYS)
    assert read.content == world.content()
    assert read.digest == contents.digest(world.content())
    assert (read.did, read.key, read.signed_at) == (world.DID, world.CURRENT.public, world.SIGNED)


def test_a_credential_says_what_the_format_says():
    head, payload, _ = vector.parts(TOKEN)
    assert head == {"alg": "Ed25519", "cty": "vc", "kid": f"{world.DID}#{world.CURRENT.kid}", "typ": "vc+jwt"}
    assert {name: value for name, value in payload.items() if name != "credentialSubject"} == {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://certify.example/contexts/certificate/v1"],
        "id": "https://certify.example/register/huaxin/2026HUAXIN00042/",
        "type": ["VerifiableCredential", "AfterSalesServiceCertificate"],
        "issuer": {"id": world.DID, "name": "华信认证（测试）"},
        "iat": int(world.SIGNED.timestamp()),
        "validFrom": "2026-11-01T00:00:00+08:00",
        "validUntil": "2029-11-01T00:00:00+08:00",
        "credentialStatus": [
            {
                "id": f"https://certify.example/status/huaxin/r1/{purpose}#94567",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": "94567",
                "statusListCredential": f"https://certify.example/status/huaxin/r1/{purpose}",
            }
            for purpose in ("revocation", "suspension")
        ],
    }
    assert payload["credentialSubject"] == {"id": "urn:uscc:91350100M000100Y43", **world.content()}


def test_without_credit_code_the_subject_has_no_id():
    token = credentials.issue(
        world.content(holder__credit_code=""), key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED
    )
    assert "id" not in vector.parts(token)[1]["credentialSubject"]
    assert credentials.opened(token, KEYS).content == world.content(holder__credit_code="")


@pytest.mark.parametrize("text", [',"issued_on":', '"credentialSubject":0,', 'a"b\\', "\\u0000", "𠮷龘", "é ﹏"])
def test_any_text_is_read_as_it_was_written(text):
    content = world.content(holder__name=text, scope=text, body__name=text, sites=[{"name": text, "address": text}])
    token = credentials.issue(content, key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED)
    assert credentials.opened(token, KEYS).content == content


def test_the_last_day_has_a_midnight_after_it():
    content = world.content(valid_until="2999-12-31")
    token = credentials.issue(content, key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED)
    assert credentials.opened(token, KEYS).content == content


def test_a_body_signs_for_itself_only():
    with pytest.raises(BadContent):
        credentials.issue(
            world.content(), key=world.OTHERS, did=world.OTHER_DID, base=world.BASE, signed_at=world.SIGNED
        )


def test_what_is_no_content_is_not_issued():
    with pytest.raises(BadContent):
        credentials.issue(
            world.content(score="98"), key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED
        )


def test_an_unknown_key_is_told_from_a_false_signature():
    assert refusal(TOKEN, Keys([world.FOREIGN.public])) == "unknown_key"
    assert refusal(TOKEN, Keys([])) == "unknown_key"
    head, payload, _ = vector.parts(TOKEN)
    assert refusal(vector.joined(head, payload, vector.parts(TOKEN)[2][::-1].replace("w", "A"))) in {
        "signature",
        "malformed",
    }
    assert refusal("") == "malformed"
    assert refusal("..") == "malformed"
    assert refusal(TOKEN + "\n") == "malformed"


def test_what_it_claims_can_be_told_without_a_key():
    claimed = credentials.unverified(TOKEN)
    assert claimed is not None
    assert (claimed.did, claimed.content["number"]) == (world.DID, "2026HUAXIN00042")
    assert credentials.unverified("nothing") is None
    assert credentials.unverified(TOKEN[:200]) is None


def test_the_time_of_signing_is_in_whole_seconds():
    moment = datetime(2026, 11, 1, 2, 30, 0, 999_999, UTC)
    token = credentials.issue(world.content(), key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=moment)
    assert credentials.opened(token, KEYS).signed_at == moment.replace(microsecond=0)
