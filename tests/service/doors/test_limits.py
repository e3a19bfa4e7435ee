"""Limits of what is posted: counted once for all processes, over any span, and swept when they limit nothing any more."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests.service.repair.actions.conftest import Hands
from wuxing.core import clock
from wuxing.service.doors import limits, tasks
from wuxing.service.doors.models import DoorCount


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    made = Hands()
    monkeypatch.setattr(clock, "now", made.now)
    return made


def uses(request: Any, action: str, count: int, key: str | None = None) -> list[bool]:
    return [not limits.too_many(request, action, key) for _ in range(count)]


def test_a_limit_holds_for_all_processes_and_over_any_hour(db: None, rf: Any, hands: Hands) -> None:
    request = rf.post("/")
    assert uses(request, limits.REPORT, 10) == [True] * 10
    cache.clear()  # another process has other memory
    hands.forward(minutes=50)
    assert uses(request, limits.REPORT, 11) == [True] * 10 + [False]
    hands.forward(minutes=20)  # of the first ten of the span before, a part counts still
    assert sum(uses(request, limits.REPORT, 20)) in range(3, 5)
    hands.forward(hours=3)
    assert uses(request, limits.REPORT, 21) == [True] * 20 + [False]
    assert DoorCount.objects.count() == 1


def test_each_key_has_its_own_count_and_the_row_names_nobody(db: None, rf: Any, hands: Hands) -> None:
    one, other = rf.post("/"), rf.post("/", REMOTE_ADDR="10.1.2.3")
    assert uses(one, limits.SOFT, 4) == [True, True, True, False]
    assert uses(other, limits.SOFT, 1) == [True]
    assert uses(one, limits.AGAIN, 4, key="1:WO-1") == [True, True, True, False]
    assert uses(one, limits.AGAIN, 1, key="1:WO-2") == [True]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, ' ') FROM service_doorcount c")
        assert "10.1.2.3" not in cursor.fetchone()[0]
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'service_doorcount'")
        assert cursor.fetchone()[0] == "u"  # no wait for the disk


def test_what_limits_nothing_any_more_is_swept(db: None, rf: Any, hands: Hands) -> None:
    uses(rf.post("/"), limits.SOFT, 1)
    hands.forward(hours=1, minutes=59)
    tasks.sweep()
    assert DoorCount.objects.count() == 1
    hands.forward(minutes=2)
    tasks.sweep()
    assert DoorCount.objects.count() == 0
