"""The life of a draft: it is edited, then published or given up."""

from enum import StrEnum


class State(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"
