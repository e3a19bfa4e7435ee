"""The actions of follow-up calls, surveys and problems."""

from wuxing.service.follow_up.actions.calling import cancel_call, plan_call, record_try, show_number
from wuxing.service.follow_up.actions.forgetting import forget_customers
from wuxing.service.follow_up.actions.passing import pass_on
from wuxing.service.follow_up.actions.plans import save_plan, save_script
from wuxing.service.follow_up.actions.problems import (
    acknowledge,
    assign,
    complain,
    contact,
    raise_problem,
    solve,
    take_complaint,
    verify,
)
from wuxing.service.follow_up.actions.surveying import (
    answer,
    invite,
    is_unchanged,
    object_to_surveys,
    say_closed,
    word_of,
)

__all__ = [
    "acknowledge",
    "answer",
    "assign",
    "cancel_call",
    "complain",
    "contact",
    "forget_customers",
    "invite",
    "is_unchanged",
    "object_to_surveys",
    "pass_on",
    "plan_call",
    "raise_problem",
    "record_try",
    "save_plan",
    "save_script",
    "say_closed",
    "show_number",
    "solve",
    "take_complaint",
    "verify",
    "word_of",
]
