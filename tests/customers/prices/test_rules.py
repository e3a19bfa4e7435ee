"""Money to the fen, the most specific price, periods without an overlap."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.customers.prices import rules
from wuxing.customers.prices.rules import Period, Scope

TODAY = date(2026, 11, 22)
money = st.decimals(min_value=0, max_value=99999, places=2)
quantities = st.decimals(min_value=Decimal("0.01"), max_value=999, places=2)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [("0.005", "0.01"), ("0.004", "0.00"), ("1.115", "1.12"), ("2.675", "2.68"), ("10", "10.00"), ("0.015", "0.02")],
)
def test_halves_of_a_fen_are_rounded_upwards(amount: str, rounded: str) -> None:
    assert rules.fen(Decimal(amount)) == Decimal(rounded)


@given(quantities, money)
def test_a_line_is_off_by_half_a_fen_at_most(quantity: Decimal, price: Decimal) -> None:
    exact, kept = quantity * price, rules.amount_of(quantity, price)
    assert (kept == kept.quantize(rules.FEN), abs(kept - exact) <= Decimal("0.005")) == (True, True)
    assert kept - exact != Decimal("-0.005")


@given(money, st.sampled_from(["0", "1", "3", "6", "9", "13"]))
def test_net_and_tax_add_up_to_the_amount(amount: Decimal, rate: str) -> None:
    net, tax = rules.net_of(amount, Decimal(rate))
    assert (net + tax == amount, tax >= 0, net >= 0) == (True, True, True)


@pytest.mark.parametrize(
    ("area", "wider", "within"),
    [
        ("福州市/鼓楼区", "", True),
        ("福州市/鼓楼区", "福州市", True),
        ("福州市/鼓楼区", "福州市/鼓楼区", True),
        ("福州市", "福州市/鼓楼区", False),
        ("福州市郊/甲", "福州市", False),
        ("", "福州市", False),
        ("", "", True),
    ],
)
def test_an_area_lies_in_its_city(area: str, wider: str, *, within: bool) -> None:
    assert rules.is_within(area, wider) is within


ALL = {
    1: Scope(),
    2: Scope(area="福州市"),
    3: Scope(category="冰箱"),
    4: Scope(category="冰箱", area="福州市"),
    5: Scope(product_id=7),
    6: Scope(product_id=7, area="福州市/鼓楼区"),
}


@pytest.mark.parametrize(
    ("product_id", "category", "area", "winner"),
    [
        (7, "冰箱", "福州市/鼓楼区", 6),
        (7, "冰箱", "福州市/马尾区", 5),
        (8, "冰箱", "福州市/马尾区", 4),
        (8, "冰箱", "泉州市", 3),
        (9, "空调", "福州市", 2),
        (None, "", "", 1),
    ],
)
def test_the_most_specific_price_wins(product_id: int | None, category: str, area: str, winner: int) -> None:
    assert rules.most_specific(ALL, product_id=product_id, category=category, area=area) == winner


def test_no_price_is_meant_where_none_fits() -> None:
    assert rules.most_specific({6: ALL[6]}, product_id=8, category="冰箱", area="福州市") is None


scopes = st.builds(
    Scope,
    product_id=st.sampled_from([None, 7, 8]),
    category=st.sampled_from(["", "冰箱"]),
    area=st.sampled_from(["", "福州市", "福州市/鼓楼区", "泉州市"]),
)


@given(st.dictionaries(st.integers(1, 30), scopes, max_size=8))
def test_the_winner_is_meant_and_none_that_is_meant_is_more_special(found: dict[int, Scope]) -> None:
    asked = {"product_id": 7, "category": "冰箱", "area": "福州市/鼓楼区"}
    winner = rules.most_specific(found, **asked)  # type: ignore[arg-type]
    meant = [scope for scope in found.values() if rules.is_meant(scope, **asked)]  # type: ignore[arg-type]
    if winner is None:
        assert meant == []
    else:
        assert rules.specificity(found[winner]) == max(rules.specificity(scope) for scope in meant)


JAN, JUL = date(2026, 1, 1), date(2027, 7, 1)


@pytest.mark.parametrize(
    ("periods", "begins", "ends", "reason", "field"),
    [
        ([], JAN, None, "", None),  # the first price may lie in the past
        ([], TODAY, TODAY - timedelta(days=1), "", "valid_to"),
        ([Period(1, JAN, None)], TODAY, None, "", "reason"),
        ([Period(1, JAN, None)], TODAY - timedelta(days=1), None, "涨价", "valid_from"),
        ([Period(1, JAN, None)], TODAY, None, "涨价", None),
        ([Period(1, TODAY, None)], TODAY, None, "改错", None),  # corrected on its first day
        ([Period(1, JAN, None)], JUL, None, "明年", None),  # a price to come
        ([Period(1, JAN, date(2027, 6, 30)), Period(2, JUL, None)], TODAY, None, "涨价", "valid_to"),
        ([Period(1, JAN, date(2027, 6, 30)), Period(2, JUL, None)], TODAY, date(2027, 6, 30), "涨价", None),
        ([Period(1, JUL, None)], TODAY, None, "补", "valid_to"),
    ],
)
def test_a_price_is_added_without_an_overlap(
    periods: list[Period], begins: date, ends: date | None, reason: str, field: str | None
) -> None:
    wrong = rules.why_not_change(periods, begins=begins, ends=ends, reason=reason, today=TODAY)
    assert list(wrong) == ([field] if field else [])


@pytest.mark.parametrize(
    ("kind", "mode", "area", "product_id", "category", "rate", "fields"),
    [
        ("part", "each", "", None, "", "13", []),
        ("travel", "zone", "福州市", None, "", "6", []),
        ("travel", "zone", "", None, "", "6", ["area"]),
        ("travel", "hour", "", None, "", "6", ["mode"]),
        ("spare", "each", "", None, "", "6", ["kind"]),
        ("labour", "hour", "", 7, "冰箱", "6", ["category"]),
        ("labour", "hour", "", None, "", "100", ["tax_rate"]),
        ("labour", "hour", "", None, "", "nan", ["tax_rate"]),
    ],
)
def test_an_item_is_looked_at(
    kind: str, mode: str, area: str, product_id: int | None, category: str, rate: str, fields: list[str]
) -> None:
    wrong = rules.why_not_item(
        kind=kind, code="X", name="Y", mode=mode, area=area, product_id=product_id, category=category, tax_rate=Decimal(rate)
    )  # fmt: skip
    assert list(wrong) == fields


@pytest.mark.parametrize(
    ("begins", "ends", "withdrawn", "last", "refused"),
    [
        (JAN, None, False, TODAY, False),
        (JAN, None, False, TODAY - timedelta(days=1), False),
        (JAN, None, False, TODAY - timedelta(days=2), True),
        (JAN, date(2026, 3, 1), False, TODAY, True),
        (JAN, None, True, TODAY, True),
        (JUL, None, False, TODAY, False),  # it never begins
        (TODAY, None, False, TODAY - timedelta(days=1), True),
    ],
)
def test_a_price_ends_today_or_later(
    begins: date,
    ends: date | None,
    withdrawn: bool,
    last: date,
    refused: bool,
) -> None:
    assert (
        rules.why_not_end(begins=begins, ends=ends, withdrawn=withdrawn, last=last, today=TODAY) is not None
    ) is refused
