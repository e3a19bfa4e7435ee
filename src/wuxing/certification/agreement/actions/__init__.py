"""What is done with agreements, fees and access."""

from wuxing.certification.agreement.actions.invoicing import cancel, charge, pay, raise_agreed
from wuxing.certification.agreement.actions.quoting import Quoted, ask_change, continue_under, issue, work_out
from wuxing.certification.agreement.actions.signing import sign

__all__ = [
    "Quoted",
    "ask_change",
    "cancel",
    "charge",
    "continue_under",
    "issue",
    "pay",
    "raise_agreed",
    "sign",
    "work_out",
]
