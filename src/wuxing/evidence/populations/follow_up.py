"""满意度评价 and 顾客问题: one invitation to say how the service was; one problem or complaint through its treatment."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, days_since, flag, time
from wuxing.schemes.packs.structure import Text

_CHANNELS = {
    "link": Text("链接", "鏈接", "link"),
    "tracking": Text("进度页", "進度頁", "tracking page"),
    "qr": Text("现场扫码", "現場掃碼", "QR code on site"),
}
_KINDS = {
    "call": Text("回访", "回訪", "follow-up call"),
    "survey": Text("评价", "評價", "survey"),
    "complaint": Text("投诉", "投訴", "complaint"),
}
_SEVERITIES = {
    "minor": Text("一般", "一般", "minor"),
    "major": Text("严重", "嚴重", "major"),
    "critical": Text("重大", "重大", "critical"),
}
_MARKS = (
    ("skill", "技能评分", "技能評分", "mark for skill"),
    ("attitude", "态度评分", "態度評分", "mark for attitude"),
    ("punctuality", "守时评分", "守時評分", "mark for punctuality"),
    ("price", "收费评分", "收費評分", "mark for price"),
    ("result", "结果评分", "結果評分", "mark for the result"),
    ("recommend", "推荐意愿", "推薦意願", "would recommend, 0 to 10"),
)

SURVEY = Population(
    id="survey",
    title=Text("满意度评价", "滿意度評價", "Surveys"),
    says=Text(
        "每次邀请客户评价算一条，没有回答的也算；计入邀请当天。",
        "每次邀請客戶評價算一條，沒有回答的也算；計入邀請當天。",
        "Each invitation to say how the service was is one record, unanswered ones among them; "
        "it counts on the day of the invitation.",
    ),
    source="""service_surveyinvitation i
    JOIN service_workorder o ON o.id = i.order_id
    LEFT JOIN service_surveyanswer a ON a.invitation_id = i.id""",
    key="i.id",
    tenant="i.tenant_id",
    counts_at="i.invited_at",
    outlet="coalesce(o.outlet_id, 0)",
    number="o.number",
    case_type="service_request",
    case_id="o.request_id",
    fields=(
        AS_OF,
        time("invited_at", "邀请时间", "邀請時間", "invited", "i.invited_at"),
        code("channel", "评价渠道", "評價渠道", "channel", "i.channel", _CHANNELS),
        time("answered_at", "回答时间", "回答時間", "answered", "i.answered_at", happens_while="i.state = 'invited'"),
        time("expires_at", "截止时间", "截止時間", "open until", "i.expires_at"),
        *(amount(name, hans, hant, en, f"a.{name}") for name, hans, hant, en in _MARKS),
        flag("wants_call", "希望回电", "希望回電", "wants to be called", "coalesce(a.wants_call, false)"),
    ),
    changed_by=("service_surveyinvitation", "service_surveyanswer", "service_workorder"),
)  # fmt: skip

CUSTOMER_PROBLEM = Population(
    id="customer_problem",
    title=Text("顾客问题与投诉", "顧客問題與投訴", "Problems and complaints"),
    says=Text(
        "回访、评价或投诉中听到的每个问题算一条；计入提出当天。",
        "回訪、評價或投訴中聽到的每個問題算一條；計入提出當天。",
        "Each problem heard in a call, a survey or a complaint is one record; it counts on the day it was raised.",
    ),
    source="service_problem p JOIN service_workorder o ON o.id = p.order_id",
    key="p.id",
    tenant="p.tenant_id",
    counts_at="p.raised_at",
    outlet="coalesce(o.outlet_id, 0)",
    number="p.number",
    case_type="service_request",
    case_id="o.request_id",
    page="repair:problem",
    fields=(
        AS_OF,
        time("raised_at", "提出时间", "提出時間", "raised", "p.raised_at"),
        days_since("days_since_raised", "提出后天数", "提出後天數", "days since it was raised", "p.raised_at"),
        code("kind", "来源", "來源", "heard in", "p.kind", _KINDS),
        code("severity", "严重程度", "嚴重程度", "severity", "p.severity", _SEVERITIES),
        time("due_at", "解决期限", "解決期限", "to be solved by", "p.due_at"),
        time("acknowledged_at", "回复受理时间", "回覆受理時間", "acknowledged", "p.acknowledged_at",
             happens_while="p.state = 'received'"),
        time("contacted_at", "联系客户时间", "聯繫客戶時間", "customer contacted", "p.contacted_at",
             happens_while="p.state <> 'verified'"),
        time("solved_at", "解决时间", "解決時間", "solved", "p.solved_at", happens_while="p.state <> 'verified'"),
        time("verified_at", "客户确认时间", "客戶確認時間", "confirmed by the customer", "p.verified_at",
             happens_while="p.state <> 'verified'"),
        flag("has_owner", "有负责人", "有負責人", "somebody is responsible", "p.owner_id IS NOT NULL"),
        flag("passed_on", "已转办", "已轉辦", "passed on", "p.state = 'passed_on'"),
    ),
    changed_by=("service_problem", "service_workorder"),
)  # fmt: skip
