"""The rules of procedure 20. Pure."""

from wuxing.governance.documents.rules.comparison import Row, Segment, compared
from wuxing.governance.documents.rules.dates import due_after, midnight, months_after, starts_at
from wuxing.governance.documents.rules.numbers import DEFAULT_PATTERNS, number_from, why_not_pattern
from wuxing.governance.documents.rules.opinions import (
    Opinions,
    Round,
    content_of,
    why_not_approve,
    why_not_review,
    why_not_submit,
)
from wuxing.governance.documents.rules.refusals import (
    CHOOSE,
    why_not_acknowledge,
    why_not_discard,
    why_not_distribute,
    why_not_draft,
    why_not_edit,
    why_not_issue,
    why_not_obsolete,
    why_not_record_review,
    why_not_take_back,
    why_not_take_over,
)

__all__ = [
    "CHOOSE",
    "DEFAULT_PATTERNS",
    "Opinions",
    "Round",
    "Row",
    "Segment",
    "compared",
    "content_of",
    "due_after",
    "midnight",
    "months_after",
    "number_from",
    "starts_at",
    "why_not_acknowledge",
    "why_not_approve",
    "why_not_discard",
    "why_not_distribute",
    "why_not_draft",
    "why_not_edit",
    "why_not_issue",
    "why_not_obsolete",
    "why_not_pattern",
    "why_not_record_review",
    "why_not_review",
    "why_not_submit",
    "why_not_take_back",
    "why_not_take_over",
]
