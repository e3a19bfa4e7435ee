"""What the page of an order shows of calls, answers and problems; nothing to who did the work."""

from typing import Any

from django.urls import reverse

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.follow_up import queries
from wuxing.service.follow_up.rules.words import (
    ASPECTS,
    CALL_KINDS,
    CALL_STATES,
    CHANNELS,
    LOOKS,
    PROBLEM_KINDS,
    PROBLEM_STATES,
)
from wuxing.service.follow_up.views.words import due_badge
from wuxing.service.repair.views.words import at, near, word


def panel(order_id: int, by: Actor) -> dict[str, Any] | None:
    """Return calls, answers and problems of an order; None for those who may not read them, or while there are none."""
    if not by.may(Permission.FOLLOW_UP) or queries.has_own_work(order_id, by.user_id):
        return None
    found, now = queries.of_order(order_id), clock.now()
    if not any(found.values()):
        return None
    return {
        "calls": [_call(row, now, by.zone) for row in found["calls"]],
        "answers": [_answer(row, by.zone) for row in found["answers"]],
        "problems": [
            {
                "url": reverse("repair:problem", args=[row["pk"]]),
                "number": row["number"],
                "kind": word(PROBLEM_KINDS, row["kind"]),
                "look": LOOKS[row["state"]],
                "word": word(PROBLEM_STATES, row["state"]),
            }
            for row in found["problems"]
        ],
        "waiting": [
            f"{word(CHANNELS, row['channel'])} · {near(row['expires_at'], by.zone)}"
            for row in found["invitations"]
            if row["state"] == "invited" and row["expires_at"] > now
        ],
    }


def _call(row: dict[str, Any], now: Any, zone: str) -> dict[str, Any]:
    planned = row["state"] == "planned"
    look, said = due_badge(row["due_at"], now) if planned else (LOOKS[row["state"]], word(CALL_STATES, row["state"]))
    url = reverse("repair:call", args=[row["pk"]])
    return {"url": url, "kind": word(CALL_KINDS, row["kind"]), "look": look, "word": said, "tries": row["tries"]}


def _answer(row: dict[str, Any], zone: str) -> dict[str, Any]:
    marks = [(word(ASPECTS, name), row[name]) for name in ASPECTS if row[name] is not None]
    return {
        "given": at(row["given_at"], zone),
        "channel": word(CHANNELS, row["channel"]),
        "marks": marks,
        "recommend": row["recommend"],
        "comment": row["comment"] or "",
    }
