"""How grave a risk to impartiality is, and when it is looked at again. Pure."""

from datetime import date

REVIEW_MONTHS = 12


def gravity(likelihood: int, effect: int) -> int:
    """Return the product of likelihood and effect, 1 to 9."""
    return likelihood * effect


def look(likelihood: int, effect: int) -> str:
    """Return the badge of a gravity: 6 and more is late, 3 and more at risk."""
    value = gravity(likelihood, effect)
    return "late" if value >= 6 else "risk" if value >= 3 else "ontime"


def next_review(day: date) -> date:
    """Return the last day on which a risk must be looked at again: a year later (4.2.3)."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 2, 28)
