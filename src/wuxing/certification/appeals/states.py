"""Where an appeal or a complaint stands (ISO/IEC 17065 7.13). Pure."""

from enum import StrEnum

from wuxing.core.reasons import Reason, say


class Kind(StrEnum):
    """An appeal is about a decision of the body; a complaint about its work, or about a holder."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"


class Door(StrEnum):
    """Through which door it came."""

    CLIENT = "client"
    PUBLIC = "public"
    OFFICE = "office"  # by letter or telephone, written down by the office


class State(StrEnum):
    """received → admitted or refused; admitted → handled → decided → told."""

    RECEIVED = "received"
    REFUSED = "refused"  # not about the body's certification; told with reasons
    ADMITTED = "admitted"
    HANDLED = "handled"  # one handler has looked into it and proposes an outcome
    DECIDED = "decided"  # another handler has decided
    TOLD = "told"


class Outcome(StrEnum):
    """What comes of it."""

    UPHELD = "upheld"
    REJECTED = "rejected"


S = State
MOVES: dict[State, frozenset[State]] = {
    S.RECEIVED: frozenset({S.ADMITTED, S.REFUSED}),
    S.REFUSED: frozenset(),
    S.ADMITTED: frozenset({S.HANDLED}),
    S.HANDLED: frozenset({S.DECIDED, S.ADMITTED}),  # back: the second person asks for more
    S.DECIDED: frozenset({S.TOLD}),
    S.TOLD: frozenset(),
}
ENDS = frozenset({S.REFUSED, S.TOLD})


def why_not_move(here: State, to: State) -> Reason | None:
    """Return why an appeal or complaint cannot go from one state to another, or None."""
    if to in MOVES[here]:
        return None
    if here in ENDS:
        return say("this is closed; a new one may be sent")
    return say("this step is not next; see where it stands")
