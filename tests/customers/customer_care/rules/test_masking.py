"""Telephone numbers as people type them, and what stays hidden."""

import pytest

from wuxing.customers.customer_care.rules import masked_address, masked_name, masked_phone, phone_from, why_not_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0591 2046", "13805912046"),
        ("+86 138-0591-2046", "13805912046"),
        ("0086 13805912046", "13805912046"),
        ("１３８０５９１２０４６", "13805912046"),
        ("(0591) 8765 4321", "059187654321"),
        ("（0591）87654321", "059187654321"),
        ("+86 0591 87654321", "059187654321"),
        ("400-820-8820", "4008208820"),
        ("+852 2345 6789", "+85223456789"),
        ("", ""),
        ("call me", "callme"),
    ],
)
def test_a_number_is_kept_as_digits(typed: str, kept: str) -> None:
    assert phone_from(typed) == kept


@pytest.mark.parametrize(
    ("phone", "reason"),
    [
        ("13805912046", None),
        ("059187654321", None),
        ("4008208820", None),
        ("+85223456789", None),
        ("1380591204", "1 digits short: enter an 11-digit mobile number"),
        ("138059120461", "1 digits too many: enter an 11-digit mobile number"),
        ("12005912046", "write a mobile number, a landline with its area code, or + and the country"),
        ("87654321", "write a mobile number, a landline with its area code, or + and the country"),
        ("callme", "write the number in digits, for example 13812345678"),
        ("", "write the number in digits, for example 13812345678"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(phone: str, reason: str | None) -> None:
    assert why_not_phone(phone) == reason


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13805912046", "138****2046"), ("059187654321", "059****4321"), ("1234567", "****"), ("", "****")],
)
def test_the_middle_of_a_number_is_hidden(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("王丽华", "王**"), ("王华", "王*"), ("王", "王*"), ("", ""), ("欧阳娜娜", "欧**")]
)
def test_only_the_first_sign_of_a_name_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("address", "district", "shown"),
    [("梅亭路88号", "鼓楼区", "鼓楼区…"), ("", "鼓楼区", "鼓楼区"), ("梅亭路88号", "", "…"), ("", "", "")],
)
def test_an_address_is_shown_down_to_its_district(address: str, district: str, shown: str) -> None:
    assert masked_address(address, district) == shown
