"""Records of this context and of those below: where they stand and when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.notices.actions.forgetting import destroy_notice
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table

_NEVER = "NULL::timestamptz"
_NO_END = _("none: they are kept for good")

CLASSES = (
    RecordClass(
        code="service_list",
        procedure=1,
        title=_("list of services and of the laws that apply"),
        clock=_("the list is replaced"),
        default=defaults.WORK,
    ),
    RecordClass(
        code="promise",
        procedure=2,
        title=_("promises and calendars"),
        clock=_("the promise ends"),
        default=defaults.REFERRED_TO,
        access=Permission.GOVERNANCE_READ,
        table=Table(model="governance.Promise", starts="t.ends_at", number="t.kind || '-' || t.id"),
        disposal=_("not destroyed here: what was promised is measured by them"),
    ),
    RecordClass(
        code="promise_proposal",
        procedure=2,
        title=_("proposals of promises and their approval"),
        clock=_("the proposal is decided"),
        default=defaults.REFERRED_TO,
        access=Permission.GOVERNANCE_READ,
        table=Table(model="governance.PromiseProposal", starts="t.decided_at", number="t.kind || '-' || t.id"),
        disposal=_("not destroyed here: promises rest on their approval"),
    ),
    RecordClass(
        code="goal",
        procedure=2,
        title=_("service targets broken down"),
        clock=_("the target ends"),
        default=defaults.WORK,
        access=Permission.GOVERNANCE_READ,
        table=Table(model="governance.Goal", starts="t.ended_at", number="t.year || '-' || t.id"),
        disposal=_("not destroyed here: figures only"),
    ),
    RecordClass(
        code="target",
        procedure=2,
        title=_("promised instants and how they were kept"),
        clock=_("the clock stops"),
        default=defaults.REFERRED_TO,
        access=Permission.REPAIR_READ,
        table=Table(
            model="governance.Target",
            starts="t.stopped_at",
            number="t.kind || '-' || t.id",
            case_type="service_request",
            case_id="CASE WHEN t.subject_type = 'service_request' THEN t.subject_id END",
        ),
        disposal=_("not destroyed here: figures only, they name nobody"),
    ),
    RecordClass(
        code="rule_check",
        procedure=3,
        title=_("service rules and the checks of their use"),
        clock=_("the rule is withdrawn, the check is closed"),
        default=defaults.WORK,
    ),
    RecordClass(
        code="document_version",
        procedure=20,
        title=_("versions of controlled documents with review and approval"),
        clock=_("the version is superseded or withdrawn"),
        default=defaults.REFERRED_TO,
        access=Permission.GOVERNANCE_READ,
        table=Table(
            model="governance.DocumentVersion",
            starts="coalesce(t.in_force_until, t.obsolete_at)",
            number="(SELECT d.number || ' v' || t.version FROM governance_document d WHERE d.id = t.document_id)",
        ),
        disposal=_("not destroyed here: records say under which version the work was done"),
    ),
    RecordClass(
        code="receipt",
        procedure=20,
        title=_("receipts: read and understood"),
        clock=_("the version is superseded or withdrawn"),
        default=defaults.REFERRED_TO,
        access=Permission.GOVERNANCE_READ,
        table=Table(
            model="governance.Receipt",
            starts="""(SELECT coalesce(v.in_force_until, v.obsolete_at)
                FROM governance_documentversion v WHERE v.id = t.version_id)""",
            number="t.id::text",
        ),
        disposal=_("not destroyed here: they prove that people knew the rules of the time"),
    ),
    RecordClass(
        code="retention",
        procedure=21,
        title=_("retention policies, legal holds and certificates of destruction"),
        clock=_NO_END,
        default=defaults.REFERRED_TO,
        access=Permission.GOVERNANCE_READ,
        table=Table(model="governance.Destruction", starts=_NEVER, number="t.number"),
        disposal=_("not destroyed here: they prove that destroying was lawful"),
    ),
    RecordClass(
        code="ledger",
        procedure=21,
        title=_("ledger of everything done"),
        clock=_NO_END,
        default=defaults.REFERRED_TO,
        access=Permission.LEDGER_READ,
        table=Table(model="core.Entry", starts=_NEVER, number="t.id::text"),
        disposal=_("never destroyed: the content of an entry is emptied with the record it tells of, its proof stays"),
    ),
    RecordClass(
        code="adoption",
        procedure=16,
        title=_("which edition of a scheme was used since when"),
        clock=_NO_END,
        default=defaults.REFERRED_TO,
        access=Permission.SCHEME_READ,
        table=Table(model="schemes.Adoption", starts=_NEVER, number="t.scheme"),
        disposal=_("not destroyed here: scores refer to them"),
    ),
    RecordClass(
        code="notice",
        procedure=21,
        title=_("messages to customers and members, with what became of them"),
        clock=_("the message is sent, refused or given up"),
        default=defaults.SERVICE,
        access=Permission.NOTICE_MANAGE,
        table=Table(
            model="core.Notice",
            earliest="t.made_at",
            starts="t.over_at",
            number="t.event || '-' || t.id",
            customer="CASE WHEN t.recipient_kind = 'customer' THEN t.recipient_id END",
            case_type="service_request",
            case_id="CASE WHEN t.case_type = 'service_request' THEN t.case_id END",
        ),
        disposal=_("name, address, facts and text go; that it was sent, when and how stays"),
        destroy=destroy_notice,
    ),
    RecordClass(
        code="nonconformity",
        procedure=22,
        title=_("nonconformities with cause, plan and proof of effect"),
        clock=_("the nonconformity is closed or cancelled"),
        default=defaults.WORK,
        access=Permission.NONCONFORMITY_REPORT,
        table=Table(
            model="governance.Nonconformity",
            starts="coalesce(t.closed_at, t.cancelled_at)",
            number="t.number",
            case_type="nonconformity",
            case_id="t.id",
            is_case=True,
        ),
        disposal=_("not destroyed here: causes are looked up again years later"),
    ),
)
