"""Carrier (c): what is written, what is read, what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import cbor2
import pytest

from tests.proof.certificates import CODE, KEYS
from tools.vectors import codes as made
from tools.vectors import world
from wuxing.proof import codes, gists
from wuxing.proof import content as contents
from wuxing.proof.codes import BadCode
from wuxing.proof.keys import Keys


def refusal(text, keys=KEYS):
    with pytest.raises(BadCode) as refused:
        codes.opened(text, keys)
    return refused.value.code


def test_what_is_written_is_read():
    read = codes.opened(CODE, KEYS)
    assert replace(read, gist={}) == gists.Code(
        host="certify.example",
        rehearsal=False,
        slug="huaxin",
        number="2026HUAXIN00042",
        revision=1,
        holder="盛达家电服务有限公司",
        credit_code="91350100M000100Y43",
        scheme="cn.gbt.27922@2011.1",
        scheme_digest=bytes.fromhex(world.content()["scheme"]["id"].partition("sha256:")[2][:32]),
        level="star5",
        stars=5,
        score=Decimal("96.30"),
        issued_on=date(2026, 11, 1),
        valid_until=date(2029, 10, 31),
        surveillance_due_on=date(2027, 10, 20),
        scope="家用电器（冰箱、洗衣机、空调）的安装、维修、保养和退换货服务；不含燃气用具的安…",
        status_number=1,
        status_index=94_567,
        digest=contents.digest(world.content()),
        signed_at=world.SIGNED,
        key=world.CURRENT.public,
        gist={},
    )


def test_the_message_is_that_of_a_library():
    address = codes.code(world.content(scope="x"), key=world.CURRENT, base="http://h", signed_at=world.SIGNED)
    assert address.startswith("HTTP://H/C/")
    plain = made.message(gists.gist(world.content(scope="x"), made.AT))
    packed = codes.opened(address, KEYS)
    assert packed == replace(codes.opened(made.address(plain), KEYS), host="h")
    tag = cbor2.loads(plain)
    assert (tag.tag, len(tag.value)) == (18, 4)


def test_a_code_is_compared_whole_with_a_content():
    read = codes.opened(CODE, KEYS)
    assert codes.is_of(read, world.content())
    assert not codes.is_of(read, world.content(score="96.31"))
    lying = codes.opened(made.address(made.message(made.GIST | {11: 3})), KEYS)
    assert lying.digest == read.digest
    assert not codes.is_of(lying, world.content())


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("店" * 60, "店" * 60),
        ("店" * 61, "店" * 59 + "…"),
        ("a" + "店" * 60, "a" + "店" * 58 + "…"),
        ("𠮷" * 46, "𠮷" * 44 + "…"),
    ],
)
def test_a_long_name_is_cut_at_a_character(name, cut):
    assert gists.gist(world.content(holder__name=name), 0)[6] == cut
    assert len(cut.encode()) <= gists.LONGEST_HOLDER


def test_base32_is_that_of_the_standard():
    from base64 import b32encode

    for size in range(40):
        data = bytes(range(200, 200 + size))
        assert codes.base32(data) == b32encode(data).decode().rstrip("=")


def test_an_address_is_read_in_any_case_and_in_part():
    whole = codes.opened(CODE, KEYS)
    for text in (CODE.lower(), f" {CODE}/\n", CODE.replace("HTTPS", "HTTP")):
        assert codes.opened(text, KEYS) == whole
    assert codes.opened(CODE.rpartition("/")[2], KEYS) == replace(whole, host="")


def test_an_unknown_key_is_told_from_a_false_signature():
    assert refusal(CODE, Keys([world.FOREIGN.public])) == "unknown_key"
    assert refusal(made.address(made.message(made.GIST, signature=bytes(64)))) == "signature"
    assert refusal("") == "malformed"
    assert refusal("https://certify.example/register/") == "malformed"


def test_what_it_claims_can_be_told_without_a_key():
    claimed = codes.unverified(CODE)
    assert (claimed.slug, claimed.number, claimed.key) == ("huaxin", "2026HUAXIN00042", None)


def test_the_longest_content_fits_a_qr_code():
    longest = world.content(
        number="N" * 60,
        holder__name="店" * 200,
        scope="围" * 1000,
        level__id="l" * 40,
        scheme__id=f"{'s' * 80}@{'e' * 20}#sha256:{'ab' * 32}",
    )
    text = codes.code(longest, key=world.CURRENT, base=f"https://{'h' * 200}", signed_at=world.SIGNED)
    assert len(text) < 1800
    assert codes.is_of(codes.opened(text, KEYS), longest)
