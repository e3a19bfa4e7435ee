"""What the blocks of the tracking page say of a case, without a database."""

from types import SimpleNamespace
from typing import Any

import pytest

from wuxing.core import clock
from wuxing.service.charges.tracking import TO_CUSTOMER
from wuxing.service.doors import tracking


def door(state: str) -> Any:
    case = SimpleNamespace(state=state, received_at=clock.now())
    return SimpleNamespace(request=case, tenant=SimpleNamespace(zone="Asia/Shanghai"))


@pytest.mark.parametrize(
    ("state", "second"),
    [
        ("new", "now"),
        ("triaged", "now"),
        ("rejected", "waiting"),
        ("merged", "waiting"),
        ("answered_remotely", "waiting"),
    ],
)
def test_a_case_that_ended_without_an_order_has_no_next_stage(state: str, second: str) -> None:
    told = tracking.steps(None, door(state))
    assert [one["state"] for one in told["stages"][:2]] == ["done", second]


def test_the_customer_is_spoken_to_as_you() -> None:
    said = [str(TO_CUSTOMER[state]) for state in ("sent", "accepted", "declined")]
    assert said == ["waits for your answer", "you accepted it", "you declined it"]
