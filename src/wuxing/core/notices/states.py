"""States of a notice, and what may follow what."""

from enum import StrEnum


class NoticeState(StrEnum):
    """How far a notice is."""

    QUEUED = "queued"
    HELD = "held"  # quiet hours: goes out at the next allowed minute
    SENDING = "sending"  # handed to a channel; should the worker die, it is sent again under the same number
    SENT = "sent"
    FAILED = "failed"  # this try; the next one is due
    GIVEN_UP = "given_up"
    REFUSED = "refused"  # by a rule of ours: no address, no consent, a duplicate, too many, too late


S = NoticeState

FOLLOWING: dict[NoticeState, frozenset[NoticeState]] = {
    S.QUEUED: frozenset({S.HELD, S.SENDING, S.REFUSED}),
    S.HELD: frozenset({S.HELD, S.SENDING, S.REFUSED}),
    S.SENDING: frozenset({S.SENDING, S.SENT, S.FAILED, S.GIVEN_UP}),
    S.FAILED: frozenset({S.HELD, S.SENDING, S.REFUSED, S.GIVEN_UP}),
    S.SENT: frozenset(),
    S.GIVEN_UP: frozenset(),
    S.REFUSED: frozenset(),
}
OPEN = frozenset(state for state, following in FOLLOWING.items() if following)
OVER = frozenset(NoticeState) - OPEN


def may_follow(state: NoticeState, to: NoticeState) -> bool:
    """Say whether a notice may go from `state` to `to`."""
    return to in FOLLOWING[state]
