"""Actions of procedure 4, one file a step of the manual."""

from wuxing.service.repair.actions.answered import note_answer
from wuxing.service.repair.actions.appointment import (
    accept_order,
    agree_appointment,
    decline_order,
    record_contact,
    reschedule_appointment,
)
from wuxing.service.repair.actions.call import CallDetails, details_of
from wuxing.service.repair.actions.closing import (
    cancel_order,
    close_order,
    finish_work,
    give_up_order,
    hold_order,
    record_follow_up,
    reopen_order,
    resume_order,
    review_order,
    sign_order,
)
from wuxing.service.repair.actions.completing import complete_request
from wuxing.service.repair.actions.diagnosis import correct_diagnosis, diagnose
from wuxing.service.repair.actions.dispatch import dispatch_order, write_order
from wuxing.service.repair.actions.heard import note_call
from wuxing.service.repair.actions.history import record_cases
from wuxing.service.repair.actions.intake import log_request
from wuxing.service.repair.actions.lines import add_line, strike_line
from wuxing.service.repair.actions.triage import (
    answer_remotely,
    merge_request,
    override_warranty,
    reject_request,
    take_up_request,
)
from wuxing.service.repair.actions.visit import (
    arrive,
    confirm_problem,
    depart,
    finish_visit,
    report_no_access,
    start_work,
)
from wuxing.service.repair.actions.warranty import except_telling, explain_warranty, note_law_facts

__all__ = [
    "CallDetails",
    "accept_order",
    "add_line",
    "agree_appointment",
    "answer_remotely",
    "arrive",
    "cancel_order",
    "close_order",
    "complete_request",
    "confirm_problem",
    "correct_diagnosis",
    "decline_order",
    "depart",
    "details_of",
    "diagnose",
    "dispatch_order",
    "except_telling",
    "explain_warranty",
    "finish_visit",
    "finish_work",
    "give_up_order",
    "hold_order",
    "log_request",
    "merge_request",
    "note_answer",
    "note_call",
    "note_law_facts",
    "override_warranty",
    "record_cases",
    "record_contact",
    "record_follow_up",
    "reject_request",
    "reopen_order",
    "report_no_access",
    "reschedule_appointment",
    "resume_order",
    "review_order",
    "sign_order",
    "start_work",
    "strike_line",
    "take_up_request",
    "write_order",
]
