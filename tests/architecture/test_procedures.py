"""procedures.toml against the packages: titles, planned ones, and nothing besides."""

import tomllib
from importlib import import_module, util
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
PROCEDURES = tomllib.loads((TOP / "procedures.toml").read_text())["procedure"]
STILL_PLANNED = {1, 3, 8, 9, 10, 12, 13, 15, 17, 18, 19}
"""May only shrink: a number leaves this set when its package is built, and never comes back."""


def test_there_are_22_procedures_in_order() -> None:
    assert [p["number"] for p in PROCEDURES] == list(range(1, 23))


def test_the_planned_ones_are_those_listed_here() -> None:
    assert {p["number"] for p in PROCEDURES if p["planned"]} == STILL_PLANNED


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: str(p["number"]))
def test_a_built_procedure_names_itself(procedure: dict[str, object]) -> None:
    name = f"wuxing.{procedure['package']}"
    parent = name.rpartition(".")[0]
    exists = util.find_spec(parent) is not None and util.find_spec(name) is not None

    assert exists is not procedure["planned"]
    if exists:
        first = (import_module(name).__doc__ or "").splitlines()[0]
        assert first.startswith(f"{procedure['number']} {procedure['title_zh_hans']}:")


@pytest.mark.parametrize("key", ["title_zh_hans", "title_zh_hant", "title_en", "package"])
def test_titles_and_packages_are_complete_and_unique(key: str) -> None:
    values = [p[key] for p in PROCEDURES]
    assert all(values)
    assert len(set(values)) == 22
