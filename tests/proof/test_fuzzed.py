"""Whatever is handed to a reader of certificates: a clear refusal or the truth, no crash, nothing unbounded."""

import json
import os
import tracemalloc
import zlib

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proof.certificates import CODE, KEYS, REVOCATION, TOKEN
from tools.vectors import codes as made
from tools.vectors import vector, world
from wuxing.proof import codes, content, credentials, statuslists
from wuxing.proof.keys import BadKey, public_key_from
from wuxing.proof.refusals import NotProved
from wuxing.proof.statuslists import Bits

MUCH = settings(max_examples=int(os.environ.get("WUXING_FUZZ", "80")), deadline=None)  # WUXING_FUZZ=5000 for a long run
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
CBOR = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 25) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=20,
)
CODES = {"malformed", "unknown_key", "signature", "content"}


def code_of(read, *given):
    """Return the code of the refusal, or None when what was given is taken."""
    try:
        read(*given)
    except NotProved as refused:
        return refused.code if refused.code in CODES else f"{refused.code}?"
    return None


@st.composite
def disturbed(draw, text):
    """`text` with a few characters replaced, removed, doubled or cut off."""
    for _turn in range(draw(st.integers(1, 3))):
        place, kind = draw(st.integers(0, len(text))), draw(st.integers(0, 3))
        some = draw(st.text(st.characters(codec="utf-8"), max_size=3) | st.sampled_from("AB27.=-_/%\n"))
        if kind == 0:
            text = text[:place] + some + text[place + len(some) :]
        elif kind == 1:
            text = text[:place] + text[place + draw(st.integers(1, 40)) :]
        elif kind == 2:
            text = text[:place] + some + text[place:]
        else:
            text = text[:place] + text[place : place + 50] + text[place:]
    return text


@MUCH
@given(st.text(max_size=300) | st.text("ABCDEFGHabcdef234567.-_=/:", max_size=300))
def test_any_text_is_refused(text):
    assert code_of(credentials.opened, text, KEYS) == "malformed"
    assert code_of(statuslists.opened, text, KEYS) == "malformed"
    assert code_of(codes.opened, text, KEYS) in {"malformed", "unknown_key", "content"}
    assert credentials.unverified(text) is None
    code_of(Bits.decode, text)


@MUCH
@given(disturbed(TOKEN))
def test_a_disturbed_credential_is_refused(text):
    assert (code_of(credentials.opened, text, KEYS) is None) == (text == TOKEN)
    credentials.unverified(text)


@MUCH
@given(disturbed(REVOCATION))
def test_a_disturbed_status_list_is_refused(text):
    assert (code_of(statuslists.opened, text, KEYS) is None) == (text == REVOCATION)


@MUCH
@given(disturbed(CODE.rpartition("/")[2]))
def test_a_disturbed_code_is_refused(text):
    same = text.strip().removesuffix("/").upper() == CODE.rpartition("/")[2]
    assert (code_of(codes.opened, text, KEYS) is None) == same
    code_of(codes.unverified, text)


@MUCH
@given(st.integers(0, len(made.message(made.GIST)) - 1), st.integers(1, 255))
def test_a_code_with_any_byte_changed_is_refused(place, mask):
    data = bytearray(made.message(made.GIST))
    data[place] ^= mask
    assert code_of(codes.opened, made.address(bytes(data)), KEYS) in CODES
    assert code_of(codes.opened, made.address(bytes(data), packed=True), KEYS) in CODES


@MUCH
@given(JSON)
def test_any_signed_json_is_refused(value):
    head = vector.parts(TOKEN)[0]
    data = json.dumps(value).encode()  # NaN and lone surrogates too
    signed = vector.signed(head, data, world.CURRENT)
    assert code_of(credentials.opened, signed, KEYS) == "content"
    assert code_of(statuslists.opened, signed, KEYS) == "content"
    assert credentials.unverified(signed) is None
    assert code_of(content.check, value) == "content"


