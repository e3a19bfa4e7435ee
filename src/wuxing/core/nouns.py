"""What records are called: the glossary's word for the code of a record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOUNS: dict[str, str | Promise] = {
    "service_request": _("service request"),
    "work_order": _("work order"),
    "work_order_line": _("work order line"),
    "appointment": _("service appointment"),
    "diagnosis": _("diagnosis"),
    "signature": _("customer signature"),
    "promise": _("promise"),
    "target": _("promised instant"),
    "work_calendar": _("business calendar"),
    "calendar_version": _("version of a calendar"),
    "customer": _("customer"),
    "contact": _("contact"),
    "service_site": _("service site"),
    "asset": _("equipment"),
    "outlet": _("service outlet"),
    "person": _("staff member"),
    "skill": _("skill"),
    "membership": _("member"),
    "api_token": _("key for machines"),
    "adoption": _("adoption of a scheme"),
    "scheme_draft": _("draft of a scheme"),
    "saved_view": _("saved view"),
    "attachment": _("file"),
    "licensed_table": _("licensed table"),
    "foreign_import": _("import of foreign records"),
    "rulebook": _("book of rules"),
    "document": _("controlled document"),
    "document_version": _("version of a document"),
    "document_file": _("file of a document"),
    "approval": _("opinion on a document"),
    "distribution": _("distribution of a document"),
    "receipt": _("confirmation of reading"),
    "review_record": _("review of a document"),
    "external_source": _("source of an external document"),
    "external_check": _("check of an external document"),
    "number_rule": _("rule for document numbers"),
    "retention_policy": _("retention policy"),
    "legal_hold": _("legal hold"),
    "destruction": _("destruction of records"),
    "generation_run": _("generation of documents"),
    "nonconformity": _("nonconformity"),
    "stage_term": _("term of a stage"),
    "ledger_entry": _("ledger entry"),
}


def noun(code: str) -> str:
    """Return what a record is called; a code without a word stands for itself."""
    return str(NOUNS.get(code, code))
