"""How a sample is drawn, so that anybody draws the same: plain SHA-256 over text. Pure.

1. The auditor chooses a secret word and commits to it: SHA-256(word) goes into the ledger.
2. The ledger is sealed: the first checkpoint after that has a root that nobody could choose; the population is frozen under it.
3. The auditor tells the word: seed = SHA-256(root || word). Records are taken in the order of SHA-256(seed:record).

The company cannot steer the draw, for it does not know the word; the auditor cannot, for the word came before the root.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from hashlib import sha256
from math import isqrt

from wuxing.core.reasons import Reason, say

SHORTEST_WORD = 12


class Rule(StrEnum):
    """How many records are drawn of a population."""

    SQRT = "sqrt"  # the square root, rounded up
    SHARE = "share"  # so many per cent, rounded up
    FIXED = "fixed"
    ALL = "all"


def promise_for(word: str) -> str:
    """Return what the auditor commits to."""
    return sha256(word.encode()).hexdigest()


def seed_for(root: bytes, word: str) -> str:
    """Return the seed: of a root that the company's records made, and a word that the auditor chose before."""
    return sha256(root + word.encode()).hexdigest()


def population_digest(ids: Iterable[int]) -> str:
    """Return the digest of a population: its numbers in order, one a line."""
    return sha256("".join(f"{number}\n" for number in sorted(ids)).encode()).hexdigest()


def size_for(rule: Rule, amount: Decimal, count: int, at_least: int, at_most: int) -> int:
    """Return how many of `count` records are drawn: by the rule, within the bounds, never more than there are."""
    match rule:
        case Rule.SQRT:
            root = isqrt(count)
            wanted = root if root * root == count else root + 1
        case Rule.SHARE:
            wanted = int((amount * count / 100).to_integral_value(ROUND_CEILING))
        case Rule.FIXED:
            wanted = int(amount)
        case Rule.ALL:
            return count
    return min(count, max(at_least, min(wanted, at_most)))


def drawn_from(seed: str, ids: Sequence[int], size: int) -> list[int]:
    """Return the first `size` records in the order of SHA-256(seed:record)."""
    return sorted(ids, key=lambda number: (sha256(f"{seed}:{number}".encode()).digest(), number))[:size]


def why_not_freeze(*, frozen: bool, sealed_since: bool) -> Reason | None:
    """Return why a population may not be frozen now, or None."""
    if frozen:
        return say("the population is frozen already")
    if not sealed_since:
        return say("the ledger has signed no checkpoint since the commitment; wait a minute")
    return None


def why_not_draw(*, frozen: bool, drawn: bool, is_the_word: bool) -> Reason | None:
    """Return why a sample may not be drawn with this word, or None."""
    if drawn:
        return say("the sample is drawn already; commit to another one for a new draw")
    if not frozen:
        return say("freeze the population first")
    if not is_the_word:
        return say("this is not the word that was committed to; its digest differs")
    return None
