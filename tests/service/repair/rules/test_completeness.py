"""Which fields a record lacks: each alone, and who may leave one out."""

from typing import Any

import pytest

from wuxing.service.repair import rules

FULL: dict[str, Any] = {
    "work_type": "onsite",
    "customer": "王丽华",
    "contact": "王丽华",
    "phone": "13805912046",
    "address": "梅亭路",
    "product": "YL",
    "serial": "1",
    "serial_unknown": False,
    "purchased": True,
    "purchase_unknown": False,
    "fault": "不制冷",
}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, ()),
        ({"customer": ""}, ("customer",)),
        ({"contact": ""}, ("contact",)),
        ({"phone": ""}, ("phone",)),
        ({"address": ""}, ("address",)),
        ({"address": "", "work_type": "walk_in"}, ()),
        ({"address": "", "work_type": "remote"}, ()),
        ({"product": ""}, ("product",)),
        ({"serial": ""}, ("serial",)),
        ({"serial": "", "serial_unknown": True}, ()),
        ({"purchased": False}, ("purchased_on",)),
        ({"purchased": False, "purchase_unknown": True}, ()),
        ({"fault": ""}, ("fault",)),
        ({"fault": "", "customer": "", "phone": ""}, ("customer", "phone", "fault")),
    ],
)
def test_what_is_missing_is_named_in_the_order_of_the_form(changes: dict[str, Any], missing: tuple[str, ...]) -> None:
    assert rules.missing_fields(**(FULL | changes)) == missing


def test_every_field_has_a_word() -> None:
    nothing = {name: value if name == "work_type" else type(value)() for name, value in FULL.items()}
    assert set(rules.missing_fields(**nothing)) == set(rules.FIELDS)