@MUCH
@given(st.sampled_from([TOKEN, REVOCATION]), st.data())
def test_any_signed_change_is_refused(token, data):
    head, payload, _ = vector.parts(token)
    place = payload
    while True:
        step = data.draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
        if not isinstance(place[step], dict | list) or not place[step] or data.draw(st.integers(0, 9)) == 0:
            break
        place = place[step]
    before, place[step] = place[step], data.draw(JSON)
    signed = vector.signed(head, json.dumps(payload).encode(), world.CURRENT)
    read = credentials.opened if token is TOKEN else statuslists.opened
    assert code_of(read, signed, KEYS) in {"content"} if place[step] != before else True


@MUCH
@given(JSON)
def test_any_header_is_refused(value):
    payload = vector.parts(TOKEN)[1]
    first = vector.base64url(json.dumps(value).encode())
    assert (
        code_of(credentials.opened, f"{first}.{vector.base64url(json.dumps(payload).encode())}.AAAA", KEYS)
        == "malformed"
    )


@MUCH
@given(CBOR)
def test_any_signed_cbor_is_refused(value):
    text = made.address(made.message(cbor2.dumps(value)))
    assert code_of(codes.opened, text, KEYS) in {"content", "malformed"}
    assert code_of(codes.unverified, text) in {"content", "malformed"}


@MUCH
@given(st.sampled_from(sorted(made.GIST)), CBOR)
def test_any_signed_entry_is_refused_or_read_as_it_is(name, value):
    text = made.address(made.message(cbor2.dumps(made.GIST | {name: value}, canonical=True)))
    if code_of(codes.opened, text, KEYS) is None:
        assert codes.opened(text, KEYS).gist == made.GIST | {name: value}


@MUCH
@given(st.binary(max_size=200))
def test_any_signed_bytes_are_refused(data):
    assert code_of(codes.opened, made.address(made.message(data)), KEYS) == "content"
    assert code_of(codes.opened, made.address(data), KEYS) in {"malformed"}
    assert code_of(codes.opened, made.address(b"\x78" + data), KEYS) == "malformed"


@MUCH
@given(
    JSON.filter(lambda value: isinstance(value, dict))
    | st.fixed_dictionaries({"alg": st.sampled_from(["Ed25519", "ES256"]), "x": JSON, "y": JSON})
)
def test_any_jwk_is_refused(value):
    with pytest.raises(BadKey):
        public_key_from(value)


@pytest.mark.parametrize(
    "text",
    [
        made.address(zlib.compress(bytes(50_000_000), 9)[:2000]),
        made.address(zlib.compress(b"\xd2\x84\x59\xff\xff" + bytes(2_000_000), 9)),
        made.address(made.message(b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff")),
        made.address(made.message(b"\xbb\x00\x00\x00\x00\xff\xff\xff\xff")),
        made.address(made.message(b"\x7b\x00\x00\x00\x7f\xff\xff\xff\xff")),
        made.address(made.message(b"\x81" * 2000)),
        "A" * 4_000_000,
    ],
    ids=["bomb", "large", "list", "map", "text", "deep", "long"],
)
def test_no_code_takes_much_memory(text):
    codes.opened(CODE, KEYS)
    tracemalloc.start()
    try:
        assert code_of(codes.opened, text, KEYS) in {"malformed", "content"}
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 300_000


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 90_000,
        b'{"a":' * 15_000,
        b'{"iat":' + b"9" * 90_000 + b"}",
        b"9" * 5000,
        b'{"iat":1e999}',
        b'{"@context":["\\ud800","\\ud800"]}',
    ],
    ids=["deep list", "deep map", "long number", "number", "infinite", "surrogate"],
)
def test_json_that_is_meant_to_hurt_is_refused(payload):
    head = vector.parts(TOKEN)[0]
    signed = vector.signed(head, payload, world.CURRENT)
    assert code_of(credentials.opened, signed, KEYS) in {"content", "malformed"}
    assert code_of(statuslists.opened, signed, KEYS) in {"content", "malformed"}
