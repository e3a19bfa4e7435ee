"""A tree survives being kept as JSON."""

import json

from hypothesis import given

from tests.schemes.conditions.strategies import trees
from wuxing.schemes.conditions.storing import from_json, to_json
from wuxing.schemes.conditions.tree import Node


@given(trees)
def test_stored_tree_is_the_same(node: Node) -> None:
    assert from_json(json.loads(json.dumps(to_json(node)))) == node
