"""Why an order needs somebody: the table of causes, and their weight."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.queue.rules import LOOKS, WEIGHTS, Cause, Open, Visit, causes

NOW = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WRITTEN = NOW - 3 * HOUR


def told(**facts: object) -> list[tuple[str, datetime | None]]:
    said = {"state": "in_progress", "complete": True, "written_at": WRITTEN, "dispatched_at": NOW - 2 * HOUR} | facts
    if "visit" not in said and said["state"] in ("dispatched", "in_progress"):
        said["visit"] = Visit(state="working", begins=NOW - HOUR, ends=NOW + HOUR)
    said.setdefault("accepted_at", NOW - 2 * HOUR)
    return [(cause.kind, cause.at) for cause in causes(Open(**said), NOW, MIDNIGHT)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"next_due_at": NOW - MINUTE, "next_due_kind": "resolve"}, [("late", NOW - MINUTE)]),
        ({"next_due_at": NOW, "next_due_kind": "resolve"}, [("soon", NOW)]),
        ({"next_due_at": NOW + 2 * HOUR, "next_due_kind": "resolve"}, [("soon", NOW + 2 * HOUR)]),
        ({"next_due_at": NOW + 2 * HOUR + MINUTE, "next_due_kind": "resolve"}, []),
        ({"next_due_at": NOW + HOUR + MINUTE, "next_due_kind": "contact"}, []),
        ({"visit": Visit(state="accepted", begins=NOW - 10 * MINUTE, ends=NOW + HOUR)}, []),
        (
            {"visit": Visit(state="accepted", begins=NOW - 11 * MINUTE, ends=NOW + HOUR)},
            [("not_under_way", NOW - 11 * MINUTE)],
        ),
        ({"visit": Visit(state="en_route", begins=NOW - HOUR, ends=NOW + HOUR)}, []),
        ({"visit": Visit(state="working", begins=NOW - 2 * HOUR, ends=NOW - HOUR)}, [("overrun", NOW - HOUR)]),
        ({"visit": Visit(state="working", begins=NOW - 2 * HOUR, ends=NOW)}, []),
        (
            {"visit": Visit(state="paused", begins=MIDNIGHT - 2 * HOUR, ends=MIDNIGHT - HOUR)},
            [("left_over", MIDNIGHT - 2 * HOUR)],
        ),
        ({"state": "qualified", "dispatched_at": None}, [("unassigned", WRITTEN)]),
        ({"state": "draft", "complete": False, "dispatched_at": None}, [("unassigned", WRITTEN), ("incomplete", None)]),
        ({"state": "qualified"}, [("unassigned", WRITTEN), ("came_back", NOW - 2 * HOUR)]),
        (
            {"state": "reopened", "dispatched_at": None, "reopened_at": NOW - HOUR},
            [("unassigned", NOW - HOUR)],
        ),
        (
            {"state": "dispatched", "accepted_at": None, "dispatched_at": NOW - 31 * MINUTE, "visit": None},
            [("not_accepted", NOW - 31 * MINUTE), ("no_time", NOW - 31 * MINUTE)],
        ),
        (
            {"state": "dispatched", "accepted_at": None, "dispatched_at": NOW - 30 * MINUTE, "visit": None},
            [("no_time", NOW - 30 * MINUTE)],
        ),
        ({"state": "on_hold", "hold_reason": "waiting_parts", "held_at": NOW - HOUR}, [("parts", NOW - HOUR)]),
        ({"state": "on_hold", "hold_reason": "access_refused", "held_at": None}, [("held", None)]),
        ({"state": "work_done", "resolved_at": NOW - HOUR}, [("to_close", NOW - HOUR)]),
        ({"state": "work_done", "in_workshop": True}, []),
        (
            {"state": "on_hold", "hold_reason": "waiting_parts", "held_at": NOW, "next_due_at": NOW - HOUR},
            [("late", NOW - HOUR), ("parts", NOW)],
        ),
    ],
)
def test_causes(facts, found):
    assert told(**facts) == found


def test_each_cause_has_its_look():
    assert LOOKS.keys() == WEIGHTS.keys()
    assert Cause("overrun").look == "risk"
