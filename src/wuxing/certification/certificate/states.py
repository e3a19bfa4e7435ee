"""States of a certificate (facts.md 4.4). Every end is final. Pure."""

from enum import StrEnum

from wuxing.core.reasons import Reason, say


class State(StrEnum):
    """Where a certificate stands."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"  # 撤销
    CANCELLED = "cancelled"  # 注销
    EXPIRED = "expired"
    REPLACED = "replaced"  # a new one stands in its place: other scope, level, name, or renewal


S = State
MOVES: dict[State, frozenset[State]] = {
    S.VALID: frozenset({S.SUSPENDED, S.WITHDRAWN, S.CANCELLED, S.EXPIRED, S.REPLACED}),
    S.SUSPENDED: frozenset({S.VALID, S.WITHDRAWN, S.CANCELLED, S.EXPIRED, S.REPLACED}),
    S.WITHDRAWN: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
    S.REPLACED: frozenset(),
}


def why_not_move(here: State, to: State) -> Reason | None:
    """Return why a certificate cannot go from one state to another, or None."""
    if to in MOVES[here]:
        return None
    if not MOVES[here]:
        return say("this certificate has ended; only a new decision leads to a new one")
    return say("this does not follow on the certificate's present state")
