"""保修判定: is this unit in warranty? Pure; the law's three guarantees and contracts come with procedure depth."""

import calendar
from dataclasses import dataclass
from datetime import date

RULE_SET = "warranty-term-1"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule found; `reasons` are (code, values) pairs that the page puts in words."""

    outcome: str
    until: date | None
    reasons: tuple[tuple[str, dict[str, str]], ...]


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def decide(*, purchased_on: date | None, warranty_months: int | None, today: date) -> Decision:
    """Return whether a unit is in warranty today; unknown, never refused, when a date is missing (states.md 3)."""
    if warranty_months is None:
        return Decision("unknown", None, (("no_term", {}),))
    if purchased_on is None:
        return Decision("unknown", None, (("no_purchase_date", {}),))
    if purchased_on > today:
        return Decision("unknown", None, (("purchase_in_future", {"purchased_on": purchased_on.isoformat()}),))
    until = add_months(purchased_on, warranty_months)
    values = {"purchased_on": purchased_on.isoformat(), "months": str(warranty_months), "until": until.isoformat()}
    if today < until:
        return Decision("in_warranty", until, (("within_term", values),))
    return Decision("out_of_warranty", until, (("term_over", values),))
