"""What reads sums and judgments."""

from wuxing.evidence.metrics.queries.populations import counts_of, newest_records
from wuxing.evidence.metrics.queries.records import Cut, Page, Record, Seek, Tab, page_of_records, record_of, tab_counts
from wuxing.evidence.metrics.queries.sums import (
    LITTLE_WAITING,
    Month,
    are_few,
    changed_since,
    due_for_recheck,
    failed_since,
    has_records,
    is_built,
    months_of,
    rulebooks,
    tallies,
    waiting,
    work_to_do,
)

__all__ = [
    "LITTLE_WAITING",
    "Cut",
    "Month",
    "Page",
    "Record",
    "Seek",
    "Tab",
    "are_few",
    "changed_since",
    "counts_of",
    "due_for_recheck",
    "failed_since",
    "has_records",
    "is_built",
    "months_of",
    "newest_records",
    "page_of_records",
    "record_of",
    "rulebooks",
    "tab_counts",
    "tallies",
    "waiting",
    "work_to_do",
]
