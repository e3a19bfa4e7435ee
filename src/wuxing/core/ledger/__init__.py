"""账本: the ledger. Each action records what it did in its own transaction; entries are sealed in a log nobody can rewrite."""

from wuxing.core.ledger.actions.record import EntryDraft, record, record_many
from wuxing.core.ledger.rules import kind_of

__all__ = ["EntryDraft", "kind_of", "record", "record_many"]
