"""Where the agreement of a case stands. Pure."""

from enum import StrEnum


class Event(StrEnum):
    """What happens to a version of an agreement."""

    ISSUED = "issued"
    CHANGE_ASKED = "change_asked"
    SIGNED_CLIENT = "signed_client"
    SIGNED_BODY = "signed_body"


class Side(StrEnum):
    """Who signs."""

    CLIENT = "client"
    BODY = "body"

    @property
    def event(self) -> Event:
        """Return the event of this side's signature."""
        return Event.SIGNED_CLIENT if self is Side.CLIENT else Event.SIGNED_BODY


class State(StrEnum):
    """issued → change asked → another version; issued → signed by one → concluded. An earlier version is replaced."""

    ISSUED = "issued"
    CHANGE_ASKED = "change_asked"
    SIGNED_CLIENT = "signed_client"
    SIGNED_BODY = "signed_body"
    CONCLUDED = "concluded"
    CONTINUES = "continues"  # the agreement of an earlier case of the same cycle goes on


class Fee(StrEnum):
    """What is charged."""

    APPLICATION = "application"
    EVALUATION = "evaluation"
    CERTIFICATE = "certificate"
    YEARLY = "yearly"


SIGNATURES = frozenset({Event.SIGNED_CLIENT, Event.SIGNED_BODY})
BEFORE_DECISION = frozenset({Fee.APPLICATION, Fee.EVALUATION, Fee.YEARLY})
"""What is paid before a decision; the fee of the certificate before the certificate."""


def state_of(events: list[Event], continues: bool) -> State:
    """Return where a version stands, by what happened to it in order."""
    done = set(events)
    if continues:
        return State.CONTINUES
    if done >= SIGNATURES:
        return State.CONCLUDED
    if Event.CHANGE_ASKED in done and not done & SIGNATURES:
        return State.CHANGE_ASKED
    if Event.SIGNED_CLIENT in done:
        return State.SIGNED_CLIENT
    return State.SIGNED_BODY if Event.SIGNED_BODY in done else State.ISSUED
