"""From rows to cases: what a mapping makes of a file, and what it cannot take, row by row."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from wuxing.core.tables.rows import Row, Table, Value
from wuxing.evidence.foreign import columns
from wuxing.evidence.foreign.columns import Found, Reading
from wuxing.evidence.foreign.mapping.loading import normal
from wuxing.evidence.foreign.mapping.structure import EVENT_COLUMNS, ONCE, TIMES, Kind, Mapping, Meaning
from wuxing.evidence.foreign.refusals import Unreadable
from wuxing.service.repair.rules.history import CaseDraft, Step

EARLIEST = 1990
LONGEST_KEY = 120
UNNAMED = "—"
"""Stands for the technician whom the source does not name."""

HANDS_ON = frozenset({"dispatch", "reassign", "accept", "depart", "arrive", "start_work", "finish_work"})
START, END = time(0), time(23, 59, 59)
"""A date without a time of day is read to the company's disadvantage: received at its start, done at its end."""


class Rejected(NamedTuple):
    """A row that cannot be taken, and why."""

    line: int
    reason: str
    case: str = ""


@dataclass(slots=True, kw_only=True)
class ForeignCase(CaseDraft):
    """A case with what its product is called where it comes from."""

    product_name: str = ""
    category: str = ""
    line: int = 0


@dataclass(slots=True)
class Drafted:
    """What a file holds."""

    cases: list[ForeignCase] = field(default_factory=list)
    events: int = 0  # of the file, that are in `cases`
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)  # activities kept as remarks, with their number
    notes: list[str] = field(default_factory=list)
    known: frozenset[str] = frozenset()  # fields of a case that the file has columns for
    first: datetime | None = None  # the first call
    newest: datetime | None = None  # the last call
    last: datetime | None = None  # the end of the log


class _Event(NamedTuple):
    at: datetime
    place: int
    row: Row


def draft(table: Table, mapping: Mapping, *, now: datetime) -> Drafted:
    """Return the cases of a file.

    Raises:
        Unreadable: columns are missing, times cannot be understood, or no row can be taken.
    """
    drafted = Drafted()
    rows = list(table.rows)
    drafted.rows = len(rows)
    found = columns.find(table, mapping, rows)
    drafted.known = frozenset(found.headings)
    reading = columns.survey(rows, found, mapping)
    drafted.notes += reading.notes
    if mapping.kind is Kind.EVENTS:
        _events(rows, found, reading, mapping, drafted, now)
    else:
        _orders(rows, found, reading, mapping, drafted, now)
    if not drafted.cases:
        first = drafted.rejected[0] if drafted.rejected else None
        raise Unreadable(
            _("None of the %(count)s rows can be taken; line %(line)s: %(why)s")
            % {
                "count": drafted.rows,
                "line": first.line if first else 1,
                "why": first.reason if first else _("no rows"),
            }
        )
    drafted.cases.sort(key=lambda case: (case.received_at, case.key))
    drafted.rejected.sort()
    drafted.first, drafted.newest = drafted.cases[0].received_at, drafted.cases[-1].received_at
    drafted.last = max(step.at for case in drafted.cases for step in (*case.steps, Step("log", case.received_at)))
    return drafted


def _events(rows: list[Row], found: Found, reading: Reading, mapping: Mapping, drafted: Drafted, now: datetime) -> None:
    groups: dict[str, list[_Event]] = {}
    case_of, activity_of, time_of = (found.headings[name] for name in ("case", "activity", "time"))
    for place, row in enumerate(rows):
        key = str(row.values.get(case_of) or "").strip()
        at, why = reading.instant(time_of, row.values.get(time_of, ""), START)
        why = row.problem or _why_not_take(key, at, why, now)
        if not why and not str(row.values.get(activity_of) or "").strip():
            why = _("the activity (%(name)s) is missing") % {"name": activity_of}
        if why or at is None:
            drafted.rejected.append(Rejected(row.line, why, key[:LONGEST_KEY]))
        else:
            groups.setdefault(key, []).append(_Event(at, place, row))
    for key, events in groups.items():
        events.sort()
        drafted.cases.append(_told(key, events, found, mapping, drafted))
        drafted.events += len(events)


