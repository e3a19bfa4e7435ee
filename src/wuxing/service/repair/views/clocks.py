"""The promise clocks of a case, as wx/clock.html draws them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.governance.commitments.queries import escalations_of, targets_of
from wuxing.governance.commitments.rules import steps_from
from wuxing.governance.commitments.words import RECIPIENTS
from wuxing.service.repair.queries import CASE, pages
from wuxing.service.repair.rules.promises import standing
from wuxing.service.repair.rules.words import HOLDS, PROMISES
from wuxing.service.repair.views.words import length, near, word

KINDS = ("dispatch", "respond", "contact", "arrive", "resolve", "follow_up", "call_back")
Events = list[tuple[str, str, datetime]]


def current(targets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the target that counts for each promise: the newest; dropped ones give way."""
    newest: dict[str, dict[str, Any]] = {}
    for target in targets:
        newest[target["kind"]] = target
    return [newest[kind] for kind in KINDS if kind in newest]


def _pauses(events: Events, end: datetime) -> list[tuple[datetime, datetime]]:
    pauses: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for kind, _reason, at in events:
        if kind == "pause":
            begun = at
        elif begun is not None:
            pauses.append((begun, at))
            begun = None
    if begun is not None:
        pauses.append((begun, end))
    return pauses


def _spans(
    start: datetime, end: datetime, due: datetime, pauses: list[tuple[datetime, datetime]]
) -> tuple[list[Any], float]:
    """Return the pieces of the line and the place of the promised instant, as shares of the line."""
    whole = max((max(end, due) - start).total_seconds(), 1.0)

    def share(at: datetime) -> float:
        return (at - start).total_seconds() / whole

    spans, last = [], start
    for begins, ends in pauses:
        spans += [(share(last), share(begins), False), (share(begins), share(min(ends, end)), True)]
        last = ends
    spans.append((share(last), share(max(end, last)), False))
    return spans, share(due)


def _state(target: dict[str, Any], due: datetime, now: datetime) -> tuple[str, str, str]:
    """Return look, word and headline."""
    stopped = target["stopped_at"]
    if stopped and target["kept"] is None:
        return "excluded", _("does not count"), _("ended without a verdict")
    if stopped and target["kept"]:
        return "done", _("promise kept"), _("after %(time)s") % {"time": length(stopped - target["starts_at"])}
    if stopped:
        return "late", _("promise broken"), _("%(time)s too late") % {"time": length(stopped - due)}
    if target["paused_at"] and target["effective_due_at"] is None:
        return "waiting", _("clock paused"), _("stopped, %(time)s left") % {"time": length(due - target["paused_at"])}
    look = standing(target["kind"], due, now)
    if look == "late":
        return look, _("overdue"), _("%(time)s over") % {"time": length(now - due)}
    return look, _("at risk") if look == "risk" else _("on time"), _("%(time)s left") % {"time": length(due - now)}


def _own(target: dict[str, Any], due: datetime, zone: str) -> str:
    """Return what our own clock says, where it says something else than the customer's."""
    if target["stopped_at"]:
        differs = target["own_kept"] is not None and target["own_kept"] != target["kept"]
        said = _("our own clock: kept") if target["own_kept"] else _("our own clock: broken")
        return said if differs else ""
    if target["own_paused_at"] and not target["paused_at"]:
        return _("our own clock stands")
    counts = target["own_due_at"]
    if counts and not target["paused_at"] and counts != due:
        return _("our own clock: by %(time)s") % {"time": near(counts, zone)}
    return ""


def clock_for(
    target: dict[str, Any], events: Events, now: datetime, zone: str, calls: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return one clock."""
    due = target["effective_due_at"] or target["due_at"]
    end = target["stopped_at"] or target["paused_at"] or now
    if target["paused_at"] and not target["stopped_at"]:
        end = now
        due = target["effective_due_at"] or max(due, target["paused_at"])  # what was late before it waited stays late
    look, said, headline = _state(target, due, now)
    pauses = _pauses(events, end)
    spans, at = _spans(target["starts_at"], end, due, pauses)
    calendar = f"{target['calendar']} v{target['version']}" if target["calendar"] else ""
    hours = _("working time") if calendar else ""
    lasting = length(timedelta(minutes=target["minutes"]), working=bool(calendar))
    promise = [_("promised %(time)s") % {"time": lasting}, hours, calendar]
    if pauses:
        reason = next((reason for kind, reason, _at in reversed(events) if kind == "pause"), "")
        lost = sum(((ends - begins) for begins, ends in pauses), timedelta())
        promise.append(_("stopped %(time)s: %(reason)s") % {"time": length(lost), "reason": word(HOLDS, reason)})
    stopped = target["stopped_at"]
    when = (
        _("done %(time)s") % {"time": near(stopped, zone)} if stopped else _("by %(time)s") % {"time": near(due, zone)}
    )
    if own := _own(target, due, zone):
        promise.append(own)
    return {
        "running": stopped is None,
        "title": word(PROMISES, target["kind"]),
        "state": look,
        "word": said,
        "headline": headline,
        "spans": spans,
        "due": at,
        "promise": " · ".join(part for part in promise if part),
        "when": when,
        "called": [_called(one, zone) for one in calls],
        "following": _following(target, zone),
        "owes_answer": stopped is None and target["kind"] == "respond",
    }


def _called(call: dict[str, Any], zone: str) -> str:
    """Return who was called up, and when: a reminder before the promised time, an escalation from it on."""
    to = call["names"] or wording.text(RECIPIENTS[call["recipient"]])
    said = _("%(time)s reminded %(to)s (%(percent)s%%)")
    if call["percent"] >= 100:
        said = _("%(time)s called up %(to)s (%(percent)s%%)")
    return said % {"time": near(call["at"], zone), "to": to, "percent": call["percent"]}


def _following(target: dict[str, Any], zone: str) -> str:
    """Return whom the next step calls up, and when; nothing once it is over or nobody is left."""
    steps = steps_from(target["steps"])
    if target["stopped_at"] or target["step"] >= len(steps):
        return ""
    percent, to = steps[target["step"]]
    words = {"to": wording.text(RECIPIENTS[to.value]), "percent": percent}
    if target["remind_at"] is None:
        return _("next once the clock runs again: %(to)s (%(percent)s%%)") % words
    return _("next %(time)s: %(to)s (%(percent)s%%)") % (words | {"time": near(target["remind_at"], zone)})


def case_clocks(request_id: int, by: Actor) -> list[dict[str, Any]]:
    """Return the clocks of a case in the order of the work, with who was called up about each."""
    events, now = pages.clock_events(request_id), clock.now()
    calls: dict[int, list[dict[str, Any]]] = {}
    for call in escalations_of(CASE, request_id):
        calls.setdefault(call["target_id"], []).append(call)
    return [
        clock_for(target, events.get(target["pk"], []), now, by.zone, calls.get(target["pk"], ()))
        for target in current(targets_of(CASE, request_id))
    ]
