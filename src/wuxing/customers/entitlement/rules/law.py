"""三包: the law's rule sets as data, and what they let a customer choose on a day. Pure; texts and numbers are data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wuxing.customers.entitlement.rules.terms import Case, Start, days_in_repair

FACTS = frozenset(
    {
        "days", "in_period", "repairs", "uncured_repairs", "same_fault_repairs", "repair_days", "parts_wait_days",
        "own_fault_days", "kilometres", "serious_fault", "safety_repairs", "assembly_changes", "part_changes",
    }
)  # fmt: skip
"""The facts that a rule of the law may ask for. One that is not known meets no condition."""
TOLD = ("kilometres", "serious_fault", "safety_repairs", "assembly_changes", "part_changes")
"""Those that no record of ours knows: somebody says them about a case."""
TESTS = ("at_most", "at_least", "more_than")
CHOICES = ("repair", "exchange", "return")


@dataclass(frozen=True, slots=True)
class LawRule:
    """One ground of the law: when, what the customer may choose, in which clause, in our own words by language."""

    code: str
    when: tuple[tuple[str, str, int], ...]
    choose: tuple[str, ...]
    clause: str
    words: Mapping[str, str]
    sure: bool


@dataclass(frozen=True, slots=True)
class Edition:
    """规则集版本: one dated edition of the law for a kind of goods."""

    code: str
    version: str
    title: Mapping[str, str]
    begins: date
    ends: date | None
    starts: tuple[str, ...]
    repair_time_out: bool
    exchange_restarts: bool
    months: int
    main_months: int
    goods: Mapping[str, tuple[str, ...]]
    guarantee_days: int
    excluded: tuple[str, ...]
    clauses: Mapping[str, str]
    rules: tuple[LawRule, ...]

    @property
    def name(self) -> str:
        """Return what a decision keeps: the rule set and its version."""
        return f"{self.code}@{self.version}"

    def months_for(self, category: str, part: str) -> int:
        """Return the months for the whole unit, or the longer ones for a main part."""
        return max(self.months, self.main_months) if part and part in self.goods.get(category, ()) else self.months


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the customer may choose now, under which clause."""

    code: str
    choose: tuple[str, ...]
    clause: str


def edition_for(editions: Iterable[Edition], category: str, day: date) -> Edition | None:
    """Return the edition of the law for goods of a kind that was in force on a day, usually that of the sale."""
    fitting = [
        one for one in editions if category in one.goods and one.begins <= day and (one.ends is None or day <= one.ends)
    ]
    return max(fitting, key=lambda one: one.begins, default=None)


def asked_by(edition: Edition | None) -> tuple[str, ...]:
    """Return the facts that an edition asks and only a person can say, in a fixed order."""
    asked = {name for rule in (edition.rules if edition else ()) for name, _test, _bound in rule.when}
    return tuple(name for name in TOLD if name in asked)


def facts_for(case: Case, start: Start, until: date) -> dict[str, int]:
    """Return what the rules of the law ask about a case, counted in whole days and repairs."""
    within = [one for one in case.repairs if start.day <= one.begun_on <= until]
    longest = [((one.ended_on or case.on) - one.begun_on).days for one in within if one.own_fault]
    return {
        "days": (case.on - start.day).days,
        "in_period": int(case.on <= until),
        "repairs": len(within),
        "uncured_repairs": sum(1 for one in within if not one.cured or one.same_fault),
        "same_fault_repairs": sum(1 for one in within if one.same_fault),
        "repair_days": days_in_repair(case, start.day, until),
        "parts_wait_days": max((one.waited_for_parts for one in within), default=0),
        "own_fault_days": max(longest, default=0),
        **case.facts,
    }


def is_met(condition: tuple[str, str, int], facts: Mapping[str, int]) -> bool:
    """Say whether a condition holds; an unknown fact meets none."""
    name, test, bound = condition
    value = facts.get(name)
    if value is None:
        return False
    return {"at_most": value <= bound, "at_least": value >= bound, "more_than": value > bound}[test]


def remedies_for(edition: Edition, case: Case, start: Start, until: date) -> tuple[Remedy, ...]:
    """Return what the customer may choose by law on the day of the case (procedure 9: the ground and its clause)."""
    if case.cause in edition.excluded:
        return ()
    facts = facts_for(case, start, until)
    return tuple(
        Remedy(rule.code, rule.choose, rule.clause)
        for rule in edition.rules
        if all(is_met(condition, facts) for condition in rule.when)
    )
