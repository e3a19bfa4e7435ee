"""Where a self-assessment stands. Pure."""

from enum import StrEnum

from wuxing.core.reasons import Reason, say


class State(StrEnum):
    """planned → evaluating → reported → reviewed; planned and evaluating ones may be cancelled."""

    PLANNED = "planned"
    EVALUATING = "evaluating"
    REPORTED = "reported"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.EVALUATING, State.CANCELLED}),
    State.EVALUATING: frozenset({State.REPORTED, State.CANCELLED}),
    State.REPORTED: frozenset({State.REVIEWED}),
    State.REVIEWED: frozenset(),
    State.CANCELLED: frozenset(),
}
_WHY: dict[State, Reason] = {
    State.EVALUATING: say("only a planned self-assessment begins"),
    State.REPORTED: say("only a self-assessment that is under way is reported"),
    State.REVIEWED: say("the management review follows the report, once"),
    State.CANCELLED: say("a self-assessment that is reported stays; it is not cancelled"),
}


def why_not_move(state: State, to: State) -> Reason | None:
    """Return why a self-assessment may not go on to `to`, or None."""
    return None if to in MOVES[state] else _WHY[to]
