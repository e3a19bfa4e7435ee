"""What is done with a case's score and report."""

from wuxing.certification.report.actions.changing import answer_override, propose_override, take_back_override
from wuxing.certification.report.actions.excluding import decide_exclusion, propose_exclusion
from wuxing.certification.report.actions.reporting import generate, hand_over
from wuxing.certification.report.actions.scoring import keep_score

__all__ = [
    "answer_override",
    "decide_exclusion",
    "generate",
    "hand_over",
    "keep_score",
    "propose_exclusion",
    "propose_override",
    "take_back_override",
]
