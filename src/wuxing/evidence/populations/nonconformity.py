"""不符合: one nonconformity through its treatment."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, flag, time
from wuxing.schemes.packs.structure import Text

_KINDS = {
    "nonconformity": Text("不符合", "不符合", "nonconformity"),
    "observation": Text("观察项", "觀察項", "observation"),
    "preventive": Text("预防", "預防", "preventive"),
}
_SOURCES = {
    "repair": Text("维修", "維修", "repair"),
    "complaint": Text("投诉", "投訴", "complaint"),
    "self_assessment": Text("内部评价", "內部評價", "internal assessment"),
    "external_audit": Text("外部评价", "外部評價", "external assessment"),
    "document": Text("文件", "文件", "document"),
    "metric": Text("指标", "指標", "metric"),
    "customer": Text("客户", "客戶", "customer"),
    "staff": Text("员工", "員工", "staff"),
    "supplier": Text("供应商", "供應商", "supplier"),
    "other": Text("其他", "其他", "other"),
}
_SEVERITIES = {
    "minor": Text("一般", "一般", "minor"),
    "major": Text("严重", "嚴重", "major"),
    "critical": Text("重大", "重大", "critical"),
}
_OPEN = "n.closed_at IS NULL AND n.cancelled_at IS NULL"

NONCONFORMITY = Population(
    id="nonconformity",
    title=Text("不符合项", "不符合項", "Nonconformities"),
    says=Text(
        "每个不符合报告算一条，连同原因、措施和验证；计入发现当天。",
        "每個不符合報告算一條，連同原因、措施和驗證；計入發現當天。",
        "Each nonconformity is one record, with its cause, actions and verification; it counts on the day it was found.",
    ),
    source="governance_nonconformity n",
    key="n.id",
    tenant="n.tenant_id",
    counts_at="n.found_at",
    recorded_at="n.recorded_at",
    outlet="coalesce(n.outlet_id, 0)",
    number="n.number",
    case_type="nonconformity",
    case_id="n.id",
    page="governance:nonconformity",
    fields=(
        AS_OF,
        time("found_at", "发现时间", "發現時間", "found", "n.found_at"),
        time("recorded_at", "登记时间", "登記時間", "entered in the system", "n.recorded_at"),
        code("kind", "类别", "類別", "kind", "n.kind", _KINDS),
        code("source", "来源", "來源", "source", "n.source", _SOURCES),
        code("severity", "严重程度", "嚴重程度", "severity", "n.severity", _SEVERITIES),
        time("contained_at", "应急处置时间", "應急處置時間", "contained", "n.contained_at", happens_while=_OPEN),
        time("analysed_at", "原因查明时间", "原因查明時間", "cause found", "n.analysed_at", happens_while=_OPEN),
        time("planned_at", "措施计划时间", "措施計劃時間", "actions planned", "n.planned_at", happens_while=_OPEN),
        time("done_at", "措施完成时间", "措施完成時間", "actions done", "n.done_at", happens_while=_OPEN),
        time("verified_at", "有效性验证时间", "有效性驗證時間", "effect verified", "n.verified_at"),
        time("closed_at", "关闭时间", "關閉時間", "closed", "n.closed_at"),
        flag(
            "verified_by_another", "由责任人以外的人验证", "由責任人以外的人驗證", "verified by another person",
            "n.verified_by_id IS NOT NULL AND n.verified_by_id IS DISTINCT FROM n.owner_id",
        ),
        flag("cause_named", "根本原因已写明", "根本原因已寫明", "root cause named", "n.root_cause <> ''"),
        flag("cancelled", "判定不构成不符合", "判定不構成不符合", "found to be none", "n.cancelled_at IS NOT NULL"),
        amount("times_reopened", "重新打开次数", "重新打開次數", "times reopened", "n.round - 1"),
        amount("late_stages", "逾期的环节数", "逾期的環節數", "stages that were late", "n.late_stages"),
        time("stage_due_at", "当前环节期限", "當前環節期限", "stage due", "n.next_due_at"),
        flag("special_deduction", "列为特别扣分项", "列為特別扣分項", "named a special deduction", "n.deduction_ground <> ''"),
    ),
    changed_by=("governance_nonconformity",),
)  # fmt: skip
