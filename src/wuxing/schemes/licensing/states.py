"""Where a licensed table stands; read from its times. One table a scheme's edition and kind waits, one is in force."""

from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Loaded → signed → withdrawn or replaced; a table that waits may be withdrawn too."""

    WAITING = "waiting"  # loaded, not signed off: nothing rests on it
    IN_FORCE = "in_force"
    REPLACED = "replaced"  # a newer table was signed off
    WITHDRAWN = "withdrawn"


def state_of(signed_at: datetime | None, withdrawn_at: datetime | None, replaced_by: int | None) -> State:
    """Return the state that the times of a table make."""
    if withdrawn_at is not None:
        return State.WITHDRAWN if replaced_by is None else State.REPLACED
    return State.WAITING if signed_at is None else State.IN_FORCE
