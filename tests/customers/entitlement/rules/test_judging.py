"""What covers a unit: terms, the law, contracts, exclusions; and properties that hold for every case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wuxing.customers.entitlement.rules import Book, Case, Contract, Cover, Repair, Term, Verdict, judge
from wuxing.customers.entitlement.rulesets import editions

SOLD = date(2025, 3, 10)
LAW = editions()
FRIDGE = Case(on=date(2025, 9, 1), starts={"invoice": SOLD}, product_id=1, category="冰箱")
WHOLE = Term(code="whole", months=36, valid_from=date(2020, 1, 1))
COMPRESSOR = Term(code="compressor", months=120, part="compressor", valid_from=date(2020, 1, 1))
MISUSE = Term(
    code="misuse", kind="exclusion", causes=("use", "blocked"), valid_from=date(2020, 1, 1), clause="保修卡 5"
)


def said(verdict: Verdict) -> tuple[str, list[tuple[str, str]]]:
    return verdict.outcome, [(hit.source, hit.code) for hit in verdict.hits]


@pytest.mark.parametrize(
    ("case", "book", "outcome", "hits"),
    [
        (FRIDGE, Book(), "unknown", []),
        (FRIDGE, Book(months=36), "in_warranty", [("product", "product")]),
        (FRIDGE, Book(months=36, terms=(WHOLE,)), "in_warranty", [("term", "whole")]),  # the term stands for the product's
        (FRIDGE, Book(months=3), "out_of_warranty", []),
        (FRIDGE, Book(months=3, editions=LAW), "in_warranty", [("law", "cn-general-goods")]),  # not below the law
        (replace(FRIDGE, starts={}), Book(months=3, editions=LAW), "unknown", []),
        (replace(FRIDGE, category="台灯"), Book(months=3, editions=LAW), "out_of_warranty", []),
        (replace(FRIDGE, part="compressor"), Book(months=3, terms=(COMPRESSOR,)), "in_warranty", [("term", "compressor")]),
        (replace(FRIDGE, part="fan"), Book(months=3, terms=(COMPRESSOR,)), "out_of_warranty", []),
        (replace(FRIDGE, product_id=2), Book(terms=(replace(WHOLE, product_id=1),)), "unknown", []),
        (replace(FRIDGE, cause="use"), Book(months=36, terms=(MISUSE,)), "out_of_warranty", []),
        # our own exclusion takes nothing from the law; the law's takes both
        (
            replace(FRIDGE, cause="blocked"), Book(months=36, terms=(MISUSE,), editions=LAW),
            "in_warranty", [("law", "cn-general-goods")],
        ),
        (replace(FRIDGE, cause="use"), Book(months=36, terms=(MISUSE,), editions=LAW), "out_of_warranty", []),
        (replace(FRIDGE, recalled=True), Book(months=3), "recall", [("recall", "recall")]),
        (replace(FRIDGE, starts={"production": SOLD}), Book(months=36), "in_warranty", [("product", "product")]),
        (replace(FRIDGE, starts={"production": SOLD}), Book(months=3), "unknown", []),  # it was sold later than made
    ],
)  # fmt: skip
def test_any_ground_that_holds_covers_the_unit(
    case: Case, book: Book, outcome: str, hits: list[tuple[str, str]]
) -> None:
    assert said(judge(case, book)) == (outcome, hits)


@pytest.mark.parametrize(
    ("starts", "basis", "day"),
    [
        ({"invoice": date(2025, 3, 1)}, "invoice", date(2025, 3, 1)),
        ({"invoice": date(2025, 3, 1), "delivery": date(2025, 3, 4)}, "delivery", date(2025, 3, 4)),
        (
            {"invoice": date(2025, 3, 1), "installation": date(2025, 3, 9), "delivery": date(2025, 3, 4)},
            "installation", date(2025, 3, 9),
        ),
        ({"invoice": date(2025, 3, 5), "delivery": date(2025, 3, 4)}, "invoice", date(2025, 3, 5)),
        ({"production": date(2025, 8, 1), "invoice": date(2025, 3, 5)}, "invoice", date(2025, 3, 5)),
        ({"production": date(2024, 8, 1)}, "production", date(2024, 8, 1)),
        ({"invoice": date(2025, 3, 1), "delivery": date(2026, 1, 1)}, "invoice", date(2025, 3, 1)),  # still to come
    ],
)  # fmt: skip
def test_the_better_day_for_the_customer_counts(starts: dict[str, date], basis: str, day: date) -> None:
    start = judge(replace(FRIDGE, starts=starts), Book(months=12)).start
    assert start is not None
    assert (start.basis, start.day) == (basis, day)


def test_a_later_version_takes_nothing_from_what_was_sold_before() -> None:
    shorter = replace(WHOLE, version=2, months=3, valid_from=date(2025, 6, 1))
    book = Book(terms=(WHOLE, shorter))
    sold_later = replace(FRIDGE, starts={"invoice": date(2025, 6, 1)}, on=date(2025, 10, 1))

    assert (judge(FRIDGE, book).hits[0].version, judge(FRIDGE, book).outcome) == ("1", "in_warranty")
    assert judge(sold_later, book).outcome == "out_of_warranty"


def test_a_withdrawn_term_is_gone_for_what_is_sold_after() -> None:
    gone = replace(WHOLE, version=2, withdrawn=True, valid_from=date(2025, 6, 1))
    late = replace(FRIDGE, starts={"invoice": date(2025, 6, 1)})
    assert [judge(case, Book(terms=(WHOLE, gone))).outcome for case in (FRIDGE, late)] == ["in_warranty", "unknown"]


def test_an_exchange_starts_everything_anew() -> None:
    old = replace(FRIDGE, starts={"invoice": date(2020, 1, 1)})
    verdict = judge(replace(old, exchanged_on=date(2025, 8, 1)), Book(months=12))
    assert (judge(old, Book(months=12)).outcome, verdict.outcome, verdict.until) == (
        "out_of_warranty", "in_warranty", date(2026, 8, 1),
    )  # fmt: skip


def test_time_in_repair_is_taken_out_overlaps_once() -> None:
    repairs = (
        Repair(begun_on=date(2025, 4, 1), ended_on=date(2025, 4, 11)),
        Repair(begun_on=date(2025, 4, 6), ended_on=date(2025, 4, 16)),
        Repair(begun_on=date(2027, 4, 6), ended_on=date(2027, 5, 16)),  # after the term: it adds nothing
    )
    verdict = judge(replace(FRIDGE, repairs=repairs), Book(months=12))
    assert verdict.until == date(2026, 3, 25)
    assert ("repair_time", {"days": "15"}) in verdict.reasons


def test_the_same_fault_soon_after_a_repair_is_free_though_the_term_is_over() -> None:
    case = replace(
        FRIDGE,
        on=date(2027, 1, 20),
        repairs=(Repair(begun_on=date(2027, 1, 1), ended_on=date(2027, 1, 2), same_fault=True, free=False),),
    )
    verdict = judge(case, Book(months=12, editions=LAW))
    assert (*said(verdict), verdict.repeat) == ("in_warranty", [("guarantee", "cn-general-goods")], True)


def test_a_contract_covers_its_own_share_and_not_what_it_excepts() -> None:
    contract = Contract(
        number="C1", kind="contract", starts_on=date(2025, 8, 1), ends_on=date(2026, 7, 31), cover=Cover(50, 100, 0),
        excluded=("use",),
    )  # fmt: skip
    book = Book(months=3, contracts=(contract,))
    covered, excepted = judge(FRIDGE, book), judge(replace(FRIDGE, cause="use"), book)
    assert (covered.outcome, covered.cover, covered.until) == ("contract", Cover(50, 100, 0), date(2026, 7, 31))
    assert excepted.outcome == "out_of_warranty"


days = st.dates(date(2024, 8, 1), date(2028, 12, 31))
parts = st.sampled_from(["", "compressor", "fan"])
causes = st.sampled_from(["", "use", "blocked", "compressor"])


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    begun = draw(days)
    return Repair(
        begun_on=begun,
        ended_on=begun + timedelta(days=draw(st.integers(0, 60))),
        same_fault=draw(st.booleans()),
        cured=draw(st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    bases = draw(st.dictionaries(st.sampled_from(["invoice", "delivery", "installation", "production"]), days))
    return Case(
        on=draw(days), starts=bases, product_id=1, category=draw(st.sampled_from(["冰箱", "台灯"])), part=draw(parts),
        cause=draw(causes), repairs=tuple(draw(st.lists(repairs(), max_size=3))),
    )  # fmt: skip


@st.composite
def granted(draw: st.DrawFn) -> Term:
    return Term(
        code=draw(st.sampled_from("abc")), months=draw(st.integers(1, 60)), part=draw(parts),
        cover=Cover(draw(st.integers(0, 100)), 100, 100), valid_from=date(2020, 1, 1),
    )  # fmt: skip


books = st.builds(
    Book,
    terms=st.lists(granted(), max_size=3, unique_by=lambda term: term.code).map(tuple),
    months=st.none() | st.integers(0, 48),
    editions=st.sampled_from([(), LAW]),
)
GOODNESS = {"out_of_warranty": 0, "unknown": 1, "contract": 2, "in_warranty": 3, "recall": 4}


@settings(max_examples=150, deadline=None)
@given(cases(), books)
def test_a_decision_always_says_why_and_holds_together(case: Case, book: Book) -> None:
    verdict = judge(case, book)
    assert verdict.reasons
    assert (verdict.outcome in ("in_warranty", "contract", "recall")) == bool(verdict.hits)
    assert all(hit.until is None or case.on <= hit.until for hit in verdict.hits)
    assert all(remedy.clause for remedy in verdict.remedies)
    assert verdict == judge(case, book)  # nothing but the inputs counts


@settings(max_examples=150, deadline=None)
@given(cases(), books, granted())
def test_one_more_term_never_takes_cover_away(case: Case, book: Book, term: Term) -> None:
    more = replace(term, code="more", part="compressor")  # a term for the whole unit stands in the product's place
    before, after = judge(case, book), judge(case, replace(book, terms=(*book.terms, more)))
    if before.hits:
        assert GOODNESS[after.outcome] >= GOODNESS[before.outcome]
        assert after.cover.parts >= before.cover.parts


@settings(max_examples=150, deadline=None)
@given(cases(), books, st.integers(1, 40))
def test_a_later_delivery_never_takes_cover_away(case: Case, book: Book, later: int) -> None:
    if "invoice" not in case.starts or case.starts["invoice"] > case.on:
        return
    only = replace(case, starts={"invoice": case.starts["invoice"]}, repairs=())
    both = replace(only, starts={**only.starts, "delivery": only.starts["invoice"] + timedelta(days=later)})
    before, after = judge(only, book), judge(both, book)
    assert GOODNESS[after.outcome] >= GOODNESS[before.outcome]


@settings(max_examples=150, deadline=None)
@given(cases(), books, repairs())
def test_one_more_repair_never_shortens_the_term(case: Case, book: Book, repair: Repair) -> None:
    before, after = judge(case, book), judge(replace(case, repairs=(*case.repairs, repair)), book)
    if before.start and before.until and after.until and before.hits:
        assert after.until >= before.until
        assert GOODNESS[after.outcome] >= GOODNESS[before.outcome]


@settings(max_examples=150, deadline=None)
@given(cases(), books)
def test_a_company_exclusion_never_takes_what_the_law_grants(case: Case, book: Book) -> None:
    anything = Term(code="z", kind="exclusion", causes=(case.cause,), valid_from=date(2020, 1, 1))
    bare = judge(case, Book(editions=book.editions))
    excluded = judge(case, replace(book, terms=(*book.terms, anything)))
    if bare.outcome == "in_warranty":
        assert excluded.outcome == "in_warranty"
    assert excluded.remedies == judge(case, book).remedies
