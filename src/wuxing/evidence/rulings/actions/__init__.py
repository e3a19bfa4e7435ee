"""The only writers of what people say beside the records."""

from wuxing.evidence.rulings.actions.answering import check_correction, confirm, decline, withdraw
from wuxing.evidence.rulings.actions.proposing import (
    EVIDENCE_KINDS,
    Handed,
    hand_in_evidence,
    propose_exclusion,
    propose_ruling,
    record_special_item,
)
from wuxing.evidence.rulings.actions.trace import KINDS

__all__ = [
    "EVIDENCE_KINDS",
    "KINDS",
    "Handed",
    "check_correction",
    "confirm",
    "decline",
    "hand_in_evidence",
    "propose_exclusion",
    "propose_ruling",
    "record_special_item",
    "withdraw",
]
