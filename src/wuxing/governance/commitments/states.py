"""Why a clock may stand still, and which of the two clocks of a target stands then (states.md section 2); how a promise
is approved before it binds. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Clock(StrEnum):
    """The two clocks of a target: what the customer was promised, and what we answer for ourselves."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class ClockMove(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class PauseReason(StrEnum):
    """暂停原因: the listed reasons for which a case waits."""

    WAITING_CUSTOMER = "waiting_customer"
    WAITING_PARTS = "waiting_parts"
    WAITING_QUOTE_APPROVAL = "waiting_quote_approval"
    WAITING_MANUFACTURER = "waiting_manufacturer"
    ACCESS_REFUSED = "access_refused"
    FORCE_MAJEURE = "force_majeure"


@dataclass(frozen=True, slots=True)
class Stops:
    """Which clocks a reason stops, and whether a sign of life from the customer ends it."""

    customer: bool
    internal: bool
    until_customer: bool = False

    @property
    def any(self) -> bool:
        """Say whether a clock stands still at all."""
        return self.customer or self.internal


R = PauseReason
STOPS: dict[PauseReason, Stops] = {
    R.WAITING_CUSTOMER: Stops(True, True, until_customer=True),
    R.WAITING_PARTS: Stops(False, False),  # our own matter: the customer waits on, and so do we
    R.WAITING_QUOTE_APPROVAL: Stops(True, True, until_customer=True),
    R.WAITING_MANUFACTURER: Stops(False, True),
    R.ACCESS_REFUSED: Stops(True, True, until_customer=True),
    R.FORCE_MAJEURE: Stops(True, True),
}


class Recipient(StrEnum):
    """Whom a reminder or an escalation reaches."""

    ASSIGNEE = "assignee"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"


class ProposalState(StrEnum):
    """承诺变更申请: a promise on its way to being published or changed."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


S = ProposalState
PROPOSAL: dict[ProposalState, frozenset[ProposalState]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.WITHDRAWN}),
    S.PROPOSED: frozenset({S.APPROVED, S.RETURNED, S.WITHDRAWN}),
    S.RETURNED: frozenset({S.PROPOSED, S.WITHDRAWN}),
    S.APPROVED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
OPEN_PROPOSALS = (S.DRAFT, S.PROPOSED, S.RETURNED)
