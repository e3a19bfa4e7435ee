"""The register of cited standards says no more than its sources, and agrees with the packs."""

from collections import Counter
from pathlib import Path

import pytest

from wuxing.schemes.citations import queries, registry
from wuxing.schemes.citations.registry import Citation, Kind, Levels, Mark, State
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.structure import Structure

EXPECTED = {
    "GB/T 27922-2011": (Mark.VERIFIED, Kind.NATIONAL, State.CURRENT),
    "GB/T 26270-2011": (Mark.UNKNOWN, Kind.UNKNOWN, State.UNKNOWN),
    "SB/T 10596-2011": (Mark.VERIFIED, Kind.TRADE, State.UNKNOWN),
    "GB/T 31863-2015": (Mark.VERIFIED, Kind.NATIONAL, State.CURRENT),
    "GB/T 23794-2015": (Mark.VERIFIED, Kind.NATIONAL, State.REPLACED),
    "GB/T 30443-2013": (Mark.MEMORY, Kind.NATIONAL, State.UNKNOWN),
    "GB/T 37286-2019": (Mark.VERIFIED, Kind.NATIONAL, State.UNKNOWN),
    "GB/T 31772-2015": (Mark.VERIFIED, Kind.NATIONAL, State.CURRENT),
    "SB/T 10943-2012": (Mark.UNKNOWN, Kind.TRADE, State.UNKNOWN),
    "CTS/GHSC001-2019": (Mark.UNKNOWN, Kind.PRIVATE, State.UNKNOWN),
    "GB/T 28797-2012": (Mark.UNKNOWN, Kind.UNKNOWN, State.UNKNOWN),
    "GB/T 18884-2002": (Mark.VERIFIED, Kind.NATIONAL, State.REPLACED),
    "CTEAS1001-2017": (Mark.VERIFIED, Kind.PRIVATE, State.UNKNOWN),
}


def test_every_standard_that_the_sources_name_is_registered_as_sure_as_it_is() -> None:
    assert {one.cited: (one.mark, one.kind, one.state) for one in queries.citations()} == EXPECTED


def test_each_citation_has_a_pack_and_agrees_with_it() -> None:
    packs = [loading.load(path, catalogue.declared()) for path in shipped.directories()]
    said = {one.pack: (one.structure, one.levels is Levels.PUBLIC) for one in queries.citations()}
    assert said == {pack.id: (pack.standing.structure, pack.standing.levels_public) for pack in packs}
    titles = {one.pack: one.title for one in queries.citations() if one.mark is Mark.VERIFIED}
    chinese = {pack.id: (pack.title.zh_hans, pack.title.zh_hant) for pack in packs if pack.id in titles}
    assert chinese == {name: (title.zh_hans, title.zh_hant) for name, title in titles.items() if title}
    refs = {one.pack: one.cited for one in queries.citations()}
    assert refs == {pack.id: pack.basis[0].ref for pack in packs}


def test_what_nobody_verified_has_neither_date_nor_person() -> None:
    marks = Counter((one.mark, one.verified_by is not None, one.verified_on is not None) for one in queries.citations())
    assert marks == {(Mark.VERIFIED, True, True): 8, (Mark.MEMORY, False, False): 1, (Mark.UNKNOWN, False, False): 4}


def test_a_citation_is_found_by_its_scheme() -> None:
    found = queries.citation_of_scheme("cn.gbt.18884")
    assert (found and found.replaced_by, queries.citation_of_scheme("cn.none.1")) == ("GB/T 18884-2015", None)


ENTRY = """
  - id: one
    cited: "GB/T 1"
    label: {zh-Hans: "甲", zh-Hant: "甲", en: "A"}
    title: {zh-Hans: "甲", zh-Hant: "甲", en: "A"}
    mark: verified
    verified_by: "somebody"
    verified_on: "2026-11-21"
    kind: national
    edition: null
    state: current
    replaced_by: null
    levels: unknown
    levels_note: null
    structure: unknown
    structure_note: null
    pack: null
    note: {zh-Hans: "注", zh-Hant: "注", en: "note"}
    sources: [P01]
"""


def load(folder: Path, entry: str) -> tuple[Citation, ...]:
    path = folder / "citations.yaml"
    path.write_text(f"format: 1\ncitations:{entry}", encoding="utf-8")
    return registry.load(path)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("kind: national", "kind: royal", "kind is 'royal'; choose one of national, trade, group, private, unknown"),
        ('verified_by: "somebody"', "verified_by: null", "GB/T 1: write who verified it and when exactly when mark is verified"),
        ("state: current", "state: replaced", "GB/T 1: write replaced_by exactly when state is replaced"),
        ("structure: unknown", "structure: top_level", "GB/T 1: what is known of the structure belongs into a pack; name it"),
        ("    title: {zh-Hans", "    title: null # {zh-Hans", "GB/T 1: the title is null exactly when mark is unknown"),
        ('mark: verified\n    verified_by: "somebody"\n    verified_on: "2026-11-21"',
         "mark: memory\n    verified_by: null\n    verified_on: null",
         "GB/T 1: a state is known only of a standard that was verified"),
        ("note: {", "remark: {", "lacks note"),
    ],
)  # fmt: skip
def test_a_register_that_contradicts_itself_is_refused(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    assert load(tmp_path, ENTRY)[0].structure is Structure.UNKNOWN
    with pytest.raises(PackError) as refused:
        load(tmp_path, ENTRY.replace(was, becomes))
    assert any(says in problem.message for problem in refused.value.problems)


def test_a_number_is_registered_once(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"citations\.yaml:22: GB/T 1 is registered twice; keep one"):
        load(tmp_path, ENTRY + ENTRY.lstrip("\n").replace("id: one", "id: two"))
