"""Canonical JSON: the quick path writes what RFC 8785 demands."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from wuxing.proof.canonical import canonical

NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXTS, parts, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_text_is_that_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": "é\n\x1f/\x7f"}, '{"a":"é\\n\\u001f/\x7f","b":1}'),
        ({"\ufb33": 1, "\U0001f600": 2, "a": 3}, '{"a":3,"\U0001f600":2,"\ufb33":1}'),
        ([1.0, 1e21, 1e-7, -0.0], "[1,1e+21,1e-7,0]"),
        ({"name": "五星", "of": [None, True, []]}, '{"name":"五星","of":[null,true,[]]}'),
    ],
)
def test_canonical_text_of(value, text):
    assert canonical(value) == text.encode()


@pytest.mark.parametrize("value", [2**53, float("nan"), float("inf"), "\ud800", {1: 2}, object()])
def test_a_value_without_canonical_form_is_refused(value):
    with pytest.raises(ValueError):  # noqa: PT011  # two libraries' words
        canonical(value)
