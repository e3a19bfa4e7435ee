"""One record judged: true, false or unknown; in agreement with cel-python wherever CEL has an answer."""

import sys
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given

from tests.schemes.conditions.strategies import NAMES, records, trees, trees_without_null_tests, whole_records, written
from wuxing.schemes.conditions import tree
from wuxing.schemes.conditions.evaluating import judge
from wuxing.schemes.conditions.parsing import parse
from wuxing.schemes.conditions.tree import Node

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE = datetime(2026, 11, 21, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "record", "verdict"),
    [
        ("r.at <= r.due", {"at": NOON, "due": ONE}, True),
        ("r.at <= r.due", {"at": ONE, "due": NOON}, False),
        ("r.at <= r.due", {"at": None, "due": ONE}, False),  # what never came did not come in time
        ("!(r.at <= r.due)", {"at": None, "due": ONE}, True),
        ("r.at != r.due", {"at": None, "due": ONE}, False),
        ("r.at == null", {"at": None}, True),
        ("r.at != null", {"at": NOON}, True),
        ("r.kept", {"kept": None}, None),
        ("!r.kept", {"kept": None}, None),
        ("r.kept && r.other", {"kept": None, "other": False}, False),
        ("r.kept && r.other", {"kept": None, "other": True}, None),
        ("r.kept || r.other", {"kept": None, "other": True}, True),
        ("r.kept || r.other", {"kept": None, "other": False}, None),
        ("r.visits + 1.0 > 1.0", {"visits": None}, False),
        ("r.visits in [1.0, 2.0]", {"visits": 2}, True),
        ("r.visits in [1.0, 2.0]", {"visits": None}, False),
        ("r.visits > 1.0", {}, None),  # lacking is not null
        ("r.visits != null", {}, None),
        ("r.visits > 1.0", {"visits": "many"}, None),
        ("r.visits > 0.0", {"visits": True}, None),
        ("r.at != null", {"at": datetime(2026, 11, 21)}, None),  # a time without a zone is no instant
    ],
)
def test_record_is_judged(text: str, record: dict[str, Any], verdict: bool | None) -> None:
    assert judge(parse(text, NAMES), {"r": record}) is verdict


@given(trees, records)
def test_negation_turns_the_verdict_and_keeps_the_unknown(node: Node, record: dict[str, Any]) -> None:
    verdict = judge(node, {"r": record})
    assert judge(tree.Not(node), {"r": record}) is (None if verdict is None else not verdict)


@cache
def _environment() -> Any:
    import celpy

    depth = sys.getrecursionlimit()
    environment = celpy.Environment()
    sys.setrecursionlimit(depth)  # cel-python raises it for good
    return environment


@given(trees_without_null_tests, whole_records)
def test_cel_python_agrees_on_records_without_nulls(node: Node, record: dict[str, Any]) -> None:
    from celpy import celtypes

    kinds = {
        float: celtypes.DoubleType,
        str: celtypes.StringType,
        bool: celtypes.BoolType,
        datetime: celtypes.TimestampType,
    }
    given_record = celtypes.MapType(
        {celtypes.StringType(name): kinds[type(value)](value) for name, value in record.items()}
    )
    environment = _environment()
    theirs = environment.program(environment.compile(written(node))).evaluate({"r": given_record})
    assert judge(node, {"r": record}) is bool(theirs)
