"""Actions of procedure 11, one file a step."""

from wuxing.resources.spare_parts.actions.catalogue import PartDetails, save_part, save_store, set_mode
from wuxing.resources.spare_parts.actions.counting import count
from wuxing.resources.spare_parts.actions.importing import Imported, import_parts
from wuxing.resources.spare_parts.actions.old_parts import dispose_old_part, take_in_old_part
from wuxing.resources.spare_parts.actions.requests import (
    approve_request,
    issue_request,
    refuse_request,
    request_part,
    return_unused,
    take_over,
    withdraw_request,
)
from wuxing.resources.spare_parts.actions.stock import open_van, receive, transfer
from wuxing.resources.spare_parts.actions.trace import OrderLine
from wuxing.resources.spare_parts.actions.using import Old, undo_use, use

__all__ = [
    "Imported",
    "Old",
    "OrderLine",
    "PartDetails",
    "approve_request",
    "count",
    "dispose_old_part",
    "import_parts",
    "issue_request",
    "open_van",
    "receive",
    "refuse_request",
    "request_part",
    "return_unused",
    "save_part",
    "save_store",
    "set_mode",
    "take_in_old_part",
    "take_over",
    "transfer",
    "undo_use",
    "use",
    "withdraw_request",
]
