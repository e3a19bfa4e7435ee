"""Kinds of findings and the way of their correction (facts.md 4.4). Pure."""

from enum import StrEnum

from wuxing.core.reasons import Reason, say


class Kind(StrEnum):
    """What a finding does to the score."""

    DEDUCTION = "deduction"
    SPECIAL = "special"  # special deduction: one point outside the score, must be corrected
    OBSERVATION = "observation"
    STRENGTH = "strength"
    BONUS = "bonus"  # special bonus: a strength that leads the trade


MUST_CORRECT = frozenset({Kind.DEDUCTION, Kind.SPECIAL})


class Grade(StrEnum):
    """How grave a finding is."""

    MINOR = "minor"
    MAJOR = "major"


class Source(StrEnum):
    """Where something was found."""

    DOCUMENT_REVIEW = "document_review"
    ON_SITE = "on_site"
    FOLLOW_UP = "follow_up"  # after the closing meeting, while corrections are verified


class Step(StrEnum):
    """What is done with a finding after it was raised."""

    PLAN = "plan"
    ACCEPT_PLAN = "accept_plan"
    RETURN_PLAN = "return_plan"
    ANSWER = "answer"
    VERIFY = "verify"
    RETURN_ANSWER = "return_answer"
    ON_THE_SPOT = "on_the_spot"  # corrected while the team was there, and seen by it
    ACCEPT_PAPER = "accept_paper"  # a new version of the document put it right
    EXTEND = "extend"
    OVERDUE = "overdue"
    TAKE_BACK = "take_back"


class State(StrEnum):
    """Where the correction stands; overdue is a flag, not a state."""

    OPEN = "open"
    PLANNED = "planned"  # the client sent correction, cause and action
    ACCEPTED = "accepted"  # the body accepted the plan
    ANSWERED = "answered"  # the client sent evidence
    CLOSED = "closed"  # verified
    TAKEN_BACK = "taken_back"  # before the closing meeting only


S = State
MOVES: dict[State, frozenset[State]] = {
    S.OPEN: frozenset({S.PLANNED, S.CLOSED, S.TAKEN_BACK}),  # closed at once: corrected on the spot, verified
    S.PLANNED: frozenset({S.ACCEPTED, S.OPEN}),
    S.ACCEPTED: frozenset({S.ANSWERED}),
    S.ANSWERED: frozenset({S.CLOSED, S.ACCEPTED}),
    S.CLOSED: frozenset(),
    S.TAKEN_BACK: frozenset(),
}
DONE = frozenset({S.CLOSED, S.TAKEN_BACK})


def why_not_move(here: State, to: State) -> Reason | None:
    """Return why a finding cannot go from one state to another, or None."""
    if to in MOVES[here]:
        return None
    return say("this step is not next for this finding")
