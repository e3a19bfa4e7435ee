"""What of the directory needs no database. Pure."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wuxing.core.reasons import Reason, say

MOST_NUMBERS = 50
MOST_ROWS = 20_000
LONGEST = 60
_BETWEEN = re.compile(r"[\s,;，；、|\"']+")


def numbers_in(text: str) -> tuple[list[str], Reason | None]:
    """Return the certificate numbers in a pasted text, each once, in its order, and why they are not looked up, or None."""
    found = list(dict.fromkeys(part[:LONGEST] for part in _BETWEEN.split(text) if part))
    if not found:
        return [], say("paste at least one certificate number")
    if len(found) > MOST_NUMBERS:
        return [], say("at most %(most)s numbers at a time; these are %(count)s", most=MOST_NUMBERS, count=len(found))
    return found, None


def why_not_export(since: date | None, until: date, today: date, rows: int) -> Reason | None:
    """Return why no file is made of a period, or None."""
    if until > today:
        return say("this lies in the future")
    if since is not None and since > until:
        return say("the period ends before it begins")
    if rows > MOST_ROWS:
        return say(
            "%(rows)s certificates are more than a file holds (%(most)s); take a shorter period",
            rows=rows,
            most=MOST_ROWS,
        )
    return None


def share(part: int, parts: Sequence[int]) -> str:
    """Return a share as percentage with one place, or a dash where there is nothing to share."""
    whole = sum(parts)
    if not whole:
        return "—"
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
