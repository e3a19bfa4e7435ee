"""What a warranty runs on: start days, terms and contracts in force, the time in repair that is taken out. Pure."""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

BASES = ("invoice", "delivery", "installation", "production")
"""起算依据: from what day a warranty may be counted. Production is known to lie before the sale: it proves only cover."""
COMPONENTS = frozenset(
    {"fan", "thermostat", "compressor", "board", "pump", "motor", "valve", "seal", "wiring", "refrigerant"}
)
"""Causes that name a part of the unit: terms by part are looked up by them."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What share of parts, labour and travel is free of charge, in percent."""

    parts: int = 100
    labour: int = 100
    travel: int = 100

    def with_(self, other: "Cover") -> "Cover":
        """Return the better of two covers, each kind of cost for itself."""
        return Cover(max(self.parts, other.parts), max(self.labour, other.labour), max(self.travel, other.travel))


NOTHING = Cover(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """保修条款 or 免责情形: one version of what the company grants or excludes, for which goods, part and causes."""

    code: str
    version: int = 1
    kind: str = "coverage"
    title: str = ""
    product_id: int | None = None
    category: str = ""
    part: str = ""
    causes: tuple[str, ...] = ()
    months: int = 0
    basis: str = "best"
    cover: Cover = field(default_factory=Cover)
    valid_from: date = date.min
    withdrawn: bool = False
    clause: str = ""

    def fits(self, case: "Case") -> bool:
        """Say whether the term speaks of this unit, part and cause; an exclusion needs a cause that is known."""
        goods = self.product_id in (None, case.product_id) and self.category in ("", case.category)
        about = self.part in ("", case.part) and (not self.causes or case.cause in self.causes)
        return goods and about


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """延保或服务合同: what was bought for this one unit."""

    number: str
    kind: str
    starts_on: date
    ends_on: date
    cover: Cover = field(default_factory=Cover)
    excluded: tuple[str, ...] = ()

    def covers(self, on: date, cause: str) -> bool:
        """Say whether the contract runs on a day and does not except the cause."""
        return self.starts_on <= on <= self.ends_on and not (cause and cause in self.excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """An earlier repair of the unit; without an end it still runs. Days count from the report or hand-over to the repair."""

    begun_on: date
    ended_on: date | None = None
    free: bool = True
    same_fault: bool = False
    waited_for_parts: int = 0
    own_fault: bool = False
    cured: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is asked: which unit, which day, what failed. `starts` are the known days by basis; `facts` more for the law."""

    on: date
    starts: Mapping[str, date] = field(default_factory=dict)
    exchanged_on: date | None = None
    product_id: int | None = None
    category: str = ""
    part: str = ""
    cause: str = ""
    repairs: tuple[Repair, ...] = ()
    recalled: bool = False
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Start:
    """The day from which a warranty counts, and why that one."""

    basis: str
    day: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What one term alone says; `reasons` are (code, values) pairs that the page puts in words."""

    outcome: str
    until: date | None
    reasons: tuple[tuple[str, dict[str, str]], ...]


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def decide(*, purchased_on: date | None, warranty_months: int | None, today: date) -> Decision:
    """Return what the term of the product alone says; unknown, never refused, when a date is missing (states.md 3).

    The last day counts: a period of months ends with the day of the same number (Civil Code, art. 202).
    """
    if warranty_months is None:
        return Decision("unknown", None, (("no_term", {}),))
    if purchased_on is None:
        return Decision("unknown", None, (("no_purchase_date", {}),))
    if purchased_on > today:
        return Decision("unknown", None, (("purchase_in_future", {"purchased_on": purchased_on.isoformat()}),))
    until = add_months(purchased_on, warranty_months)
    values = {"purchased_on": purchased_on.isoformat(), "months": str(warranty_months), "until": until.isoformat()}
    if warranty_months and today <= until:
        return Decision("in_warranty", until, (("within_term", values),))
    return Decision("out_of_warranty", until, (("term_over", values),))


def start_of(case: Case, bases: Iterable[str] = BASES) -> Start | None:
    """Return the start that is best for the customer among the known ones; an exchange starts everything anew.

    The latest day of invoice, delivery and installation; production only when nothing else is known.
    """
    if case.exchanged_on and case.exchanged_on <= case.on:
        return Start("exchange", case.exchanged_on)
    known = {basis: day for basis, day in case.starts.items() if day <= case.on}
    sale = [Start(basis, known[basis]) for basis in bases if basis in known and basis != "production"]
    if not sale:  # the wanted basis is not on record: what is known counts
        sale = [Start(basis, known[basis]) for basis in BASES if basis in known and basis != "production"]
    if sale:
        return max(sale, key=lambda start: start.day)
    return Start("production", known["production"]) if "production" in known else None


def days_in_repair(case: Case, start: date, until: date) -> int:
    """Return the days in repair that began within the term, overlapping ones once; a running repair counts up to today."""
    days, counted = 0, start
    for repair in sorted(case.repairs, key=lambda one: (one.begun_on, one.ended_on or case.on)):
        begun, ended = max(repair.begun_on, counted), min(repair.ended_on or case.on, case.on)
        if repair.begun_on < start or begun > until + timedelta(days=days) or ended <= begun:
            continue
        days += (ended - begun).days
        counted = ended
    return days


def covered_until(case: Case, start: date, months: int) -> date:
    """Return the last day of a term, with the time in repair taken out of it."""
    until = add_months(start, months)
    return until + timedelta(days=days_in_repair(case, start, until))


def in_force(terms: Iterable[Term], day: date) -> tuple[Term, ...]:
    """Return the versions in force on a day: of each code the newest that began; withdrawn ones are gone."""
    newest: dict[str, Term] = {}
    for term in terms:
        held = newest.get(term.code)
        if term.valid_from <= day and (
            held is None or (term.valid_from, term.version) > (held.valid_from, held.version)
        ):
            newest[term.code] = term
    return tuple(newest[code] for code in sorted(newest) if not newest[code].withdrawn)
