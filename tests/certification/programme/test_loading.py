"""The shipped default is whole; a rule with faults is refused with the line and what to do."""

from decimal import Decimal

import pytest

from tests.schemes.conftest import GBT
from wuxing.certification.cases.states import Kind
from wuxing.certification.programme import loading, queries
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading as packs
from wuxing.schemes.packs import shipped
from wuxing.schemes.packs.problems import PackError

SCHEME = "cn.gbt.27922"


def text() -> str:
    root = shipped.root()
    assert root is not None
    return (root / "programmes" / f"{SCHEME}.yaml").read_text(encoding="utf-8")


def faults(content: str, leaves: set[str] | None = None) -> list[str]:
    with pytest.raises(PackError) as refused:
        loading.read("rule.yaml", content.encode(), leaves)
    return [str(problem) for problem in refused.value.problems]


def line_of(content: str, part: str) -> int:
    return content[: content.index(part)].count("\n") + 1


def test_the_shipped_default_says_what_the_facts_say() -> None:
    rule = queries.shipped_programme(SCHEME)
    assert (
        [(band.upto, band.days) for band in rule.person_days.bands],
        rule.person_days.outlet_least,
        rule.person_days.least,
        set(rule.person_days.share),
        (rule.quorum, rule.running_months, rule.trade_codes, rule.version),
        (rule.cycle_months, rule.surveillance_months, rule.extension_months),
    ) == (
        [(10, Decimal(1)), (50, Decimal(2)), (200, Decimal(3)), (None, Decimal(4))],
        Decimal("0.5"),
        Decimal("0.5"),
        set(Kind),
        (3, 3, ("SC03",), 0),
        (36, 12, 3),
    )


def test_the_papers_of_the_shipped_default_name_indicators_that_exist() -> None:
    leaves = {leaf.id for leaf in packs.load(GBT, catalogue.declared()).leaves}
    assert loading.read("rule.yaml", text().encode(), leaves).sha256 == queries.shipped_draft(SCHEME).sha256  # type: ignore[union-attr]


def test_a_kept_form_says_the_same() -> None:
    draft = loading.read("rule.yaml", text().encode())
    assert loading.restore(draft.form, 4) == draft.programme(4)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("quorum: 3", "quorum: 4", "is more than members_least; a quorum must be possible"),
        ("{upto: 50,", "{upto: 5,", "must be more than in the row before"),
        ("{upto: null,", "{upto: 300,", "only the last row, and always that one, has upto: null"),
        ("code: permits", "code: business_licence", "writes business_licence twice; keep one"),
        ('outlet_least: "0.5"', 'outlet_least: "half"', None),
        ("surveillance_months: 12", "surveillance_months: 13", "surveillance_months is 13; at most 12 is allowed"),
        ("extension_months: 3", "extension_months: 4", "extension_months is 4; at most 3 is allowed"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, fault: str | None) -> None:
    content = text().replace(old, new, 1)
    found = faults(content)
    assert len(found) == 1
    assert found[0].startswith(f"rule.yaml:{line_of(text(), old)}: ")
    if fault:
        assert found[0] == f"rule.yaml:{line_of(text(), old)}: {fault}"


def test_an_indicator_that_the_scheme_lacks_is_refused() -> None:
    content = text().replace('leaves: ["5.1.1.2"]', 'leaves: ["9.9"]')
    line = line_of(content, 'leaves: ["9.9"]')
    assert faults(content, _leaves()) == [f"rule.yaml:{line}: names indicator 9.9, which the scheme does not have"]


def _leaves() -> set[str]:
    return {leaf for paper in queries.shipped_programme(SCHEME).papers for leaf in paper.leaves}


def test_a_rule_without_a_clause_that_the_standard_demands_is_refused() -> None:
    content = text().replace("code: mark", "code: emblem")
    assert faults(content) == [
        f"rule.yaml:{line_of(content, '  - code: requirements')}: lacks clauses that GB/T 27065 4.1.2 demands: mark"
    ]
