"""The rules of states.md section 4 over whatever may happen to a case: what is promised stands, what counts is its events."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.governance.commitments.actions.test_clocks import agrees
from tests.governance.commitments.conftest import WEEK, House
from wuxing.core.worktime import elapsed, is_worked
from wuxing.governance.commitments import actions, queries
from wuxing.governance.commitments.models import Escalation, Target
from wuxing.governance.commitments.states import STOPS, PauseReason

Acts = list[tuple[str, int]]
OURS = ("worker", "calendar", "policy")
ACTS = st.lists(
    st.tuples(st.sampled_from([*PauseReason, "resume", "customer", *OURS, "stop", "reopen"]), st.integers(0, 60)),
    min_size=1,
    max_size=7,
)
MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
FROZEN = (
    "starts_at",
    "due_at",
    "minutes",
    "calendar_version_id",
    "hours_version_id",
    "promise_id",
    "replaces_id",
    "round",
)
WRITTEN_ONCE = (*FROZEN, "stopped_at", "kept", "own_kept")


class Played:
    """A case to which things happen, and what was seen of its targets."""

    def __init__(self, house: House) -> None:
        self.house, self.tier = house, ""
        self.seen: dict[int, dict[str, Any]] = {}
        house.open()

    def do(self, act: str) -> None:
        """Do one thing to the case, as its actions would."""
        house, now = self.house, self.house.hands.at
        found = actions.open_of(house.subject)
        acts: dict[str, Callable[[], object]] = {
            "resume": lambda: actions.resume(found, at=now),
            "customer": lambda: actions.customer_acted(house.subject, channel="qr", by=house.manager),
            "worker": lambda: actions.remind_due(by=house.manager),
            "calendar": lambda: house.calendar(exceptions={f"2026-11-{day}": [] for day in range(16, 29)}),
            "policy": lambda: self._policy(found),
            "stop": lambda: actions.stop(found, "resolve", at=now),
            "reopen": lambda: None if found else house.open(tier=self.tier),
        }
        acts.get(act, lambda: actions.pause(found, reason=act, at=now))()

    def _policy(self, found: list[Target]) -> None:
        """Let another promise bind: the customer is of another tier now."""
        self.tier = "" if self.tier else "VIP"
        actions.reassess(found, rural=False, by=self.house.manager, tier=self.tier)

    def paused(self) -> set[datetime | None]:
        return set(Target.objects.filter(stopped_at=None).values_list("paused_at", flat=True))

    def look(self) -> None:
        """What was promised and judged is as it was; what counts is what the events say."""
        targets = list(Target.objects.order_by("pk"))
        for target in targets:
            for name, value in self.seen.get(target.pk, {}).items():
                assert value in (getattr(target, name), None), name
            self.seen[target.pk] = {name: getattr(target, name) for name in WRITTEN_ONCE}
            pauses = queries.pauses_of(target.pk)
            if target.stopped_at is None:
                assert agrees(target)
                assert target.paused_at == (pauses[-1][0] if pauses and pauses[-1][1] is None else None)
            elif target.kept is not None:
                self._judged(target, pauses)
            if target.replaces_id:
                old = next(one for one in targets if one.pk == target.replaces_id)
                assert (old.starts_at, old.stopped_at is None) == (target.starts_at, False)
                before = [begin for begin, _end in queries.pauses_of(old.pk)]
                assert [begin for begin, _end in pauses][: len(before)] == before
        assert len([one for one in targets if one.stopped_at is None]) <= 1
        for one in Escalation.objects.select_related("target"):
            assert is_worked(one.at, queries.calendar_of(one.target.hours_version_id))

    def _judged(self, target: Target, pauses: list[tuple[datetime, datetime | None]]) -> None:
        """The verdict is that of somebody who counts the working time that was not paused, by the frozen calendar."""
        calendar, over = queries.calendar_of(target.calendar_version_id), target.stopped_at
        assert over is not None
        stood = sum((elapsed(begin, end or over, calendar) for begin, end in pauses), timedelta())
        worked, promised = elapsed(target.starts_at, over, calendar) - stood, timedelta(minutes=target.minutes)
        assert worked <= promised if target.kept else worked >= promised


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, late=st.integers(0, 40))
@example(acts=[("waiting_customer", 1), ("policy", 2), ("calendar", 1), ("customer", 70), ("worker", 9)], late=0)
@example(
    acts=[("waiting_parts", 3), ("policy", 2), ("stop", 4), ("reopen", 20), ("policy", 1), ("worker", 30)], late=13
)
def test_whatever_happens_what_was_promised_stands(house: House, acts: Acts, late: int) -> None:
    with transaction.atomic():
        calendar = house.calendar("福州", exceptions={"2026-11-21": WEEK[0], "2026-11-19": []})
        house.hands.at = MONDAY
        for tier, minutes in (("", 960), ("VIP", 480)):
            house.promise(minutes=minutes, calendar_id=calendar, tier=tier)
        house.forward(hours=late)  # some begin outside working hours
        played = Played(house)
        played.look()
        for act, hours in acts:
            house.forward(hours=hours)
            before = played.paused()
            played.do(act)
            if act in OURS:  # what we do ourselves never pauses a clock, and never lets one run that waits
                assert played.paused() == before
            if act in set(PauseReason) and STOPS[PauseReason(act)].customer:
                assert None not in played.paused()
            played.look()
        transaction.set_rollback(True)
