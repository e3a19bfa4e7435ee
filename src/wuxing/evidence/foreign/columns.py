"""Which columns a file has for what a mapping asks, and how each time column is to be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wuxing.core.tables.rows import Row, Table, Value
from wuxing.evidence.foreign import times
from wuxing.evidence.foreign.mapping.loading import normal
from wuxing.evidence.foreign.mapping.structure import EVENT_COLUMNS, TIMES, Kind, Mapping, Meaning
from wuxing.evidence.foreign.refusals import Unreadable

MANY_SHAPES = 3


@dataclass(slots=True)
class Found:
    """Our names with the heading of each, and the activities by their compared form."""

    headings: dict[str, str]
    activities: dict[str, Meaning]
    reading: "Reading | None" = None

    def first(self, name: str, rows: Iterable[Row]) -> str:
        """Return the first value that is not empty."""
        heading = self.headings.get(name)
        return next((text for row in rows if (text := str(row.values.get(heading or "") or "").strip())), "")

    def word(self, name: str, row: Row, mapping: Mapping) -> str:
        """Return our word for what is written, or nothing."""
        heading = self.headings.get(name)
        written = normal(str(row.values.get(heading) or "")) if heading else ""
        return mapping.values.get(name, {}).get(written, "")

    def day(self, name: str, text: str) -> date | None:
        """Return a date, or None where there is none to read."""
        if not text or self.reading is None:
            return None
        at, _why = self.reading.instant(self.headings[name], text, time(0))
        return at.date() if at else None


@dataclass(slots=True)
class Reading:
    """How the times of each column are read."""

    zone: ZoneInfo | None
    orders: dict[tuple[str, times.Shape], times.Order] = field(default_factory=dict)
    declared: times.Order | None = None
    notes: list[str] = field(default_factory=list)

    def instant(self, heading: str, value: Value, without_clock: time) -> tuple[datetime | None, str]:
        """Return the instant that a value tells of, or why it tells of none."""
        if not value:
            return None, _("%(name)s is empty") % {"name": heading}
        moment = times.parse(value)
        if moment is None:
            return None, _("“%(value)s” in %(name)s is no time that can be read") % {
                "value": str(value)[:40],
                "name": heading,
            }
        if moment.offset is None and self.zone is None:
            raise Unreadable(
                _(
                    "The times in %(name)s (for example %(value)s) carry no time zone; "
                    "write one into the mapping: zone: Asia/Shanghai"
                )
                % {"name": heading, "value": str(value)[:40]}
            )
        proven = times.proves(moment) if moment.shape in times.AMBIGUOUS else None
        if proven and self.declared and proven is not self.declared:
            return None, _("“%(value)s” in %(name)s is no date when written %(order)s, as the mapping says") % {
                "value": str(value)[:40], "name": heading, "order": self.declared.value,
            }  # fmt: skip
        order = self.declared or self.orders.get((heading, moment.shape))
        return times.at(moment, zone=self.zone or ZoneInfo("UTC"), order=order, without_clock=without_clock), ""


def find(table: Table, mapping: Mapping, rows: list[Row]) -> Found:
    """Return the columns of a file that the mapping asks for.

    Raises:
        Unreadable: a column is missing without which there is no case; the text lists those that are there.
    """
    there = table.headings or _attributes(rows)
    compared: dict[str, str] = {}
    for heading in there:
        compared.setdefault(normal(heading), heading)
    headings: dict[str, str] = {}
    used: set[str] = set()
    for name, wanted in mapping.columns.items():
        exact: str | None = next((heading for heading in wanted if heading in there and heading not in used), None)
        near = next(
            (compared[normal(h)] for h in wanted if normal(h) in compared and compared[normal(h)] not in used), None
        )
        chosen = exact or near
        if chosen:
            headings[name] = chosen
            used.add(chosen)
    needed = EVENT_COLUMNS[:3] if mapping.kind is Kind.EVENTS else ("number", "received_at")
    for name in needed:
        if name not in headings:
            raise Unreadable(
                _("The column for “%(name)s” is missing: expected one called %(wanted)s; the file has: %(there)s.")
                % {"name": name, "wanted": _some(mapping.columns[name], 6), "there": _some(there, 20)}
            )
    return Found(headings, {normal(activity): meaning for activity, meaning in mapping.activities.items()})


def _some(names: Iterable[str], most: int) -> str:
    listed = list(names)
    return ", ".join(f"“{name}”" for name in listed[:most]) + (" …" if len(listed) > most else "")


def _attributes(rows: list[Row]) -> list[str]:
    """An event log has no headings: every attribute that an event carries is one."""
    seen: dict[str, None] = {}
    for row in rows:
        for name in row.values:
            seen[name] = None
    return list(seen)


def survey(rows: list[Row], found: Found, mapping: Mapping) -> Reading:
    """Look at every time column as a whole, and decide how it is read.

    Raises:
        Unreadable: three or more ways of writing in one column, or dates that could be two days.
    """
    reading = Reading(mapping.zone, declared=mapping.dates)
    found.reading = reading
    wanted = ("time",) if mapping.kind is Kind.EVENTS else (*TIMES, "purchased_on")
    for name in wanted:
        if heading := found.headings.get(name):
            values = ((row.line, row.values.get(heading, "")) for row in rows)
            column = times.survey(values, lambda _line, _text: None)
            if reading.declared is None:
                _decide(heading, column, mapping, reading)
    return reading


def _decide(heading: str, column: times.Column, mapping: Mapping, reading: Reading) -> None:
    if len(column.shapes) >= MANY_SHAPES and not mapping.mixed_dates:
        raise Unreadable(
            _(
                "The dates in %(name)s are written in %(count)s ways: %(examples)s. "
                "Write them in one way, or allow it in the mapping: dates: mixed"
            )
            % {"name": heading, "count": len(column.shapes), "examples": _examples(column.shapes.values())}
        )
    for shape in column.shapes:
        if shape not in times.AMBIGUOUS:
            continue
        proofs = column.proofs.get(shape, {})
        unsure = column.unsure.get(shape)
        if len(proofs) == 1:
            order, (line, text) = next(iter(proofs.items()))
            reading.orders[heading, shape] = order
            if unsure:
                reading.notes.append(
                    _("%(name)s is read as %(order)s, for line %(line)s (%(text)s) can be read in no other way.")
                    % {"name": heading, "order": order.value, "line": line, "text": text}
                )
        elif unsure:
            examples = _examples([unsure, *proofs.values()])
            raise Unreadable(
                _(
                    "It cannot be told which number is the day in %(name)s: %(examples)s. "
                    "Say it in the mapping: dates: dmy, or dates: mdy"
                )
                % {"name": heading, "examples": examples}
            )


def _examples(places: Iterable[tuple[int, str]]) -> str:
    return "; ".join(_("line %(line)s: %(text)s") % {"line": line, "text": text} for line, text in sorted(places)[:6])
