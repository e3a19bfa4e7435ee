"""The rules of follow-up calls and surveys. Pure."""

from wuxing.service.follow_up.rules.drawing import (
    Closed,
    Rule,
    commitment_of,
    is_drawn,
    rules_from,
    share_of,
    ticket_of,
    why_not_rules,
)
from wuxing.service.follow_up.rules.figures import Figure, nps, rate
from wuxing.service.follow_up.rules.problems import (
    is_low,
    severity_for,
    why_not_open_survey,
    why_not_read_answers,
    why_not_step,
    why_not_verify,
)
from wuxing.service.follow_up.rules.tries import After, after_try, why_not_call, why_not_disturb, why_not_later

__all__ = [
    "After",
    "Closed",
    "Figure",
    "Rule",
    "after_try",
    "commitment_of",
    "is_drawn",
    "is_low",
    "nps",
    "rate",
    "rules_from",
    "severity_for",
    "share_of",
    "ticket_of",
    "why_not_call",
    "why_not_disturb",
    "why_not_later",
    "why_not_open_survey",
    "why_not_read_answers",
    "why_not_rules",
    "why_not_step",
    "why_not_verify",
]
