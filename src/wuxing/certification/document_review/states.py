"""Where the review of a paper stands, and how a round ends. Pure."""

from enum import StrEnum


class Verdict(StrEnum):
    """How somebody judged a paper."""

    ACCEPTED = "accepted"
    FINDINGS = "findings"  # handed back with what is to be put right
    NOT_NEEDED = "not_needed"  # with the reason


class State(StrEnum):
    """Where the review of a paper stands; a newer version than the judged one waits again."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    FINDINGS = "findings"
    NOT_NEEDED = "not_needed"


OVER = frozenset({State.ACCEPTED, State.NOT_NEEDED})
