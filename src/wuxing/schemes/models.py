"""Tables of the context."""

from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.editions.models import Adoption, Edition

__all__ = ["Adoption", "DraftChange", "Edition", "SchemeDraft"]
