"""Actions of procedure 5, one file a step of the manual."""

from wuxing.service.bench_repair.actions.deadlines import raise_alarms, tell_overdue
from wuxing.service.bench_repair.actions.ending import replace_item, return_item, scrap_item
from wuxing.service.bench_repair.actions.handing import confirm_receipt, hand_over, recall
from wuxing.service.bench_repair.actions.loaners import (
    add_loaner,
    lend,
    report_lost,
    restore_loaner,
    retire_loaner,
    take_loaner_back,
    why_not_see_to_loan,
)
from wuxing.service.bench_repair.actions.receiving import Given, add_photo, take_back
from wuxing.service.bench_repair.actions.signing import Signed
from wuxing.service.bench_repair.actions.workshop import (
    approve_item,
    check_item,
    decline_item,
    diagnose_item,
    is_free,
    make_ready,
    start_repair,
    wait_for_parts,
)
from wuxing.service.bench_repair.actions.worth import advise, decide_advice, set_worth_rule

__all__ = [
    "Given",
    "Signed",
    "add_loaner",
    "add_photo",
    "advise",
    "approve_item",
    "check_item",
    "confirm_receipt",
    "decide_advice",
    "decline_item",
    "diagnose_item",
    "hand_over",
    "is_free",
    "lend",
    "make_ready",
    "raise_alarms",
    "recall",
    "replace_item",
    "report_lost",
    "restore_loaner",
    "retire_loaner",
    "return_item",
    "scrap_item",
    "set_worth_rule",
    "start_repair",
    "take_back",
    "take_loaner_back",
    "tell_overdue",
    "wait_for_parts",
    "why_not_see_to_loan",
]
