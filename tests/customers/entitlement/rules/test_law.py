"""三包: the grounds of general goods and household cars on their boundaries; editions by the day of sale; the data itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from wuxing.customers.entitlement.rules import Book, Case, Repair, edition_for, judge
from wuxing.customers.entitlement.rulesets import edition_named, editions, editions_from

SOLD = date(2025, 3, 10)
LAW = editions()


def grounds(case: Case) -> list[str]:
    return [remedy.code for remedy in judge(case, Book(editions=LAW)).remedies]


def after(days: int, **more: Any) -> Case:
    return Case(on=SOLD + timedelta(days=days), starts={"invoice": SOLD}, product_id=1, category="冰箱", **more)


def repaired(begun: int, days: int, **more: Any) -> Repair:
    begins = SOLD + timedelta(days=begun)
    return Repair(begun_on=begins, ended_on=begins + timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (after(0), ["seven_days", "fifteen_days"]),
        (after(7), ["seven_days", "fifteen_days"]),
        (after(8), ["fifteen_days"]),
        (after(15), ["fifteen_days"]),
        (after(16), []),
        (after(7, cause="use"), []),
        (after(100, repairs=(repaired(20, 1, cured=False),)), []),
        (after(100, repairs=(repaired(20, 1, same_fault=True), repaired(50, 1, same_fault=True))), ["two_repairs"]),
        (after(100, repairs=(repaired(20, 1), repaired(50, 1))), []),  # both cured
        (after(400, repairs=(repaired(20, 1, cured=False), repaired(50, 1, cured=False))), []),  # the period is over
        (after(120, repairs=(repaired(20, 95, waited_for_parts=90),)), []),
        (after(120, repairs=(repaired(20, 95, waited_for_parts=91),)), ["ninety_days_parts"]),
        (after(120, repairs=(repaired(20, 30, own_fault=True),)), []),
        (after(120, repairs=(repaired(20, 31, own_fault=True),)), ["thirty_days_own_fault"]),
    ],
)
def test_general_goods(case: Case, found: list[str]) -> None:
    assert grounds(case) == found


def test_the_customer_may_choose_more_in_the_first_week() -> None:
    first, second = judge(after(3), Book(editions=LAW)).remedies
    assert (first.choose, second.choose) == (("return", "exchange", "repair"), ("exchange", "repair"))


def test_the_days_start_anew_after_an_exchange() -> None:
    assert grounds(replace(after(300), exchanged_on=SOLD + timedelta(days=296))) == ["seven_days", "fifteen_days"]


@pytest.mark.parametrize(
    ("sold", "facts", "fault", "days", "found"),
    [
        (date(2023, 1, 1), {}, 4, 30, []),
        (date(2023, 1, 1), {}, 5, 30, ["same_fault_over_4"]),
        (date(2023, 1, 1), {}, 0, 31, ["repair_30_days"]),
        (date(2020, 1, 1), {}, 5, 35, []),
        (date(2020, 1, 1), {}, 6, 35, ["same_fault_over_5"]),
        (date(2020, 1, 1), {}, 0, 36, ["repair_35_days"]),
        (date(2023, 1, 1), {"safety_repairs": 2}, 0, 0, ["safety_twice"]),
        (date(2023, 1, 1), {"assembly_changes": 2, "part_changes": 1}, 0, 0, ["assembly_twice"]),
        (date(2023, 1, 1), {"kilometres": 3000, "serious_fault": 1}, 0, 0, []),  # later than sixty days
    ],
)
def test_household_cars_by_the_edition_of_the_sale(
    sold: date, facts: Mapping[str, int], fault: int, days: int, found: list[str]
) -> None:
    begun = sold + timedelta(days=70)
    repairs = [Repair(begun_on=begun, ended_on=begun + timedelta(days=days))] if days else []
    repairs += [
        Repair(begun_on=begun + timedelta(days=60 + n), ended_on=begun + timedelta(days=60 + n), same_fault=True)
        for n in range(fault)
    ]
    case = Case(
        on=sold + timedelta(days=400), starts={"invoice": sold}, category="轿车", repairs=tuple(repairs), facts=facts
    )
    assert grounds(case) == found


def test_the_first_sixty_days_of_a_car() -> None:
    case = Case(
        on=date(2023, 2, 1),
        starts={"invoice": date(2023, 1, 1)},
        category="家用汽车",
        facts={"kilometres": 2999, "serious_fault": 1},
    )
    assert grounds(case) == ["sixty_days_serious"]
    assert grounds(replace(case, facts={"serious_fault": 1})) == []  # what is not known meets no condition


@pytest.mark.parametrize(
    ("category", "day", "name"),
    [
        ("冰箱", date(2024, 6, 30), "cn-general-goods@1995"),
        ("冰箱", date(2024, 7, 1), "cn-general-goods@2024"),
        ("轿车", date(2021, 12, 31), "cn-household-cars@2013"),
        ("轿车", date(2022, 1, 1), "cn-household-cars@2022"),
        ("轿车", date(2010, 1, 1), None),
        ("台灯", date(2025, 1, 1), None),
    ],
)
def test_the_edition_is_that_of_the_day(category: str, day: date, name: str | None) -> None:
    found = edition_for(LAW, category, day)
    assert (found.name if found else None) == name
    assert found is None or edition_named(found.name) == found


def test_every_rule_has_a_clause_and_words_in_three_languages() -> None:
    for edition in LAW:
        assert set(edition.title) == {"en", "zh-Hans", "zh-Hant"}
        for rule in edition.rules:
            assert (bool(rule.clause), set(rule.words), bool(rule.when)) == (True, {"en", "zh-Hans", "zh-Hant"}, True)


def test_editions_of_one_set_do_not_overlap() -> None:
    for one in LAW:
        for other in LAW:
            if one.code == other.code and one.begins < other.begins:
                assert one.ends is not None
                assert one.ends < other.begins


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"when": {"moon": {"at_most": 1}}}, "no such condition"),
        ({"when": {"days": {"about": 1}}}, "no such condition"),
        ({"choose": ["cash"]}, "no such choice"),
        ({"words": {"en": "x"}}, "no words in"),
    ],
)
def test_data_that_cannot_be_counted_is_refused(rule: dict[str, Any], message: str) -> None:
    words = {"en": "x", "zh-Hans": "x", "zh-Hant": "x"}
    fine = {
        "code": "r", "when": {"days": {"at_most": 7}}, "choose": ["repair"], "clause": "c", "sure": True, "words": words,
    }  # fmt: skip
    data = {
        "code": "x", "title": words, "goods": {"冰箱": []}, "clauses": {}, "excluded": [], "months": 12, "main_months": 36,
        "guarantee_days": 30, "rules": [fine | rule],
        "editions": [
            {"version": "1", "begins": SOLD, "starts": ["invoice"], "repair_time_out": True, "exchange_restarts": True}
        ],
    }  # fmt: skip
    with pytest.raises(ValueError, match=message):
        editions_from(data)
