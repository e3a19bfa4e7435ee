"""保修判定: everything that may cover a unit, put together into one outcome with its reasons. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from wuxing.customers.entitlement.rules.law import Edition, Remedy, edition_for, remedies_for
from wuxing.customers.entitlement.rules.terms import (
    NOTHING,
    Case,
    Contract,
    Cover,
    Start,
    Term,
    covered_until,
    days_in_repair,
    in_force,
    start_of,
)

RULES = "entitlement-2"
Reasons = tuple[tuple[str, dict[str, str]], ...]
RANK = ("recall", "guarantee", "law", "term", "product", "extended", "contract")
"""What is named first among several covers, and what the outcome is called after."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One ground that covers the unit, or one that excludes it."""

    source: str
    code: str
    version: str = ""
    clause: str = ""
    until: date | None = None
    cover: Cover = field(default_factory=Cover)


@dataclass(frozen=True, slots=True)
class Book:
    """The rules that a decision is taken by: the company's terms, the unit's contracts, the editions of the law."""

    terms: tuple[Term, ...] = ()
    contracts: tuple[Contract, ...] = ()
    months: int | None = None
    editions: tuple[Edition, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision: outcome, from and until when, what is free, every ground, and what the law lets the customer choose."""

    outcome: str
    start: Start | None
    until: date | None
    cover: Cover
    hits: tuple[Hit, ...]
    exclusions: tuple[Hit, ...]
    remedies: tuple[Remedy, ...]
    reasons: Reasons
    claims: int
    repeat: bool
    law: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was looked at on the way: terms that ran out too, so that a refusal can say when."""

    hits: tuple[Hit, ...]
    over: tuple[Hit, ...]
    exclusions: tuple[Hit, ...]
    remedies: tuple[Remedy, ...] = ()


def judge(case: Case, book: Book) -> Verdict:
    """Return the decision on a case: covered by any ground that holds, unknown when a missing date could change it.

    The company's own exclusion never takes away what the law grants; an exclusion of the law takes both.
    """
    start = start_of(case)
    day = start.day if start else case.on
    law = edition_for(book.editions, case.category, day)
    terms = in_force(book.terms, day)
    repeat = _came_back(case, law)
    seen = _seen(case, book, law, terms, start)
    outcome = _outcome(case, book, law, terms, start, seen)
    cover = NOTHING
    for hit in seen.hits:
        cover = cover.with_(hit.cover)
    ends = [hit.until for hit in (seen.hits or seen.over) if hit.until]
    return Verdict(
        outcome,
        start,
        max(ends, default=None),
        cover,
        seen.hits,
        seen.exclusions,
        seen.remedies,
        _reasons(case, book, outcome, start, seen),
        sum(1 for repair in case.repairs if repair.free),
        repeat,
        law.name if law else "",
    )


def _seen(case: Case, book: Book, law: Edition | None, terms: tuple[Term, ...], start: Start | None) -> _Seen:
    ours = tuple(
        Hit("term", term.code, str(term.version), term.clause)
        for term in terms
        if term.kind == "exclusion" and term.fits(case)
    )
    by_law = bool(law and case.cause in law.excluded)
    exclusions = ours
    if law and by_law:
        exclusions = (*ours, Hit("law", case.cause, law.name, law.clauses.get("excluded", "")))
    grounds = [] if exclusions else _company(case, book, terms, start)
    remedies: tuple[Remedy, ...] = ()
    if law and not by_law:
        ground, remedies = _lawful(case, law)
        grounds += ground
    grounds += [
        Hit(contract.kind, contract.number, until=contract.ends_on, cover=contract.cover)
        for contract in book.contracts
        if contract.starts_on <= case.on and not (case.cause and case.cause in contract.excluded)
    ]
    if case.recalled:
        grounds.append(Hit("recall", "recall"))
    ranked = sorted(grounds, key=lambda hit: (RANK.index(hit.source), hit.code))
    holds = tuple(hit for hit in ranked if hit.until is None or case.on <= hit.until)
    return _Seen(holds, tuple(hit for hit in ranked if hit not in holds), exclusions, remedies)


def _company(case: Case, book: Book, terms: tuple[Term, ...], start: Start | None) -> list[Hit]:
    """Return what the company's terms say, and the term of the product where no term for the whole unit is in force."""
    granted = [term for term in terms if term.kind == "coverage" and term.months]
    found = []
    for term in granted:
        counted = start_of(case, (term.basis,)) if term.basis != "best" else start
        if counted and term.fits(case):
            until = covered_until(case, counted.day, term.months)
            found.append(Hit("term", term.code, str(term.version), term.clause, until, term.cover))
    whole = any(not term.part and not term.causes and _same_goods(term, case) for term in granted)
    if book.months and start and not whole:
        found.append(Hit("product", "product", str(book.months), "", covered_until(case, start.day, book.months)))
    return found


def _same_goods(term: Term, case: Case) -> bool:
    return term.product_id in (None, case.product_id) and term.category in ("", case.category)


def _lawful(case: Case, law: Edition) -> tuple[list[Hit], tuple[Remedy, ...]]:
    """Return the law's own period, the guarantee on an earlier repair, and what the customer may choose."""
    counted = start_of(case if law.exchange_restarts else replace(case, exchanged_on=None), law.starts)
    if counted is None:
        return [], ()
    plain = case if law.repair_time_out else Case(on=case.on)
    until = covered_until(plain, counted.day, law.months_for(case.category, case.part))
    found = [Hit("law", law.code, law.version, law.clauses.get("period", ""), until)]
    if ended := _came_back_from(case, law):
        guaranteed = ended + timedelta(days=law.guarantee_days)
        found.append(Hit("guarantee", law.code, law.version, law.clauses.get("guarantee", ""), guaranteed))
    return found, remedies_for(law, case, counted, until)


def _came_back_from(case: Case, law: Edition | None) -> date | None:
    days = law.guarantee_days if law else 30
    ends = [one.ended_on for one in case.repairs if one.same_fault and one.ended_on and one.ended_on <= case.on]
    last = max(ends, default=None)
    return last if last and (case.on - last).days <= days else None


def _came_back(case: Case, law: Edition | None) -> bool:
    return _came_back_from(case, law) is not None


def _outcome(
    case: Case, book: Book, law: Edition | None, terms: Iterable[Term], start: Start | None, seen: _Seen
) -> str:
    sources = {hit.source for hit in seen.hits}
    if "recall" in sources:
        return "recall"
    if sources - {"contract"}:
        return "in_warranty"
    if sources:
        return "contract"
    granted = any(term.kind == "coverage" and term.fits(case) for term in terms)
    ours = bool(granted or book.months is not None) and not seen.exclusions
    lawful = law is not None and case.cause not in law.excluded
    if start is None or start.basis == "production":
        return "unknown" if ours or lawful or not seen.exclusions else "out_of_warranty"
    return "out_of_warranty" if ours or lawful or seen.exclusions or seen.over else "unknown"


def _reasons(case: Case, book: Book, outcome: str, start: Start | None, seen: _Seen) -> Reasons:
    found = _grounds_said(case, book, outcome, start, seen)
    found += [("excluded", {"cause": case.cause, "clause": hit.clause, "by": hit.source}) for hit in seen.exclusions]
    if start and start.basis != "invoice":
        found.append(("counted_from", {"basis": start.basis, "day": start.day.isoformat()}))
    if start and seen.hits and (days := days_in_repair(case, start.day, case.on)):
        found.append(("repair_time", {"days": str(days)}))
    return tuple(found)


def _grounds_said(
    case: Case, book: Book, outcome: str, start: Start | None, seen: _Seen
) -> list[tuple[str, dict[str, str]]]:
    """Return the grounds that hold; else those that ran out; else what is missing."""
    if seen.hits:
        return [_of_ground(hit, start, book, holds=True) for hit in seen.hits]
    if start is None:
        return _no_start(case, book, outcome, seen)
    found = [_of_ground(hit, start, book, holds=False) for hit in seen.over]
    if not found and not seen.exclusions:
        found = [("no_term", {})]
    if start.basis == "production" and outcome == "unknown":
        found.append(("production_only", {"day": start.day.isoformat()}))
    return found


def _no_start(case: Case, book: Book, outcome: str, seen: _Seen) -> list[tuple[str, dict[str, str]]]:
    if outcome == "out_of_warranty" and seen.exclusions:
        return []
    if case.starts:
        return [("purchase_in_future", {"purchased_on": max(case.starts.values()).isoformat()})]
    known = book.months is not None or book.terms or any(case.category in one.goods for one in book.editions)
    return [("no_purchase_date", {}) if known else ("no_term", {})]


def _of_ground(hit: Hit, start: Start | None, book: Book, *, holds: bool) -> tuple[str, dict[str, str]]:
    until = hit.until.isoformat() if hit.until else ""
    if hit.source == "product" and start and start.basis == "invoice":
        values = {"purchased_on": start.day.isoformat(), "months": str(book.months), "until": until}
        return ("within_term" if holds else "term_over", values)
    values = {"code": hit.code, "version": hit.version, "clause": hit.clause, "until": until}
    over = "term_ended" if hit.source == "term" else f"{hit.source}_over"
    return (f"{hit.source}_holds" if holds else over, values)
