"""Numbers for services in other countries: 138… alone would be dialled in America."""

import pytest

from wuxing.core.notices.rules import numbers


@pytest.mark.parametrize(
    ("phone", "abroad", "home"),
    [
        ("13800002046", "+8613800002046", "13800002046"),
        ("138 0000-2046", "+8613800002046", "13800002046"),
        ("+86 138 0000 2046", "+8613800002046", "13800002046"),
        ("8613800002046", "+8613800002046", "13800002046"),
        ("008613800002046", "+8613800002046", "008613800002046"),
        ("0912345678", "+886912345678", "0912345678"),
        ("+85261234567", "+85261234567", "+85261234567"),
        ("+4915112345678", "+4915112345678", "+4915112345678"),
        ("61234567", "", "61234567"),  # Hong Kong or Macau: nobody can tell
        ("0591-87654321", "", "059187654321"),  # no mobile number
        ("", "", ""),
    ],
)
def test_a_number_is_dialled_with_its_country_or_not_at_all(phone: str, abroad: str, home: str) -> None:
    assert (numbers.international(phone), numbers.at_home(phone)) == (abroad, home)
