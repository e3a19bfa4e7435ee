"""Judging: what writes judgments, their sums, what they were, and pictures of past days."""

from wuxing.evidence.metrics.actions.judging import (
    BATCH,
    PAGE_BEARS,
    ensure_rulebooks,
    judge,
    judge_waiting,
    note_failure,
    rebuild,
    refresh,
)
from wuxing.evidence.metrics.actions.pictures import Look, look_at, make_picture
from wuxing.evidence.metrics.actions.whole import rebuild_apart

__all__ = [
    "BATCH",
    "PAGE_BEARS",
    "Look",
    "ensure_rulebooks",
    "judge",
    "judge_waiting",
    "look_at",
    "make_picture",
    "note_failure",
    "rebuild",
    "rebuild_apart",
    "refresh",
]
