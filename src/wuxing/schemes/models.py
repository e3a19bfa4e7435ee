"""Tables of the context."""

from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.licensing.models import LicensedPoint, LicensedTable, LicensedText

__all__ = ["Adoption", "DraftChange", "Edition", "LicensedPoint", "LicensedTable", "LicensedText", "SchemeDraft"]
