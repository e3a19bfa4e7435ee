"""Actions on certificates: every one writes an event, the ledger and a letter."""

from wuxing.certification.certificate.actions.conclusion import conclude, end_by
from wuxing.certification.certificate.actions.issuing import issue, number_by, replace
from wuxing.certification.certificate.actions.lasting import expire, extend, note_evaluation
from wuxing.certification.certificate.actions.measures import (
    cancel,
    confirm,
    decline,
    propose,
    resume,
    suspend,
    suspend_overdue,
    withdraw,
)
from wuxing.certification.certificate.actions.renaming import rename
from wuxing.certification.certificate.actions.reporting import note_report

__all__ = [
    "cancel",
    "conclude",
    "confirm",
    "decline",
    "end_by",
    "expire",
    "extend",
    "issue",
    "note_evaluation",
    "note_report",
    "number_by",
    "propose",
    "rename",
    "replace",
    "resume",
    "suspend",
    "suspend_overdue",
    "withdraw",
]
