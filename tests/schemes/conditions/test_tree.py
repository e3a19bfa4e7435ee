"""Questions that are asked of a tree."""

from tests.schemes.conditions.strategies import NAMES
from wuxing.schemes.conditions.parsing import parse
from wuxing.schemes.conditions.tree import fields_of


def test_fields_read_by_a_condition_are_known() -> None:
    text = "!r.kept && (r.at <= r.due || r.visits + 1.0 > 2.0) && r.kind in ['a'] && r.other == null"
    assert fields_of(parse(text, NAMES)) == {"kept", "at", "due", "visits", "kind", "other"}
