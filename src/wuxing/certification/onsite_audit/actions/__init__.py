"""What is done on the way to the closing meeting, step by step."""

from wuxing.certification.onsite_audit.actions.cycle import keep_cycle
from wuxing.certification.onsite_audit.actions.drawing import (
    answer_sites,
    ask_records,
    choose_site,
    hand_over,
    promise_sites,
    record_result,
    refer_sample,
)
from wuxing.certification.onsite_audit.actions.meetings import hold_closing, hold_opening, keep_meeting, sign
from wuxing.certification.onsite_audit.actions.notes import NewNote, add_note, mask_note
from wuxing.certification.onsite_audit.actions.outbox import Item, Outcome, take
from wuxing.certification.onsite_audit.actions.planning import (
    NewLine,
    add_line,
    answer_plan,
    change_head,
    overrule,
    propose_lines,
    release_plan,
    remove_line,
    start_plan,
)
from wuxing.certification.onsite_audit.actions.sheets import confirm_sheet, recount, see_leaf

__all__ = [
    "Item",
    "NewLine",
    "NewNote",
    "Outcome",
    "add_line",
    "add_note",
    "answer_plan",
    "answer_sites",
    "ask_records",
    "change_head",
    "choose_site",
    "confirm_sheet",
    "hand_over",
    "hold_closing",
    "hold_opening",
    "keep_cycle",
    "keep_meeting",
    "mask_note",
    "overrule",
    "promise_sites",
    "propose_lines",
    "record_result",
    "recount",
    "refer_sample",
    "release_plan",
    "remove_line",
    "see_leaf",
    "sign",
    "start_plan",
    "take",
]
