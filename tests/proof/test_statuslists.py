"""Status lists: bits, their packed form, and the signed list."""

import gzip
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proof.certificates import KEYS, REVOCATION, SUSPENSION, TOKEN
from tools.vectors import world
from wuxing.proof import statuslists
from wuxing.proof.keys import Keys, base64url
from wuxing.proof.statuslists import BYTES, BadStatusList, Bits

W3C_EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def test_the_empty_list_of_the_recommendation_is_read():
    assert Bits.decode(W3C_EXAMPLE) == Bits()


def test_the_first_bit_is_the_most_significant_of_the_first_byte():
    bits = Bits()
    for index in (0, 9, 131_071):
        bits.set(index)
    assert (bytes(bits)[0], bytes(bits)[1], bytes(bits)[-1]) == (0x80, 0x40, 0x01)
    bits.set(9, False)
    assert [bits.get(index) for index in (0, 9, 131_071)] == [True, False, True]


@pytest.mark.parametrize("index", [-1, 131_072])
def test_there_is_no_place_beyond_the_list(index):
    with pytest.raises(IndexError):
        Bits().get(index)
    with pytest.raises(IndexError):
        Bits().set(index)


@settings(max_examples=50, deadline=None)
@given(st.sets(st.integers(0, 131_071), max_size=300))
def test_bits_are_packed_and_unpacked(places):
    bits = Bits()
    for place in places:
        bits.set(place)
    read = Bits.decode(bits.encode())
    assert read == bits
    assert {place for place in range(131_072) if read.get(place)} == places


def test_a_signed_list_is_read():
    read = statuslists.opened(REVOCATION, KEYS)
    assert (read.url, read.purpose, read.did) == (f"{world.LIST}/revocation", "revocation", world.DID)
    assert (read.signed_at, read.valid_until) == (world.LISTED, world.LISTED + timedelta(days=7))
    assert (read.bits.get(world.WITHDRAWN_INDEX), read.bits.get(world.INDEX)) == (True, False)
    assert read.key == world.CURRENT.public


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        (TOKEN, "content"),
        (SUSPENSION[:-1], "malformed"),
        (SUSPENSION[:-2], "signature"),
        ("." * 70_000, "malformed"),
    ],
)
def test_what_is_no_list_is_refused(text, code):
    with pytest.raises(BadStatusList) as refused:
        statuslists.opened(text, KEYS)
    assert refused.value.code == code


def test_a_list_of_an_unknown_key_is_refused():
    with pytest.raises(BadStatusList) as refused:
        statuslists.opened(REVOCATION, Keys([]))
    assert refused.value.code == "unknown_key"


def test_a_list_is_for_one_of_two_purposes():
    with pytest.raises(ValueError, match="revocation or suspension"):
        statuslists.issue(
            Bits(), url="https://x", purpose="message", key=world.CURRENT, did=world.DID, signed_at=world.NOW
        )


@pytest.mark.parametrize("size", [0, 1, BYTES - 1, BYTES + 1, 2 * BYTES])
def test_a_list_has_its_size(size):
    with pytest.raises(BadStatusList):
        Bits.decode("u" + base64url(gzip.compress(bytes(size))))


def test_a_bomb_is_not_unpacked():
    bomb = "u" + base64url(gzip.compress(bytes(40_000_000)))
    tracemalloc.start()
    try:
        with pytest.raises(BadStatusList):
            Bits.decode(bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 400_000


@pytest.mark.parametrize("text", [None, 7, "", "u", "uAAAA", "mAAAA", "u" + "A" * 70_000])
def test_what_is_not_packed_is_refused(text):
    with pytest.raises(BadStatusList):
        Bits.decode(text)
