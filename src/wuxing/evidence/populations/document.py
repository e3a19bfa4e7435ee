"""受控文件 and 阅知: a controlled document as it stands, and each person's reading of a version."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, end_of, flag, time
from wuxing.schemes.packs.structure import Text

KINDS = {
    "manual": Text("手册", "手冊", "manual"),
    "procedure": Text("程序文件", "程序文件", "procedure"),
    "rule": Text("制度", "制度", "rule"),
    "instruction": Text("作业指导书", "作業指導書", "instruction"),
    "plan": Text("计划", "計劃", "plan"),
    "form": Text("表单", "表單", "form"),
    "record_form": Text("记录表", "記錄表", "record form"),
    "external": Text("外来文件", "外來文件", "external document"),
    "other": Text("其他", "其他", "other"),
}
_READERS = "FROM governance_readrequest q WHERE q.version_id = d.current_id AND q.lapsed_at IS NULL"
_BY_ANOTHER = """EXISTS (
    SELECT FROM governance_approval a
    WHERE a.version_id = v.id AND a.part = 'approve' AND a.verdict = 'passed' AND a.round = v.round
      AND a.user_id IS DISTINCT FROM v.drafted_by_id)"""

DOCUMENT = Population(
    id="document",
    title=Text("受控文件", "受控文件", "Controlled documents"),
    says=Text(
        "每份受控文件算一条，看它现行有效的版本；计入文件登记当天。",
        "每份受控文件算一條，看它現行有效的版本；計入文件登記當天。",
        "Each controlled document is one record, seen by its valid version; it counts on the day it was entered.",
    ),
    source="""governance_document d
    LEFT JOIN governance_documentversion v ON v.id = d.current_id
    LEFT JOIN governance_externalsource x ON x.document_id = d.id""",
    key="d.id",
    tenant="d.tenant_id",
    counts_at="d.created_at",
    number="d.number",
    case_type="document",
    case_id="d.id",
    page="governance:document",
    fields=(
        AS_OF,
        code("kind", "文件类别", "文件類別", "kind of document", "d.kind", KINDS),
        flag("external", "外来文件", "外來文件", "external document", "d.kind = 'external'"),
        flag("in_force", "现行有效", "現行有效", "in force", "d.standing = 'in_force'"),
        flag("withdrawn", "已作废", "已作廢", "withdrawn", "d.standing = 'obsolete'"),
        time("in_force_from", "生效时间", "生效時間", "in force from", "v.in_force_from"),
        time("approved_at", "批准时间", "批准時間", "approved", "v.approved_at"),
        flag(
            "approved_by_another", "由编写人以外的人批准", "由編寫人以外的人批准", "approved by another person than the author",
            _BY_ANOTHER,
        ),
        flag("taken_over", "系统启用前已批准", "系統啟用前已批准", "approved before this system", "coalesce(v.taken_over, false)"),
        time("review_due_at", "评审到期", "評審到期", "review due", end_of("d.next_review_on")),
        flag("owned", "有责任人", "有責任人", "has an owner", "d.owner_id IS NOT NULL"),
        flag("met_by_named", "写明如何满足", "寫明如何滿足", "how it is met is written", "coalesce(x.met_by, '') <> ''"),
        time("check_due_at", "外来文件核查到期", "外來文件核查到期", "check of the edition due", end_of("x.next_check_on")),
        amount("readers", "应阅读人数", "應閱讀人數", "people asked to read", f"(SELECT count(*) {_READERS})"),
        amount(
            "readers_done", "已阅知人数", "已閱知人數", "people who have read",
            f"(SELECT count(*) {_READERS} AND q.done_at IS NOT NULL)",
        ),
    ),
    changed_by=(
        "governance_document", "governance_documentversion", "governance_externalsource", "governance_approval",
        "governance_readrequest",
    ),
)  # fmt: skip

READ_RECEIPT = Population(
    id="read_receipt",
    title=Text("文件阅知", "文件閱知", "Reading of documents"),
    says=Text(
        "每人对每个文件版本的阅读通知算一条；计入阅读到期当天。",
        "每人對每個文件版本的閱讀通知算一條；計入閱讀到期當天。",
        "Each person asked to read a version is one record; it counts on the day the reading is due.",
    ),
    source="""governance_readrequest q
    JOIN governance_documentversion v ON v.id = q.version_id
    JOIN governance_document d ON d.id = v.document_id""",
    key="q.id",
    tenant="q.tenant_id",
    counts_at="q.due_at",
    recorded_at="q.asked_at",
    number="(d.number || ' v' || v.version || ' / ' || q.id)",
    case_type="document",
    case_id="d.id",
    fields=(
        AS_OF,
        code("kind", "文件类别", "文件類別", "kind of document", "d.kind", KINDS),
        time("asked_at", "通知时间", "通知時間", "asked", "q.asked_at"),
        time("due_at", "阅读期限", "閱讀期限", "reading due", "q.due_at"),
        time("done_at", "确认阅知时间", "確認閱知時間", "read and understood", "q.done_at", happens_while="q.lapsed_at IS NULL"),
        time("lapsed_at", "通知失效时间", "通知失效時間", "request lapsed", "q.lapsed_at"),
    ),
    changed_by=("governance_readrequest", "governance_documentversion", "governance_document"),
)  # fmt: skip
