"""人工证据: what somebody handed in for a leaf, and until when it holds."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, code, end_of, flag, time
from wuxing.schemes.packs.structure import Text

KINDS = {
    "document": Text("文件", "文件", "document"),
    "record": Text("记录", "記錄", "record"),
    "site_observation": Text("现场观察", "現場觀察", "site observation"),
    "interview": Text("访谈", "訪談", "interview"),
    "system_data": Text("系统数据", "系統數據", "system data"),
    "public_info": Text("公开信息", "公開信息", "public information"),
    "mystery_shopping": Text("暗访", "暗訪", "mystery shopping"),
    "customer_contact": Text("顾客核实", "顧客核實", "contact with customers"),
}

EVIDENCE_ITEM = Population(
    id="evidence_item",
    title=Text("人工证据", "人工證據", "Evidence handed in"),
    says=Text(
        "每份交上来的证据算一条，连同它的有效日期和确认；计入证据所说的那天。",
        "每份交上來的證據算一條，連同它的有效日期和確認；計入證據所說的那天。",
        "Each piece of evidence that was handed in is one record, with its validity and confirmation; "
        "it counts on the day it speaks of.",
    ),
    source="evidence_evidenceitem e",
    key="e.id",
    tenant="e.tenant_id",
    counts_at="(e.valid_on::timestamp AT TIME ZONE %(zone)s)",
    recorded_at="e.proposed_at",
    number="e.title",
    case_type="evidence_item",
    case_id="e.id",
    fields=(
        AS_OF,
        code("scheme", "认证方案", "認證方案", "scheme", "e.scheme"),
        code("leaf", "指标", "指標", "indicator", "e.leaf"),
        code("kind", "证据种类", "證據種類", "kind of evidence", "e.kind", KINDS),
        time("valid_from", "证据日期", "證據日期", "day it speaks of", "(e.valid_on::timestamp AT TIME ZONE %(zone)s)"),
        time("handed_in_at", "提交时间", "提交時間", "handed in", "e.proposed_at"),
        time(
            "confirmed_at", "确认时间", "確認時間", "confirmed", "e.confirmed_at",
            happens_while="e.declined_at IS NULL AND e.withdrawn_at IS NULL",
        ),
        time("declined_at", "退回时间", "退回時間", "declined", "e.declined_at"),
        time("withdrawn_at", "撤回时间", "撤回時間", "withdrawn", "e.withdrawn_at"),
        time("expires_at", "失效时间", "失效時間", "expires", end_of("e.expires_on")),
        flag(
            "attached", "有文件或文件编号", "有文件或文件編號", "file or document named",
            "e.sha256 <> '' OR e.document_number <> ''",
        ),
        flag("owned", "有责任人", "有責任人", "has an owner", "e.owner_id IS NOT NULL"),
    ),
    changed_by=("evidence_evidenceitem",),
)  # fmt: skip
