"""Actions of surveillance and renewal."""

from wuxing.certification.surveillance.actions.alternatives import set_alternative, waive_evaluation
from wuxing.certification.surveillance.actions.changes import New, Place, open_change
from wuxing.certification.surveillance.actions.early import accept, set_aside, watch
from wuxing.certification.surveillance.actions.following import follow
from wuxing.certification.surveillance.actions.opening import open_renewal, open_special, open_surveillance
from wuxing.certification.surveillance.actions.transfers import Foreign, open_transfer

__all__ = [
    "Foreign",
    "New",
    "Place",
    "accept",
    "follow",
    "open_change",
    "open_renewal",
    "open_special",
    "open_surveillance",
    "open_transfer",
    "set_alternative",
    "set_aside",
    "waive_evaluation",
    "watch",
]
