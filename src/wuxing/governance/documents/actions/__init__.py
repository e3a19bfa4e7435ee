"""The actions of procedure 20, in the order of a document's life."""

from wuxing.governance.documents.actions.deciding import (
    approve_version,
    review_version,
    submit_version,
    take_back_version,
)
from wuxing.governance.documents.actions.drafting import discard_draft, draft_version, hand_in_file, remove_file
from wuxing.governance.documents.actions.issuing import issue_version, obsolete_document, take_over_version
from wuxing.governance.documents.actions.keeping import check_external, record_review, set_source
from wuxing.governance.documents.actions.previewing import make_preview
from wuxing.governance.documents.actions.reading import acknowledge, distribute, end_distribution, follow_members
from wuxing.governance.documents.actions.registering import change_document, create_document, set_number_rule

__all__ = [
    "acknowledge",
    "approve_version",
    "change_document",
    "check_external",
    "create_document",
    "discard_draft",
    "distribute",
    "draft_version",
    "end_distribution",
    "follow_members",
    "hand_in_file",
    "issue_version",
    "make_preview",
    "obsolete_document",
    "record_review",
    "remove_file",
    "review_version",
    "set_number_rule",
    "set_source",
    "submit_version",
    "take_back_version",
    "take_over_version",
]
