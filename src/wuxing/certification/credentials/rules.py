"""What keeps a certificate from being sealed, or a paper of it from being made. Pure."""

from collections.abc import Iterable

from wuxing.certification.certificate.states import State
from wuxing.core.reasons import Reason, say
from wuxing.proof.content import HIDDEN, MOST_SITES

LIVING = frozenset({State.VALID, State.SUSPENDED})


def why_not_print(texts: Iterable[str], known: frozenset[int]) -> Reason | None:
    """Return why words cannot stand on a certificate, or None: a sign without a glyph would vanish without a word."""
    text = "".join(texts)
    if hidden := HIDDEN.search(text):
        return say(
            "a hidden sign (%(sign)s) stands in the words of the certificate; take it out", sign=_code(hidden[0])
        )
    lacking = dict.fromkeys(sign for sign in text if ord(sign) not in known and not sign.isspace())
    if lacking:
        named = ", ".join(f"{sign} ({_code(sign)})" for sign in list(lacking)[:10])
        return say(
            "these signs cannot be printed: %(signs)s; write the name, the scope or the site in others", signs=named
        )
    return None


def why_not_list(sites: int) -> Reason | None:
    """Return why so many sites do not stand on one certificate, or None."""
    if sites > MOST_SITES:
        return say("a certificate names %(most)s sites at most", most=MOST_SITES)
    return None


def why_not_duplicate(state: State) -> Reason | None:
    """Return why no duplicate of a lost certificate is made, or None."""
    return None if state in LIVING else say("this certificate has ended; no duplicate is made of it")


def why_not_renew(state: State) -> Reason | None:
    """Return why a certificate is not sealed anew, or None."""
    return None if state in LIVING else say("this certificate has ended; it is not sealed anew")


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"
