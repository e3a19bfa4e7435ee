"""What is done to drafts, the only writers: start, change, import, give up, publish."""

from wuxing.schemes.drafts.actions.changing import Taken, add_row, change_draft, move_row, remove_row, rename_row
from wuxing.schemes.drafts.actions.importing import import_workbook
from wuxing.schemes.drafts.actions.publishing import discard_draft, publish_draft
from wuxing.schemes.drafts.actions.starting import start_draft

__all__ = [
    "Taken",
    "add_row",
    "change_draft",
    "discard_draft",
    "import_workbook",
    "move_row",
    "publish_draft",
    "remove_row",
    "rename_row",
    "start_draft",
]