def _why_not_take(key: str, at: datetime | None, why: str, now: datetime) -> str:
    if not key:
        return _("the number of the case is missing")
    if len(key) > LONGEST_KEY:
        return _("the number of the case is longer than %(count)s signs") % {"count": LONGEST_KEY}
    if at is None:
        return why
    if at.year < EARLIEST:
        return _("the time %(at)s is before %(year)s") % {"at": at.isoformat(" "), "year": EARLIEST}
    if at > now + timedelta(days=1):
        return _("the time %(at)s lies in the future") % {"at": at.isoformat(" ")}
    return ""


def _told(key: str, events: list[_Event], found: Found, mapping: Mapping, drafted: Drafted) -> ForeignCase:
    """Tell the events of one case as steps: each event one step, the first one the call when it is one."""
    case = _case(key, events[0].at, [event.row for event in events], found, mapping)
    used = frozenset(found.headings[name] for name in EVENT_COLUMNS if name in found.headings)
    taken: set[str] = set()
    before: dict[str, Value] = {}
    for event in events:
        values = event.row.values
        activity = str(values[found.headings["activity"]]).strip()
        meaning = _meaning_of(activity, found, mapping, drafted)
        step = _step_for(meaning, taken, first=event is events[0])
        taken.add(step)
        resource = str(values.get(found.headings.get("resource", "")) or "").strip()
        details = _details(step, meaning, activity, resource, case)
        if changed := {k: str(v) for k, v in values.items() if k not in used and v != "" and before.get(k) != v}:
            details["attributes"] = changed
        before = values
        if step == "log":
            case.details = details
        else:
            case.steps.append(Step(step, event.at, details))
    case.details = {**case.details, "content": _digest(mapping, [(e.at, e.row.values) for e in events])}
    return case


def _meaning_of(activity: str, found: Found, mapping: Mapping, drafted: Drafted) -> Meaning:
    meaning = mapping.activities.get(activity) or found.activities.get(normal(activity))
    if meaning is None:
        drafted.unmapped[activity] = drafted.unmapped.get(activity, 0) + 1
    return meaning or mapping.others


def _details(step: str, meaning: Meaning, activity: str, resource: str, case: ForeignCase) -> dict[str, Any]:
    """Return what the trace of a step says: the source's own words, and what the step needs."""
    details: dict[str, Any] = {"activity": activity[:500]}
    if resource:
        details["resource"] = resource[:200]
    if step in HANDS_ON:
        details["technician"] = resource[:100] or UNNAMED
    elif step == "hold":
        details["reason"] = meaning.reason
    elif step == "sign":
        details["name"] = case.customer_name[:100] or UNNAMED
    return details


def _step_for(meaning: Meaning, taken: set[str], *, first: bool) -> str:
    for step in meaning.steps:
        if step == "log" and not first:
            continue
        if step not in ONCE or step not in taken:
            return step
    return "note"


def _orders(rows: list[Row], found: Found, reading: Reading, mapping: Mapping, drafted: Drafted, now: datetime) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        key = str(row.values.get(found.headings["number"]) or "").strip()
        times, why = _times(row, found, reading)
        why = (
            row.problem or why or _why_not_take(key, times.get("received_at"), _("the time of receipt is missing"), now)
        )
        if not why and key in seen:
            why = _("the number %(key)s stands in line %(line)s already") % {"key": key, "line": seen[key]}
        if not why:
            late = [name for name, at in times.items() if at < times["received_at"] or at > now + timedelta(days=1)]
            if late:
                why = _("%(name)s (%(at)s) lies before the time of receipt, or in the future") % {
                    "name": found.headings[late[0]],
                    "at": times[late[0]].isoformat(" "),
                }
        if why:
            drafted.rejected.append(Rejected(row.line, why, key[:LONGEST_KEY]))
            continue
        seen[key] = row.line
        drafted.cases.append(_order(key, row, times, found, mapping))
        drafted.events += len(times)


