"""服务承诺 and 时限目标: a public promise, and each clock that ran on it."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, MINUTES, amount, code, flag, time
from wuxing.schemes.packs.structure import Text

KINDS = {
    "dispatch": Text("派单", "派單", "dispatch"),
    "respond": Text("答复顾客", "答覆顧客", "answer to the customer"),
    "contact": Text("首次联系", "首次聯繫", "first contact"),
    "arrive": Text("上门", "上門", "arrival"),
    "resolve": Text("解决", "解決", "resolution"),
    "follow_up": Text("回访", "回訪", "follow-up call"),
    "call_back": Text("约定回电", "約定回電", "agreed call-back"),
}
_AREAS = {
    "any": Text("不限", "不限", "any"),
    "urban": Text("城区", "城區", "urban"),
    "rural": Text("乡镇", "鄉鎮", "rural"),
}
# What was late before it waited keeps its instant. A clock that ended while it waited kept its promise, unless it says otherwise.
DUE = """coalesce(t.effective_due_at, CASE WHEN t.paused_at IS NULL OR t.kept = false THEN t.due_at
    WHEN t.stopped_at IS NOT NULL THEN greatest(t.due_at, t.stopped_at) END)"""

PROMISE = Population(
    id="promise",
    title=Text("服务承诺", "服務承諾", "Service promises"),
    says=Text(
        "每项公开的服务承诺算一条，改过的承诺新旧各算一条；计入生效当天。",
        "每項公開的服務承諾算一條，改過的承諾新舊各算一條；計入生效當天。",
        "Each public promise is one record, a changed one twice, old and new; it counts on the day it came into force.",
    ),
    source="governance_promise p",
    key="p.id",
    tenant="p.tenant_id",
    counts_at="p.starts_at",
    target_type="promise",
    page="governance:promise",
    fields=(
        AS_OF,
        code("kind", "承诺内容", "承諾內容", "what is promised", "p.kind", KINDS),
        code("area", "适用地区", "適用地區", "area", "p.area", _AREAS),
        time("starts_at", "生效时间", "生效時間", "in force from", "p.starts_at"),
        time("ends_at", "终止时间", "終止時間", "in force until", "p.ends_at"),
        flag("worded", "有对外文字", "有對外文字", "worded for customers", "p.text <> ''"),
        amount("minutes", "承诺分钟数", "承諾分鐘數", "minutes promised", "p.minutes", unit=MINUTES),
        flag("by_working_hours", "按工作日历计时", "按工作日曆計時", "runs by a calendar", "p.calendar_id IS NOT NULL"),
        flag(
            "measured", "有计时记录", "有計時記錄", "measured by clocks",
            "EXISTS (SELECT FROM governance_target t WHERE t.promise_id = p.id)",
        ),
    ),
    changed_by=("governance_promise", "governance_target"),
)  # fmt: skip

PROMISE_CLOCK = Population(
    id="promise_clock",
    title=Text("时限目标", "時限目標", "Promise clocks"),
    says=Text(
        "每项承诺在一个服务请求上的每次计时算一条；计入承诺到期当天。",
        "每項承諾在一個服務請求上的每次計時算一條；計入承諾到期當天。",
        "Each clock of a promise on a service request is one record; it counts on the day it falls due.",
    ),
    source="""governance_target t
    LEFT JOIN service_servicerequest r ON t.subject_type = 'service_request' AND r.id = t.subject_id""",
    key="t.id",
    tenant="t.tenant_id",
    counts_at="t.due_at",
    recorded_at="t.starts_at",
    imported="coalesce(r.source, '') <> ''",
    number="(coalesce(r.number, t.subject_type || ' ' || t.subject_id) || ' / ' || t.kind)",
    case_type="service_request",
    case_id="coalesce(r.id, 0)",
    fields=(
        AS_OF,
        code("kind", "承诺内容", "承諾內容", "what is promised", "t.kind", KINDS),
        code("subject", "计时对象", "計時對象", "what it runs on", "t.subject_type"),
        amount("minutes", "承诺分钟数", "承諾分鐘數", "minutes promised", "t.minutes", unit=MINUTES),
        time("starts_at", "起算时间", "起算時間", "clock starts", "t.starts_at"),
        time("due_at", "承诺时限", "承諾時限", "due as promised", "t.due_at"),
        time("counted_due_at", "扣除暂停后的时限", "扣除暫停後的時限", "due after pauses", DUE),
        time(
            "stopped_at", "计时停止", "計時停止", "clock stopped", "t.stopped_at",
            happens_while="(t.paused_at IS NULL OR t.effective_due_at IS NOT NULL) AND t.stopped_at IS NULL",
        ),
        flag(
            "given_up", "未判定就结束", "未判定就結束", "ended without a verdict",
            "t.stopped_at IS NOT NULL AND t.kept IS NULL",
        ),
    ),
    changed_by=("governance_target", "service_servicerequest"),
)  # fmt: skip
