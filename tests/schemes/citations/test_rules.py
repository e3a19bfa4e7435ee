"""Which cited standards may be applied for, and why not; and how one is found."""

from dataclasses import replace
from datetime import date

import pytest

from wuxing.schemes.citations import queries, rules
from wuxing.schemes.citations.registry import State
from wuxing.schemes.editions import rules as editions

REASONS = {
    "gbt27922-2011": None,
    "gbt26270-2011": "nobody has verified what GB/T 26270-2011 is",
    "sbt10596-2011": "nobody has verified that SB/T 10596-2011 is in force",
    "gbt31863-2015": "only the top level of GB/T 31863-2015 is public",
    "gbt23794-2015": "GB/T 23794-2015 was replaced by GB/T 23794-2023",
    "gbt30443-2013": "nobody has verified what GB/T 30443-2013 is",
    "gbt37286-2019": "nobody has verified that GB/T 37286-2019 is in force",
    "gbt31772-2015": "only the top level of GB/T 31772-2015 is public",
    "sbt10943-2012": "nobody has verified what SB/T 10943-2012 is",
    "ctsghsc001-2019": "nobody has verified what CTS/GHSC001-2019 is",
    "gbt28797-2012": "nobody has verified what GB/T 28797-2012 is",
    "gbt18884-2002": "GB/T 18884-2002 was replaced by GB/T 18884-2015",
    "cteas1001-2017": "nobody has verified that CTEAS1001-2017 is in force",
}


def test_only_what_is_verified_in_force_and_public_may_be_applied_for() -> None:
    assert {one.id: rules.why_not_apply(one) for one in queries.citations()} == REASONS


def test_an_abolished_standard_and_one_without_public_structure_are_refused() -> None:
    known = queries.citation("gbt37286-2019")
    assert [rules.why_not_apply(replace(known, state=state)) for state in (State.ABOLISHED, State.CURRENT)] == [
        "GB/T 37286-2019 was abolished and nothing takes its place",
        "the structure of GB/T 37286-2019 is not public",
    ]


@pytest.mark.parametrize(
    ("typed", "state", "kind", "ids"),
    [
        ("gbt18884", "", "", ["gbt18884-2002"]),
        ("GB/T 31772", "", "", ["gbt31772-2015"]),
        ("環衛", "", "", ["gbt26270-2011", "sbt10596-2011"]),
        ("环卫 清洁行业", "", "", ["sbt10596-2011"]),
        ("", "replaced", "", ["gbt23794-2015", "gbt18884-2002"]),
        ("", "", "private", ["ctsghsc001-2019", "cteas1001-2017"]),
        ("seven", "unknown", "private", ["cteas1001-2017"]),
        ("nothing of the kind", "", "", []),
    ],
)
def test_a_citation_is_found_by_number_name_state_and_kind(typed: str, state: str, kind: str, ids: list[str]) -> None:
    assert [one.id for one in rules.found(queries.citations(), typed, state, kind)] == ids


def test_an_edition_without_public_indicators_is_adopted_by_nobody() -> None:
    assert editions.why_not_adopt(
        same_edition=False, last_since=None, since=date(2026, 11, 21), has_indicators=False
    ) == ("the indicators of this scheme are not public; there is nothing to be assessed by")
