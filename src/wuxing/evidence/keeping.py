"""Records of assessing: where they stand and when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table

_CLOCK = _(
    "the end of the certificate that relied on them; this system does not note that day yet, so nothing falls due"
)
_DISPOSAL = _("not destroyed here: a score must stay open to be checked")
_UNKNOWN = "NULL::timestamptz"

CLASSES = (
    RecordClass(
        code="assessment",
        procedure=16,
        title=_("assessments kept, with their inputs and results"),
        clock=_CLOCK,
        default=defaults.CERTIFICATION,
        access=Permission.EVIDENCE_READ,
        table=Table(model="evidence.Assessment", starts=_UNKNOWN, number="t.number"),
        disposal=_DISPOSAL,
    ),
    RecordClass(
        code="evidence_item",
        procedure=16,
        title=_("evidence handed in, rulings and exclusions"),
        clock=_CLOCK,
        default=defaults.CERTIFICATION,
        access=Permission.EVIDENCE_READ,
        table=Table(model="evidence.EvidenceItem", starts=_UNKNOWN, number="t.id::text"),
        disposal=_DISPOSAL,
    ),
    RecordClass(
        code="foreign_import",
        procedure=16,
        title=_("foreign records brought in and assessed"),
        clock=_("the day of the import"),
        default=defaults.WORK,
        access=Permission.EVIDENCE_IMPORT,
        table=Table(model="evidence.ForeignImport", starts="coalesce(t.ended_at, t.created_at)", number="t.id::text"),
        disposal=_("not destroyed here yet: delete the data set of the import by hand"),
    ),
)
