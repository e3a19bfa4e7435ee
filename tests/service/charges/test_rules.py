"""Sums that add up, payers by the warranty, and what refuses."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.service.charges import rules
from wuxing.service.charges.rules import Charge, Cover
from wuxing.service.charges.states import PAYERS, QUOTE, SHEET, QuoteState, SheetState

TODAY = date(2026, 11, 22)
prices = st.decimals(min_value=0, max_value=99999, places=2)
quantities = st.decimals(min_value=Decimal("0.01"), max_value=999, places=2)
charges = st.builds(
    Charge,
    kind=st.sampled_from(["part", "labour", "travel", "other"]),
    code=st.sampled_from(["", "A", "B"]),
    text=st.sampled_from(["风机", "检修"]),
    quantity=quantities,
    unit_price=prices,
    payer=st.sampled_from(PAYERS),
)


def test_a_long_text_is_the_same_thing_on_the_order() -> None:
    offered = Charge("other", "", "远" * 150, Decimal(1), Decimal(10), "customer")
    recorded = Charge("other", "", "远" * 120, Decimal(1), Decimal(10), "customer")  # as a line of the order keeps it
    assert rules.differences([offered], [recorded]) == {}


def charge(payer: str = "customer", price: str = "10", quantity: str = "1", code: str = "A") -> Charge:
    return Charge("part", code, "风机", Decimal(quantity), Decimal(price), payer)


@given(st.lists(charges, max_size=20))
def test_what_payers_pay_adds_up_to_the_total(found: list[Charge]) -> None:
    sums = rules.by_payer(found)
    assert sum(sums.values(), Decimal(0)) == rules.total(found)
    assert rules.total(found) == rules.total(found).quantize(Decimal("0.01"))
    assert list(sums) == [payer for payer in PAYERS if payer in {one.payer for one in found}]


@given(st.lists(charges, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_sum(found: list[Charge], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rules.by_payer(shuffled) == rules.by_payer(found)


@given(
    prices,
    st.integers(0, 100),
    st.integers(0, 100),
    st.integers(0, 100),
    st.sampled_from(["part", "labour", "travel", "other"]),
)
def test_a_split_price_loses_nothing(price: Decimal, parts: int, labour: int, travel: int, kind: str) -> None:
    shares = rules.proposed_payers(kind, Cover("contract", parts, labour, travel))
    divided = rules.split(price, shares)
    assert sum((part for _payer, part in divided), Decimal(0)) == price
    assert [payer for payer, _part in divided] == [payer for payer, _share in shares]
    assert all(part >= 0 and part == part.quantize(Decimal("0.01")) for _payer, part in divided)


@pytest.mark.parametrize(
    ("kind", "cover", "proposed"),
    [
        ("part", Cover(), (("customer", 100),)),
        ("part", Cover("in_warranty", 100, 100, 100), (("us", 100),)),
        ("travel", Cover("in_warranty", 100, 100, 0), (("customer", 100),)),
        ("part", Cover("recall", 100, 100, 100), (("manufacturer", 100),)),
        ("labour", Cover("goodwill"), (("us", 100),)),
        ("part", Cover("contract", 50, 100, 0), (("us", 50), ("customer", 50))),
        ("other", Cover("contract", 50, 100, 0), (("customer", 100),)),
        ("other", Cover("in_warranty", 100, 100, 100), (("us", 100),)),
        ("part", Cover("unknown"), (("customer", 100),)),
    ],
)
def test_the_warranty_proposes_who_pays(kind: str, cover: Cover, proposed: tuple[tuple[str, int], ...]) -> None:
    assert rules.proposed_payers(kind, cover) == proposed


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"unit_price": Decimal("9.00")}, ["price_reason"]),
        ({"unit_price": Decimal("9.00"), "price_reason": "老客户"}, []),
        ({"book": None}, ["price_reason"]),
        ({"book": None, "price_reason": "供应商报价"}, []),
        ({"payer": "us"}, ["payer_reason"]),
        ({"payer": "us", "payer_reason": "我方损坏"}, []),
        ({"payer": "nobody"}, ["payer"]),
        ({"quantity": Decimal(0)}, ["quantity"]),
        ({"quantity": Decimal("Infinity")}, ["quantity"]),
        ({"unit_price": Decimal("NaN")}, ["unit_price"]),
        ({"unit_price": Decimal("1.005")}, ["unit_price"]),
        ({"text": " ", "kind": "x"}, ["kind", "text"]),
    ],
)
def test_a_line_is_looked_at(changes: dict[str, object], fields: list[str]) -> None:
    line = {
        "kind": "part", "text": "风机", "quantity": Decimal(1), "unit_price": Decimal("10.00"), "payer": "customer",
        "proposed": "customer", "payer_reason": "", "book": Decimal("10.00"), "price_reason": "",
    }  # fmt: skip
    assert list(rules.why_not_line(**(line | changes))) == fields  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(QuoteState))
@pytest.mark.parametrize("to", list(QuoteState))
def test_a_quote_goes_only_the_ways_of_the_table(state: QuoteState, to: QuoteState) -> None:
    assert (rules.why_not_change_quote(state, to) is None) is (to in QUOTE[state])


@pytest.mark.parametrize("state", list(SheetState))
@pytest.mark.parametrize("to", list(SheetState))
def test_a_sheet_goes_only_the_ways_of_the_table(state: SheetState, to: SheetState) -> None:
    assert (rules.why_not_change_sheet(state, to) is None) is (to in SHEET[state])


@pytest.mark.parametrize(
    ("state", "pays", "waits"),
    [
        (None, "0", False),
        ("draft", "10", False),
        ("sent", "10", True),
        ("sent", "0", False),
        ("accepted", "10", False),
        ("declined", "10", True),
        ("declined", "0", False),
        ("expired", "10", True),
    ],
)
def test_costly_work_waits_for_the_customers_word(state: str | None, pays: str, *, waits: bool) -> None:
    assert (rules.why_not_work(state, Decimal(pays)) is not None) is waits


@pytest.mark.parametrize(
    ("state", "until", "name", "refused"),
    [
        ("sent", TODAY, "王丽华", False),
        ("sent", date(2026, 11, 21), "王丽华", True),
        ("sent", TODAY, " ", True),
        ("draft", TODAY, "王丽华", True),
        ("accepted", TODAY, "王丽华", True),
        ("expired", TODAY, "王丽华", True),
    ],
)
def test_a_quote_is_accepted_while_it_stands(state: str, until: date, name: str, *, refused: bool) -> None:
    assert (rules.why_not_accept(state, valid_until=until, today=TODAY, name=name) is not None) is refused


@pytest.mark.parametrize(
    ("state", "lines", "until", "refused"),
    [
        ("draft", 1, TODAY, False),
        ("draft", 0, TODAY, True),
        ("draft", 1, date(2026, 11, 21), True),
        ("sent", 1, TODAY, True),
    ],
)
def test_a_quote_is_sent_with_lines_and_time(state: str, lines: int, until: date, *, refused: bool) -> None:
    assert (rules.why_not_send(state, lines=lines, valid_until=until, today=TODAY) is not None) is refused


@pytest.mark.parametrize(
    ("state", "newer", "reason", "refused"),
    [
        ("draft", False, "", False),
        ("sent", False, "", True),
        ("sent", False, "换零件", False),
        ("accepted", False, "换零件", False),
        ("sent", True, "换零件", True),
    ],
)
def test_what_was_sent_changes_with_a_reason(state: str, newer: bool, reason: str, refused: bool) -> None:
    assert (rules.why_not_change(state, newer=newer, reason=reason) is not None) is refused


@pytest.mark.parametrize(
    ("accepted", "charged", "waiting", "refused"),
    [
        (None, [charge()], False, False),
        (None, [charge()], True, True),
        ([charge()], [charge()], False, False),
        ([charge()], [charge(price="9")], False, False),
        ([charge()], [], False, False),
        ([charge()], [charge(price="10.01")], False, True),
        ([charge()], [charge(), charge(code="B")], False, True),
        ([charge()], [charge(), charge("us", code="B")], False, False),
        ([charge(quantity="2")], [charge(), charge()], False, False),
        ([], [charge("manufacturer")], False, False),
        ([], [charge()], False, True),
    ],
)
def test_nothing_is_settled_beyond_what_was_accepted(
    accepted: list[Charge] | None, charged: list[Charge], waiting: bool, refused: bool
) -> None:
    reason = rules.why_not_settle(accepted=accepted, charged=charged, waiting=waiting, names={})
    assert (reason is not None) is refused


@given(st.lists(charges, max_size=10), st.lists(charges, max_size=10))
def test_where_nothing_differs_the_customer_pays_no_more_than_accepted(a: list[Charge], b: list[Charge]) -> None:
    zero = Decimal("0.00")
    if not rules.differences(a, b):
        assert rules.by_payer(b).get("customer", zero) <= rules.by_payer(a).get("customer", zero)


@given(st.lists(charges, max_size=10))
def test_what_was_accepted_can_be_settled_as_it_is_and_with_less(found: list[Charge]) -> None:
    assert (dict(rules.differences(found, found)), dict(rules.differences(found, found[1:]))) == ({}, {})
