"""What is done with findings, step by step."""

from wuxing.certification.findings.actions.correcting import (
    accept_plan,
    answer,
    attach,
    close_on_the_spot,
    plan,
    return_answer,
    return_plan,
    verify,
)
from wuxing.certification.findings.actions.raising import correct, raise_finding, take_back
from wuxing.certification.findings.actions.terms import ask_for_corrections, escalate, extend, finish
from wuxing.certification.findings.rules import Seen

__all__ = [
    "Seen",
    "accept_plan",
    "answer",
    "ask_for_corrections",
    "attach",
    "close_on_the_spot",
    "correct",
    "escalate",
    "extend",
    "finish",
    "plan",
    "raise_finding",
    "return_answer",
    "return_plan",
    "take_back",
    "verify",
]
