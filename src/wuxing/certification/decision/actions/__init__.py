"""Actions of review and decision."""

from wuxing.certification.decision.actions.deciding import decide, why_not_decide
from wuxing.certification.decision.actions.proposing import Asked, propose
from wuxing.certification.decision.actions.reviewing import Reviewed, review
from wuxing.certification.decision.actions.voting import vote, why_not_vote

__all__ = [
    "Asked", "Reviewed", "decide", "propose", "review", "vote", "why_not_decide", "why_not_vote",
]  # fmt: skip
