"""Which closed orders are called: shares by rule, and a draw that nobody at the telephone can steer. Pure.

The seed of a plan is made when the plan is saved, and its SHA-256 goes into the ledger then; an order is drawn by its number and
that seed alone. When the plan is replaced its seed is shown, so that everybody can draw again and compare.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from wuxing.core.reasons import Reason, say

TICKETS = 10_000
WORK_TYPES = ("onsite", "walk_in", "remote")
WARRANTIES = ("in_warranty", "out_of_warranty", "goodwill", "recall", "contract", "unknown")
MOST_RULES = 40


@dataclass(frozen=True, slots=True)
class Rule:
    """Of the closed orders that fit, this share (in percent) is called. What is left open fits every order."""

    share: int
    line: str = ""  # product line
    work_type: str = ""
    warranty: str = ""
    repeat: bool = False  # repeat repairs only
    unhappy: bool = False  # only where the customer complained, or signed as not content


@dataclass(frozen=True, slots=True)
class Closed:
    """What the rules ask of a closed order."""

    number: str
    line: str = ""
    work_type: str = ""
    warranty: str = ""
    repeat: bool = False
    unhappy: bool = False


EVERYBODY = (Rule(100),)
"""The plan of a company that made none: every customer is called."""


def fits(rule: Rule, closed: Closed) -> bool:
    """Say whether a rule speaks of an order."""
    return (
        rule.line in ("", closed.line)
        and rule.work_type in ("", closed.work_type)
        and rule.warranty in ("", closed.warranty)
        and (closed.repeat or not rule.repeat)
        and (closed.unhappy or not rule.unhappy)
    )


def share_of(rules: Iterable[Rule], closed: Closed) -> tuple[int, int | None]:
    """Return the share that holds for an order and the place of its rule: the largest of those that fit; (0, None): none does."""
    found = [(rule.share, -place) for place, rule in enumerate(rules) if fits(rule, closed)]
    if not found:
        return 0, None
    share, place = max(found)
    return share, -place


def commitment_of(seed: bytes) -> str:
    """Return what is said of a seed before anything is drawn with it."""
    return sha256(seed).hexdigest()


def ticket_of(seed: bytes, number: str) -> int:
    """Return an order's ticket, 0 to 9,999: of its number and the seed, and of nothing else."""
    digest = hmac.new(seed, number.encode(), sha256).digest()
    return int.from_bytes(digest[:8]) * TICKETS >> 64


def is_drawn(ticket: int, share: int) -> bool:
    """Say whether a ticket is among the share that is called."""
    return ticket < share * TICKETS // 100


def rules_from(kept: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    """Return rules as they were kept; none kept: everybody."""
    return tuple(Rule(**one) for one in kept) if kept else EVERYBODY


def why_not_rules(rules: Sequence[Rule]) -> Reason | None:
    """Return what is wrong with the rules of a plan."""
    if not rules:
        return say("write at least one rule; the plan would call nobody")
    if len(rules) > MOST_RULES:
        return say("at most %(limit)s rules", limit=MOST_RULES)
    for place, rule in enumerate(rules, start=1):
        if not 0 <= rule.share <= 100:
            return say("rule %(place)s: give a share from 0 to 100 percent", place=place)
        if rule.work_type not in ("", *WORK_TYPES) or rule.warranty not in ("", *WARRANTIES):
            return say("rule %(place)s: choose kind and warranty from the list", place=place)
        if len(rule.line) > 60:
            return say("rule %(place)s: the product line is too long", place=place)
    return None
