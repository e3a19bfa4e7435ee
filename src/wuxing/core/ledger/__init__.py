"""账本: the ledger. What was done is recorded with the deed, and sealed in a log nobody can rewrite."""

from wuxing.core.ledger.actions.record import EntryDraft, record, record_many
from wuxing.core.ledger.rules import kind_of

__all__ = ["EntryDraft", "kind_of", "record", "record_many"]
