"""What the loader finds is told by the cell in which to mend it."""

from typing import Any

import pytest

from tests.schemes.conftest import CATALOGUE
from tests.schemes.drafts.strategies import gbt, small
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts.faults import documents_of, faults_of
from wuxing.schemes.drafts.skeleton import skeleton
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.canonical import canonical


def test_a_pack_without_fault_has_none() -> None:
    assert faults_of(small(), CATALOGUE) == []
    assert faults_of(gbt(), catalogue.declared()) == []


def test_the_loader_names_a_draft_as_it_names_a_folder() -> None:
    pack = loading.draft_of(documents_of(gbt()))
    assert (pack.form, pack.identity) == (canonical(gbt()), f"cn.gbt.27922@{pack.edition}#{pack.sha256}")


def _first(data: dict[str, Any]) -> Any:
    return data["indicators"]["indicators"][0]


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (
            lambda data: _first(data).update(placeholder_points="59"),
            [("indicators", "", "", 0), ("indicators", "1", "placeholder_points", 1)],
        ),
        (lambda data: _first(data)["title"].pop("en"), [("indicators", "1", "title.en", 1)]),
        (lambda data: _first(data)["children"][0].pop("summary"), [("indicators", "1.1", "summary.zh-Hans", 2)]),
        (lambda data: _first(data)["children"][0].pop("scoring"), [("indicators", "1.1", "id", 2)]),
        (lambda data: _first(data)["children"][0]["checks"][0].pop("en"), [("checks", "1.1/1", "en", 1)]),
        (
            lambda data: data["metrics"]["metrics"][0].update(conforming="r.lost"),
            [("metrics", "kept", "conforming", 1)],
        ),
        (lambda data: data["metrics"]["metrics"][0].update(population="lost"), [("metrics", "kept", "population", 1)]),
        (
            lambda data: _first(data)["children"][0]["scoring"].update(metric="lost"),
            [("scoring", "1.1", "mode", 1), ("metrics", "kept", "id", 1)],
        ),
        (lambda data: data["scheme"]["levels"].reverse(), [("levels", "", "", 0)]),
        (lambda data: data["scheme"].update(total="90"), [("indicators", "", "", 0), ("levels", "", "", 0)]),
        (
            lambda data: data["examples"]["examples"][0]["expected"]["score"].update(high="99"),
            [("examples", "nothing", "expected.score.low", 1)],
        ),
    ],
)
def test_a_fault_has_its_cell(change: Any, places: list[tuple[str, str, str, int]]) -> None:
    data = small()
    change(data)
    found = sorted((one.sheet, one.row, one.column, one.number) for one in faults_of(data, CATALOGUE))
    assert found == sorted(places)


def test_an_empty_scheme_says_what_it_lacks() -> None:
    found = {(one.sheet, one.column) for one in faults_of(skeleton("cn.org.new", "2026.1"), CATALOGUE)}
    assert ("scheme", "title.zh-Hans") in found
