"""Records of the certification body: kept two years after the certificate's end, and through the following cycle.

Order 193 of 2017 on certification bodies (facts.md 4.2); ISO/IEC 17065 7.12.
"""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table

# The certificates that a case led to or was about, with those that replaced them: the following cycle is kept too.
_ITS = (
    "SELECT c.id FROM certification_certificate c WHERE c.case_id = t.id OR c.id = t.certificate_id "
    "OR c.replaces_id IN (SELECT r.id FROM certification_certificate r WHERE r.case_id = t.id OR r.id = t.certificate_id)"
)
_ENDED = (
    "SELECT CASE WHEN bool_or(c.state IN ('valid', 'suspended')) THEN NULL ELSE max(coalesce("
    "(SELECT max(e.at) FROM certification_certificateevent e WHERE e.certificate_id = c.id "
    "AND e.after IN ('withdrawn', 'cancelled', 'expired', 'replaced')), c.valid_until::timestamptz)) END "
    "FROM certification_certificate c WHERE c.id IN (@its)"
)
_CASE = "CASE WHEN t.ended_at IS NULL THEN NULL WHEN NOT EXISTS (@its) THEN t.ended_at ELSE (@ended) END"

CLASSES = (
    RecordClass(
        code="certification_case",
        procedure=21,
        title=_("certification cases with documents, findings, scores, reports, votes and decisions"),
        clock=_(
            "the end of the certificate and of the one that followed it; without a certificate, the end of the case"
        ),
        default=defaults.CERTIFICATION,
        access=Permission.CASE_READ,
        table=Table(
            model="certification.Case",
            starts=_CASE.replace("@ended", _ENDED).replace("@its", _ITS),
            number="t.number",
            earliest="t.ended_at",
            case_type="case",
            case_id="t.id",
            is_case=True,
        ),
        disposal=_("not destroyed here: the term shows what may leave the archive"),
    ),
)
