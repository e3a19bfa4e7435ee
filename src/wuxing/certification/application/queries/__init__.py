"""Read applications: what is offered, what was handed in, what is missing, how the review stands."""

from wuxing.certification.application.queries.checks import computed, lacks_of
from wuxing.certification.application.queries.offers import Offer, offer, offered, why_not_offered
from wuxing.certification.application.queries.records import (
    PaperLine,
    application_of,
    is_open_to_client,
    last_review,
    newest_papers,
    open_question,
    outlet_lines,
    outlets_of,
    paper,
    paper_lines,
    ratios_of,
    reviews_of,
    snapshot_of,
    snapshots_of,
)

__all__ = [
    "Offer",
    "PaperLine",
    "application_of",
    "computed",
    "is_open_to_client",
    "lacks_of",
    "last_review",
    "newest_papers",
    "offer",
    "offered",
    "open_question",
    "outlet_lines",
    "outlets_of",
    "paper",
    "paper_lines",
    "ratios_of",
    "reviews_of",
    "snapshot_of",
    "snapshots_of",
    "why_not_offered",
]
