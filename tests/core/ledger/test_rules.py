"""Payloads become JSON values that mean the same after a stay in the database."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy

from wuxing.core.ledger.rules import kind_of, plain


class Colour(StrEnum):
    RED = "red"


class WorkOrder:
    pass


class APIToken:
    pass


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("五星", "五星"),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        (Decimal("12.50"), "12.50"),
        (Decimal("1E+3"), "1000"),
        (7, 7),
        (True, True),
        (2**53, "9007199254740992"),
        (2.0, 2),
        (1e300, str(int(1e300))),
        (0.1, 0.1),
        (date(2026, 11, 21), "2026-11-21"),
        (time(8, 30), "08:30:00"),
        (datetime(2026, 11, 21, 8, tzinfo=UTC), "2026-11-21T08:00:00.000000Z"),
        (datetime(2026, 11, 21, 8, tzinfo=timezone(timedelta(hours=8))), "2026-11-21T00:00:00.000000Z"),
        (timedelta(minutes=90), "5400.000000"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Colour.RED, "red"),
        (gettext_lazy("Agent"), str(gettext_lazy("Agent"))),
        (b"\x01\xff", "01ff"),
        ((1, [None]), [1, [None]]),
        ({2, 1}, [1, 2]),
        ({1: {"a": Decimal(1)}}, {"1": {"a": "1"}}),
    ],
)
def test_plain(value, result):
    found = plain(value)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), datetime(2026, 1, 1)])
def test_what_has_no_plain_form_is_refused(value):
    with pytest.raises(ValueError, match=r"not a finite number|no time zone"):
        plain(value)


def test_kind_of_a_model_is_its_name_in_snake_case():
    assert (kind_of(WorkOrder), kind_of(Colour), kind_of(APIToken)) == ("work_order", "colour", "apitoken")
