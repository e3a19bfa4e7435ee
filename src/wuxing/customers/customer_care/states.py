"""States of a request about personal data (个人信息保护法 art. 44 to 50)."""

from enum import StrEnum


class RightsState(StrEnum):
    """A request of a person about their data, from its arrival to its answer."""

    RECEIVED = "received"
    IDENTIFIED = "identified"  # who asks is known to be the person
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the person


RIGHTS: dict[RightsState, frozenset[RightsState]] = {
    RightsState.RECEIVED: frozenset({RightsState.IDENTIFIED, RightsState.REFUSED, RightsState.WITHDRAWN}),
    RightsState.IDENTIFIED: frozenset({RightsState.ANSWERED, RightsState.REFUSED, RightsState.WITHDRAWN}),
    RightsState.ANSWERED: frozenset(),
    RightsState.REFUSED: frozenset(),
    RightsState.WITHDRAWN: frozenset(),
}
OPEN = frozenset({RightsState.RECEIVED, RightsState.IDENTIFIED})
