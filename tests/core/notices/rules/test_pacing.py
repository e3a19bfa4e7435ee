"""What becomes of a notice that is due: the whole table; and when a failed one is tried again."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from wuxing.core.notices.events import Kind
from wuxing.core.notices.rules.pacing import TRIES, Situation, Verdict, next_try, verdict_for
from wuxing.core.notices.rules.quiet import Quiet
from wuxing.core.notices.states import FOLLOWING, OPEN, OVER, NoticeState, may_follow

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)  # 22:00 in Shanghai
MORNING = datetime(2026, 11, 24, tzinfo=UTC)
NIGHT = Quiet(time(21), time(8))
S = NoticeState


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({}, Verdict(S.SENDING)),
        ({"is_known": False}, Verdict(S.REFUSED, "no_recipient")),
        ({"kind": Kind.MARKETING}, Verdict(S.REFUSED, "no_consent")),
        ({"kind": Kind.MARKETING, "has_agreed": True}, Verdict(S.SENDING)),
        ({"kind": Kind.MARKETING, "urgent": True}, Verdict(S.REFUSED, "no_consent")),  # urgency is no consent
        ({"useful_until": NOW}, Verdict(S.SENDING)),
        ({"useful_until": NOW - timedelta(seconds=1)}, Verdict(S.REFUSED, "too_late")),
        ({"is_repeat": True}, Verdict(S.REFUSED, "duplicate")),
        ({"is_repeat": True, "urgent": True}, Verdict(S.REFUSED, "duplicate")),
        ({"per_day": 2, "sent_today": 1}, Verdict(S.SENDING)),
        ({"per_day": 2, "sent_today": 2}, Verdict(S.REFUSED, "too_many")),
        ({"per_day": 2, "sent_today": 2, "urgent": True}, Verdict(S.SENDING)),
        ({"per_day": 2, "sent_today": 2, "kind": Kind.SAFETY}, Verdict(S.SENDING)),
        ({"quiet": NIGHT}, Verdict(S.HELD, "quiet", MORNING)),
        ({"quiet": NIGHT, "urgent": True}, Verdict(S.SENDING)),
        ({"quiet": NIGHT, "kind": Kind.SAFETY}, Verdict(S.SENDING)),
        ({"quiet": NIGHT, "kind": Kind.INTERNAL}, Verdict(S.HELD, "quiet", MORNING)),
        ({"quiet": NIGHT, "useful_until": MORNING}, Verdict(S.HELD, "quiet", MORNING)),
        ({"quiet": NIGHT, "useful_until": NOW + timedelta(hours=1)}, Verdict(S.REFUSED, "too_late")),
        ({"quiet": NIGHT, "is_repeat": True}, Verdict(S.REFUSED, "duplicate")),
    ],
)
def test_each_situation_has_its_verdict(said: dict[str, Any], verdict: Verdict) -> None:
    situation = Situation(**({"now": NOW, "zone": "Asia/Shanghai", "kind": Kind.SERVICE} | said))
    assert verdict_for(situation) == verdict


@pytest.mark.parametrize(
    ("tries", "asked", "seconds"),
    [
        (1, 0, 30),
        (2, 0, 120),
        (3, 0, 600),
        (4, 0, 3600),
        (5, 0, 21600),
        (1, 300, 300),
        (1, 10**6, 86400),
        (5, 1, 21600),
    ],
)
def test_each_failure_waits_longer(tries: int, asked: int, seconds: int) -> None:
    assert next_try(tries, NOW, asked) == NOW + timedelta(seconds=seconds)


def test_after_the_last_try_there_is_none() -> None:
    assert (TRIES, next_try(TRIES, NOW), next_try(TRIES, NOW, 60)) == (6, None, None)


def test_what_is_over_stays_over_and_everything_open_can_end() -> None:
    assert frozenset({S.SENT, S.GIVEN_UP, S.REFUSED}) == OVER
    assert set(S) == OPEN | OVER
    for state in OPEN:
        reached, seen = {state}, {state}
        while reached:
            reached = {to for one in reached for to in FOLLOWING[one]} - seen
            seen |= reached
        assert seen & OVER, state
    assert [may_follow(S.QUEUED, S.SENT), may_follow(S.SENT, S.SENDING), may_follow(S.SENDING, S.REFUSED)] == [
        False
    ] * 3
