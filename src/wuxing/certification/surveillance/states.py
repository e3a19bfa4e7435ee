"""Occasions of a further case, what is next for a certificate, and how a proposal stands. Pure."""

from enum import StrEnum


class What(StrEnum):
    """What a further case is opened for."""

    SURVEILLANCE = "surveillance"
    RENEWAL = "renewal"
    SCOPE = "scope"
    SITES = "sites"
    NAME = "name"
    LEVEL_UP = "level_up"
    LEVEL_DOWN = "level_down"
    EARLY = "early"  # the company's own records fell below its level
    TRANSFER = "transfer"  # from another body


CHANGES = frozenset({What.SCOPE, What.SITES, What.NAME, What.LEVEL_UP, What.LEVEL_DOWN})
REDUCED = frozenset({What.SURVEILLANCE, What.EARLY, What.LEVEL_DOWN})
"""Which look at a part of the indicators and outlets only."""


class Do(StrEnum):
    """The one next step of a certificate."""

    NOTHING = "nothing"  # it has ended
    WAIT = "wait"  # nothing is due yet
    SURVEY = "survey"  # open the surveillance
    RENEW = "renew"  # open the recertification
    GO_ON = "go_on"  # a case is open: go on with it
    ANSWER = "answer"  # decide on the proposal of an early surveillance
    SUSPEND = "suspend"  # the last day has passed
    RESUME = "resume"  # suspended for another cause than a missing evaluation
    END_SUSPENSION = "end_suspension"  # its term is over: resume or withdraw
    EXPIRE = "expire"  # past its validity


class Method(StrEnum):
    """Another kind of evaluation than a visit, each with a reason."""

    REMOTE = "remote"
    DOCUMENTS = "documents"
    WAIVED = "waived"  # none at all: for a change of name only


class Answer(StrEnum):
    """How a proposal of an early surveillance stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