def _times(row: Row, found: Found, reading: Reading) -> tuple[dict[str, datetime], str]:
    times: dict[str, datetime] = {}
    for name in TIMES:
        heading = found.headings.get(name)
        if heading is None or not row.values.get(heading):
            continue
        at, why = reading.instant(heading, row.values[heading], START if name == "received_at" else END)
        if at is None:
            return times, why
        times[name] = at
    return times, ""


def _order(key: str, row: Row, times: dict[str, datetime], found: Found, mapping: Mapping) -> ForeignCase:
    """Tell a row as a case: each of its times one step."""
    case = _case(key, times["received_at"], [row], found, mapping)
    technician = found.first("technician", [row])[:100] or UNNAMED
    outcome = found.word("outcome", row, mapping)
    satisfied = {"yes": True, "no": False}.get(found.word("satisfied", row, mapping))
    more: dict[str, dict[str, Any]] = {
        "finish_work": {"outcome": outcome} if outcome in {"fixed", "taken_back", "replace_advised"} else {},
        "sign": {"name": case.customer_name[:100] or UNNAMED, "satisfied": satisfied},
        "follow_up": {"reached": True, "satisfied": satisfied},
    }
    for name, at in times.items():
        step = TIMES[name]
        if step == "log":
            continue
        if step == "finish_work" and outcome == "cannot_complete":
            step = "cannot_complete"
        hands = {"technician": technician} if step in HANDS_ON else {}
        case.steps.append(Step(step, at, {"column": found.headings[name], **hands, **more.get(step, {})}))
    used = set(found.headings.values())
    rest = {heading: str(value) for heading, value in row.values.items() if heading not in used and value != ""}
    content = _digest(mapping, [(case.received_at, row.values)])
    case.details = {"content": content, "attributes": rest} if rest else {"content": content}
    return case


def _case(key: str, received_at: datetime, rows: list[Row], found: Found, mapping: Mapping) -> ForeignCase:
    """Make a case with the fields that its rows hold; of several values the first counts, all stay in the details."""
    said = {name: found.first(name, rows) for name in found.headings if name not in TIMES}
    customer, customer_id = said.get("customer", ""), said.get("customer_id", "")
    channel = mapping.values.get("channel", {}).get(normal(said.get("channel", "")), "")
    work_type = mapping.values.get("work_type", {}).get(normal(said.get("work_type", "")), "")
    return ForeignCase(
        key=key,
        received_at=received_at,
        recorded_at=received_at,
        channel=channel or mapping.channel,
        work_type=work_type or mapping.work_type,
        customer_key=(customer_id or customer)[:120],
        customer_name=(customer or customer_id)[:100],
        phone=_digits(said.get("phone", "")),
        city=said.get("city", "")[:40],
        district=said.get("district", "")[:40],
        address=said.get("address", "")[:300],
        product=(said.get("product") or said.get("product_name", ""))[:80],
        product_name=(said.get("product_name") or said.get("product", ""))[:120],
        category=said.get("category", "")[:60],
        serial=said.get("serial", "")[:80],
        purchased_on=found.day("purchased_on", said.get("purchased_on", "")),
        symptom=said.get("symptom", "")[:40],
        fault=said.get("fault", "")[:1000],
        line=min(row.line for row in rows),
    )


def _digits(phone: str) -> str:
    kept = "".join(c for c in phone if c.isdecimal() or c == "+")
    return kept[:20]


def _digest(mapping: Mapping, events: list[tuple[datetime, dict[str, Value]]]) -> str:
    """Say what a case holds and how it was read, so that another content under the same number is noticed."""
    parts = [(at.timestamp(), sorted((k, str(v)) for k, v in values.items())) for at, values in events]
    return hashlib.sha256(json.dumps([mapping.sha256, parts]).encode()).hexdigest()[:32]
