"""Codes of labels and sheets: eight signs that cannot be confused, and one that shows typing errors. Pure."""

from collections.abc import Callable

from wuxing.core.reasons import Reason, say

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs: no 0 O 1 I L
LENGTH = 8


def check_sign(body: str) -> str:
    """Return the ninth sign: 31 is prime, so one wrong sign, or two that changed places, never fit it."""
    return ALPHABET[sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, 1)) % len(ALPHABET)]


def drawn(choose: Callable[[str], str]) -> str:
    """Return a new code from `choose`, which takes one sign of the alphabet."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return body + check_sign(body)


def code_from(typed: str) -> str:
    """Return a code as it is kept: capitals, without what stands between the signs."""
    return "".join(typed.split()).replace("-", "").upper()


def shown_code(code: str) -> str:
    """Return a code as it is printed: ABC-DEF-GHJ."""
    return "-".join(code[place : place + 3] for place in range(0, len(code), 3))


def why_not_code(code: str) -> Reason | None:
    """标签编码: return what is wrong with a code, or None."""
    if len(code) != LENGTH + 1:
        return say("a code has 9 signs; this has %(count)s", count=len(code))
    if wrong := next((sign for sign in code if sign not in ALPHABET), None):
        return say("“%(sign)s” does not occur in a code; look at it again", sign=wrong)
    if check_sign(code[:-1]) != code[-1]:
        return say("one sign is wrong, for the last does not fit the others; look at it again")
    return None
