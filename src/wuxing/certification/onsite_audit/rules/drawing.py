"""Draws that neither side steers and anybody repeats. Pure.

1. The body keeps a secret word and promises it: SHA-256(word) is told before the client says anything.
2. The client gives the list (or has it before its eyes) and a word of its own.
3. seed = SHA-256(SHA-256(client's word) || body's word). Places of the list are taken in the order of SHA-256(seed:place).

The client does not know the body's word, and the body's word stood before the client's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from math import isqrt
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.evidence.sampling import rules as sampling

FORMAT = "wuxing-draw-1"
SHORTEST_WORD = 4
MOST_RECORDS = 20_000
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw gives: the seed of both words, and the places of the population in ascending order."""

    seed: str
    places: tuple[int, ...]


def digest_of(population: Sequence[str]) -> str:
    """Return what commits to a list: SHA-256 over its names in their order, one a line."""
    return sha256("".join(f"{name}\n" for name in population).encode()).hexdigest()


def seed_of(word: str, secret: str) -> str:
    """Return the seed of the client's word and the body's."""
    return sampling.seed_for(sha256(word.strip().encode()).digest(), secret)


def draw(population: Sequence[str], size: int, *, word: str, secret: str) -> Drawn:
    """抽样: draw `size` places (from 1) of a list by the words of both sides."""
    seed = seed_of(word, secret)
    places = sampling.drawn_from(seed, range(1, len(population) + 1), size)
    return Drawn(seed, tuple(sorted(places)))


def sites_drawn(factor: Decimal, least: int, count: int) -> int:
    """网点抽样数: return how many of `count` outlets are visited: factor × √count, rounded up, within least and all."""
    square = factor * factor * count
    root = isqrt(int(square))
    while root * root < square:
        root += 1
    return min(count, max(least, root))


def listed(text: str) -> list[str]:
    """Return the records of a list as it was handed over: one a line, in order, empty lines and repetitions left out."""
    names = (line.strip()[:LONGEST_NAME] for line in text.splitlines())
    return list(dict.fromkeys(name for name in names if name))


def why_not_list(population: Sequence[str]) -> Reason | None:
    """Return why nothing can be drawn from a list, or None."""
    if not population:
        return say("hand over the list: one record number a line")
    if len(population) > MOST_RECORDS:
        return say("a list of at most %(most)s records can be drawn from; narrow the period", most=MOST_RECORDS)
    return None


def why_not_word(word: str) -> Reason | None:
    """Return why the client's word cannot be taken, or None."""
    if not SHORTEST_WORD <= len(word.strip()) <= 200:
        return say("write a word of your own of at least %(least)s characters; any will do", least=SHORTEST_WORD)
    return None


def why_not_promise(*, drawn: bool, waiting: bool, same_list: bool) -> Reason | None:
    """Return why no new draw of sites may begin, or None: one draw a list, so that nobody draws until it suits."""
    if waiting and same_list:
        return say("a draw waits for the client's word already")
    if drawn and same_list:
        return say("the outlets are drawn; a new draw takes a list of outlets that has changed")
    return None


def checked(data: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """重抽: draw again from a draw's file; return each thing that must come out the same, and whether it does."""
    population, secret, word = list(data["population"]), str(data["secret"]), str(data["word"])
    again = draw(population, int(data["size"]), word=word, secret=secret)
    return [
        ("promise", sampling.promise_for(secret) == data["promise"]),
        ("population", digest_of(population) == data["digest"]),
        ("seed", again.seed == data["seed"]),
        ("draw", list(again.places) == list(data["drawn"])),
    ]
