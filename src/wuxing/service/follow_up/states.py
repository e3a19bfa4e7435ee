"""What calls, tries, invitations and problems go through (states.md section 2). Pure."""

from enum import StrEnum


class CallKind(StrEnum):
    """回访类别: after a service, or because a customer asked or was not content."""

    AFTER_SERVICE = "after_service"
    CALL_BACK = "call_back"


class CallState(StrEnum):
    """回访: how far a call is."""

    PLANNED = "planned"
    REACHED = "reached"
    REFUSED = "refused"  # reached, but does not want to talk
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"


class Try(StrEnum):
    """回访结果: what became of one try."""

    REACHED = "reached"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    LATER = "later"  # the customer names a time


FAILED_TRIES = frozenset({Try.NO_ANSWER, Try.BUSY, Try.WRONG_NUMBER})
WORKING_STEPS = frozenset({"contact", "solve", "pass_on"})
"""Steps of a problem by which somebody works on it; whoever took one of them does not verify it."""


class InvitationState(StrEnum):
    """邀请: an invitation is answered once, or it expires."""

    INVITED = "invited"
    ANSWERED = "answered"
    EXPIRED = "expired"


class Channel(StrEnum):
    """评价渠道: how the customer came to the survey."""

    LINK = "link"  # sent after the order was closed
    TRACKING = "tracking"  # from the tracking page
    QR = "qr"  # from the technician's screen, in the technician's presence


class ProblemKind(StrEnum):
    """问题来源: where the problem was heard."""

    CALL = "call"
    SURVEY = "survey"
    COMPLAINT = "complaint"


class Severity(StrEnum):
    """严重程度."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"  # somebody may be hurt


class ProblemState(StrEnum):
    """问题处理: a complaint is received and acknowledged first."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    OPEN = "open"
    CONTACTED = "contacted"
    SOLVED = "solved"
    PASSED_ON = "passed_on"
    VERIFIED = "verified"


P = ProblemState
PROBLEM: dict[ProblemState, frozenset[ProblemState]] = {
    P.RECEIVED: frozenset({P.ACKNOWLEDGED}),
    P.ACKNOWLEDGED: frozenset({P.CONTACTED, P.PASSED_ON}),
    P.OPEN: frozenset({P.CONTACTED, P.PASSED_ON}),
    P.CONTACTED: frozenset({P.CONTACTED, P.SOLVED, P.PASSED_ON}),
    P.SOLVED: frozenset({P.VERIFIED, P.CONTACTED, P.PASSED_ON}),
    P.PASSED_ON: frozenset({P.VERIFIED, P.CONTACTED}),
    P.VERIFIED: frozenset(),
}
LIVE_PROBLEMS = frozenset(P) - {P.VERIFIED}

ASPECTS = ("skill", "attitude", "punctuality", "price", "result")
"""评价项目: what the customer gives one to five for."""
