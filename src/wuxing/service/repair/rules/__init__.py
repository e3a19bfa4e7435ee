"""Rules of procedure 4, pure: what a complete record is, what may happen next, who may go, what a story adds up to."""

from wuxing.service.repair.rules.completeness import missing_fields
from wuxing.service.repair.rules.refusals import (
    FIELDS,
    STATE_WORDS,
    missing_for_finish,
    why_not_change_order,
    why_not_change_request,
    why_not_change_visit,
    why_not_dispatch,
    why_not_finish_work,
    why_not_send,
    why_not_start_work,
    why_not_take_up,
)
from wuxing.service.repair.rules.repeats import is_repeat, is_same_call

__all__ = [
    "FIELDS",
    "STATE_WORDS",
    "is_repeat",
    "is_same_call",
    "missing_fields",
    "missing_for_finish",
    "why_not_change_order",
    "why_not_change_request",
    "why_not_change_visit",
    "why_not_dispatch",
    "why_not_finish_work",
    "why_not_send",
    "why_not_start_work",
    "why_not_take_up",
]
