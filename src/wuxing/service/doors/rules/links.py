"""How long a link holds, and how often its digits may be tried. Pure."""

from datetime import datetime, timedelta
from unicodedata import decimal

from wuxing.core.reasons import Reason, say

MOST_TRIES = 5
LOCKED_FOR = timedelta(minutes=30)
LONGEST = timedelta(days=365)  # of a case that never ends


def ends_at(made_at: datetime, ended_at: datetime | None, days: int) -> datetime:
    """Return when a link stops holding: so many days after its case ended, a year after it was made at the latest."""
    latest = made_at + LONGEST
    return latest if ended_at is None else min(latest, max(made_at, ended_at) + timedelta(days=days))


def why_not_open(revoked: bool, until: datetime, now: datetime) -> Reason | None:
    """Return why a link does not open any more, or None."""
    if revoked:
        return say("this link was withdrawn; ask for a new one")
    if now >= until:
        return say("this link has run out; ask for a new one")
    return None


def digits_of(typed: str) -> str:
    """Return the digits of what was typed, wide ones (１２３４) as plain ones."""
    return "".join(str(decimal(sign)) for sign in typed if sign.isdecimal())


def why_not_digits(digits: str) -> Reason | None:
    """Return why these cannot be the last four digits of a number, whichever it is, or None."""
    return None if len(digits) == 4 else say("write four digits, the last of the phone number")


def why_not_try(locked_until: datetime | None, now: datetime) -> Reason | None:
    """Return why the last four digits cannot be tried now, or None."""
    if locked_until and now < locked_until:
        minutes = max(1, round((locked_until - now).total_seconds() / 60))
        return say("too many wrong digits; try again in %(minutes)s minutes", minutes=minutes)
    return None
