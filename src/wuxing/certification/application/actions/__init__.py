"""What is done with applications: opened, completed, handed in, reviewed."""

from wuxing.certification.application.actions.completing import Data, answer, change, hand_in, submit
from wuxing.certification.application.actions.opening import Applied, Received, open_for_client, receive, settle_claim
from wuxing.certification.application.actions.reviewing import record_review, take_up
from wuxing.certification.application.actions.snapshots import Snapshot, take_snapshot

__all__ = [
    "Applied",
    "Data",
    "Received",
    "Snapshot",
    "answer",
    "change",
    "hand_in",
    "open_for_client",
    "receive",
    "record_review",
    "settle_claim",
    "submit",
    "take_snapshot",
    "take_up",
]
