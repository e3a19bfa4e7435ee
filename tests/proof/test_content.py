"""The canonical content: what is taken, what is refused, and that schema and code agree."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from tools.vectors import world
from tools.vectors.vector import changed_everywhere
from wuxing.proof import content
from wuxing.proof.content import BadContent

SCHEMAS = Path(content.__file__).parent / "schema"
DAYS = FormatChecker(["date"])  # the pattern alone would take 30 February
SCHEMA = Draft202012Validator(json.loads((SCHEMAS / "certificate.json").read_text()), format_checker=DAYS)
TRUST = Draft202012Validator(json.loads((SCHEMAS / "trust.json").read_text()))
GOOD = world.content()
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 200_000),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "2026-02-30",
            "2026-02-28",
            "1969-12-31",
            "3000-01-01",
            "96.3",
            "96.30",
            "x" * 301,
            "a\nb",
            "\u202e",
            "９１",
        ]
    ),
    st.just([]),
    st.just({}),
)


def test_the_digest_is_that_of_the_canonical_form():
    data = content.canonical(GOOD)
    assert json.loads(data) == GOOD
    assert data == json.dumps(GOOD, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert content.digest(GOOD).hex() == "f7add3b25ecd774668803f60310c30faacaf26e21c64bc33eba091e88854eff7"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "2026/1"}, "number: not as the format wants it"),
        ({"revision": True}, "revision: not as the format wants it"),
        ({"revision": 0}, "revision: not as the format wants it"),
        ({"score": "96.3"}, "score: not as the format wants it"),
        ({"score": "９6.30"}, "score: not as the format wants it"),
        ({"issued_on": "20261101"}, "issued_on: not as the format wants it"),
        ({"issued_on": ""}, "issued_on: not as the format wants it"),
        ({"valid_until": "2026-10-31"}, "valid_until: before issued_on"),
        ({"body__did": "did:web:x"}, "body.did: not as the format wants it"),
        ({"body__did": world.OTHER_DID}, "status.list: of another body than body.did"),
        ({"status__list": world.REHEARSAL_LIST}, "status.list: exercises have lists of their own"),
        ({"status__list": f"{world.LIST}/revocation"}, "status.list: not the address of a status list"),
        ({"status__index": 131_072}, "status.index: not as the format wants it"),
        ({"holder__name": ""}, "holder.name: not as the format wants it"),
        ({"holder__name": "盛达\u202e"}, "holder.name: not as the format wants it"),
        ({"holder__address": "一\n二"}, "holder.address: not as the format wants it"),
        ({"holder__note": ""}, "holder: missing nothing; unknown note"),
        ({"holder": {}}, "holder: missing address, credit_code, name, name_en; unknown nothing"),
        ({"holder": []}, "holder: not an object"),
        ({"sites": {}}, "sites: not a list of at most 200"),
        ({"sites": [{"name": "", "address": ""}] * 201}, "sites: not a list of at most 200"),
        ({"sites": [{"name": "店" * 300, "address": "路" * 300}] * 100}, "more than 65536 bytes"),
        ({"sites": [{"name": "", "address": None}]}, "sites[].address: not as the format wants it"),
    ],
)
def test_what_is_no_content_is_refused_and_named(change, says):
    with pytest.raises(BadContent) as refused:
        content.check(world.content(**change))
    assert str(refused.value) == says


@pytest.mark.parametrize("value", [None, [], "", 7, {}])
def test_what_is_no_object_is_refused(value):
    with pytest.raises(BadContent):
        content.check(value)


def test_line_breaks_stand_in_the_scope_only():
    content.check(world.content(scope="安装\n维修"))


def test_every_member_counts_for_the_digest():
    digests = {content.digest(GOOD)}
    taken = 0
    for _path, copy in changed_everywhere(GOOD):
        try:
            digests.add(content.digest(copy))
        except BadContent:
            continue
        taken += 1
    assert len(digests) == taken + 1


def test_schema_takes_what_is_good():
    assert list(SCHEMA.iter_errors(GOOD)) == []
    assert list(TRUST.iter_errors(world.trust())) == []


@st.composite
def disturbed(draw):
    """A content of which one leaf, member or branch is another, or missing."""
    copy = deepcopy(GOOD)
    place = copy
    while True:
        step = draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.integers(0, len(place) - 1))
        if not isinstance(place[step], dict | list) or not place[step] or draw(st.integers(0, 9)) == 0:
            break
        place = place[step]
    if draw(st.integers(0, 5)) == 0:
        del place[step]
    else:
        place[step] = draw(LEAVES)
    return copy


@settings(max_examples=400, deadline=None)
@given(disturbed())
def test_schema_refuses_nothing_that_the_code_takes(value):
    try:
        content.check(value)
    except BadContent:
        return
    assert list(SCHEMA.iter_errors(value)) == []


CONTRADICTIONS = {
    "status.list: of another body than body.did",
    "status.list: exercises have lists of their own",
    "valid_until: before issued_on",
}


@pytest.mark.parametrize("day", ["2000-02-30", "2026-02-29", "2026-04-31"])
def test_schema_and_code_refuse_a_day_that_no_calendar_has(day):
    value = GOOD | {"surveillance_due_on": day}
    assert [error.validator for error in SCHEMA.iter_errors(value)] == ["anyOf"]
    with pytest.raises(BadContent, match="surveillance_due_on: not as the format wants it"):
        content.check(value)


@settings(max_examples=200, deadline=None)
@given(disturbed())
def test_code_refuses_only_contradictions_that_the_schema_takes(value):
    if any(SCHEMA.iter_errors(value)):
        return
    try:
        content.check(value)
    except BadContent as refused:
        assert str(refused) in CONTRADICTIONS  # noqa: PT017
