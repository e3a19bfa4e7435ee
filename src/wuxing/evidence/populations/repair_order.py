"""工单: one repair order with the request it serves and the promises made on it."""
# ruff: noqa: S608  # expressions of our own, no input

from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.promise import DUE
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Text

_OPEN = "o.state NOT IN ('closed', 'cancelled', 'cannot_complete')"
_WORKING = "o.state NOT IN ('work_done', 'reviewed', 'closed', 'cancelled', 'cannot_complete')"
_FOLLOWED = "o.cancelled_at IS NULL AND o.state <> 'cannot_complete'"
_REPEAT_DAYS = "interval '30 days'"

_EARLIER = f"""EXISTS (
    SELECT FROM service_workorder e
    WHERE e.asset_id = o.asset_id AND e.id <> o.id AND (o.symptom = '' OR e.symptom = o.symptom)
      AND e.resolved_at BETWEEN r.received_at - {_REPEAT_DAYS} AND r.received_at)"""
_LATER = f"""EXISTS (
    SELECT FROM service_workorder l JOIN service_servicerequest lr ON lr.id = l.request_id
    WHERE l.asset_id = o.asset_id AND l.id <> o.id AND (l.symptom = '' OR l.symptom = o.symptom)
      AND l.cancelled_at IS NULL
      AND lr.received_at BETWEEN o.resolved_at AND o.resolved_at + {_REPEAT_DAYS})"""

_TAKEN_UP = """(coalesce(o.reopened_at >= o.followed_up_at, false) OR EXISTS (
    SELECT FROM governance_nonconformity n
    WHERE n.tenant_id = o.tenant_id AND n.cancelled_at IS NULL
      AND (n.origin_type, n.origin_id) IN (('work_order', o.id), ('service_request', r.id))))"""


_KINDS = ("dispatch", "contact", "arrive", "resolve", "follow_up")
# The promised instant of the latest target of each kind; null without promise, or while its clock is stopped before it is late.
# All kinds are read at once: five look-ups a record are what judging would wait for.
_DUES = f"""LEFT JOIN LATERAL (
    SELECT {", ".join(f"max(k.due) FILTER (WHERE k.kind = '{kind}') AS {kind}" for kind in _KINDS)}
    FROM (SELECT DISTINCT ON (t.kind) t.kind,
                 {DUE} AS due
          FROM governance_target t
          WHERE t.tenant_id = o.tenant_id AND t.subject_type = 'service_request' AND t.subject_id = r.id
          ORDER BY t.kind, t.starts_at DESC) k) due ON true"""


def _time(name: str, title: Text, sql: str, happens_while: str = "") -> Field:
    return Field(name, Type.TIMESTAMP, title, sql, happens_while=happens_while)


def _flag(name: str, title: Text, sql: str) -> Field:
    return Field(name, Type.BOOL, title, sql)


_OUTCOMES = {
    "fixed": Text("修好", "修好", "fixed"),
    "taken_back": Text("带回维修", "帶回維修", "taken back"),
    "replace_advised": Text("建议更换", "建議更換", "replacement advised"),
    "cannot_complete": Text("无法完成", "無法完成", "cannot be completed"),
}
_CHANNELS = {
    "hotline": Text("热线", "熱線", "hotline"),
    "qr": Text("扫码", "掃碼", "QR code"),
    "walk_in": Text("送修", "送修", "carried in"),
    "online": Text("网上", "網上", "online"),
    "passed_on": Text("他人转来", "他人轉來", "passed on"),
    "import": Text("导入", "匯入", "imported"),
}

FIELDS = (
    _time("as_of", Text("判定时刻", "判定時刻", "moment of judging"), "%(now)s::timestamptz"),
    _time("received_at", Text("受理时间", "受理時間", "call received"), "r.received_at"),
    _time("recorded_at", Text("登记时间", "登記時間", "entered in the system"), "r.recorded_at"),
    _flag("logged_complete", Text("登记完整", "登記完整", "logged completely"), "r.complete"),
    _time("dispatched_at", Text("派单时间", "派單時間", "dispatched"), "o.dispatched_at", _WORKING),
    _time("dispatch_due", Text("派单时限", "派單時限", "dispatch due"), "due.dispatch"),
    _time("contacted_at", Text("首次联系时间", "首次聯繫時間", "first contact"), "o.contacted_at", _WORKING),
    _time("contact_due", Text("联系时限", "聯繫時限", "contact due"), "due.contact"),
    _time("arrived_at", Text("到达时间", "到達時間", "arrived"), "o.arrived_at", _WORKING),
    _time("arrive_due", Text("到达时限", "到達時限", "arrival due"), "due.arrive"),
    _time("resolved_at", Text("解决时间", "解決時間", "resolved"), "o.resolved_at", _OPEN),
    _time("resolve_due", Text("解决时限", "解決時限", "resolution due"), "due.resolve"),
    _time("closed_at", Text("关闭时间", "關閉時間", "closed"), "o.closed_at", _OPEN),
    _time("followed_up_at", Text("回访时间", "回訪時間", "followed up"), "o.followed_up_at", _FOLLOWED),
    _time("follow_up_due", Text("回访时限", "回訪時限", "follow-up due"), "due.follow_up"),
    _flag(
        "follow_up_problem",
        Text("回访反映了问题", "回訪反映了問題", "problem raised in the follow-up call"),
        "coalesce(NOT o.follow_up_satisfied, false)",
    ),
    _flag("problem_taken_up", Text("回访问题已转办", "回訪問題已轉辦", "problem passed on"), _TAKEN_UP),
    _flag("cancelled", Text("已取消", "已取消", "cancelled"), "o.cancelled_at IS NOT NULL"),
    Field("outcome", Type.STRING, Text("处理结果", "處理結果", "outcome"), "o.outcome", words=_OUTCOMES),
    Field("visits", Type.DOUBLE, Text("上门次数", "上門次數", "visits"), "o.visits::double precision"),
    _flag(
        "first_visit_fixed",
        Text("一次上门修好", "一次上門修好", "fixed at the first visit"),
        "o.outcome = 'fixed' AND o.visits <= 1 AND o.reopened_at IS NULL",
    ),
    _flag(
        "repeat_of_earlier",
        Text("30 天内的重复维修", "30 天內的重複維修", "repeats a repair of the last 30 days"),
        _EARLIER,
    ),
    _flag("repeated_later", Text("修后 30 天内又报修", "修後 30 天內又報修", "came back within 30 days"), _LATER),
    Field(
        "days_since_resolved",
        Type.DOUBLE,
        Text("解决后天数", "解決後天數", "days since resolved"),
        "(extract(epoch FROM %(now)s::timestamptz - o.resolved_at)::double precision / 86400)",
        since="o.resolved_at",
        unit=Text("天", "天", "days"),
    ),
    _time(
        "warranty_explained_at",
        Text("说明保修与收费时间", "說明保修與收費時間", "warranty and charges explained"),
        "o.warranty_explained_at",
        _WORKING,
    ),
    _time("work_started_at", Text("开工时间", "開工時間", "work started"), "o.work_started_at", _WORKING),
    _time("signed_at", Text("客户签字时间", "客戶簽字時間", "customer signed"), "o.signed_at", _OPEN),
    _flag(
        "checklist_complete",
        Text("服务规范检查完整", "服務規範檢查完整", "conduct checklist complete"),
        "coalesce(o.checklist_complete, false)",
    ),
    _flag("onsite", Text("上门维修", "上門維修", "on site"), "o.work_type = 'onsite'"),
    Field("channel", Type.STRING, Text("受理渠道", "受理渠道", "intake channel"), "r.channel", words=_CHANNELS),
    Field("source", Type.STRING, Text("来源系统", "來源系統", "source system"), "r.source"),
)

REPAIR_ORDER = Population(
    id="repair_order",
    title=Text("维修工单", "維修工單", "Repair orders"),
    says=Text(
        "每张维修工单算一条，连同它的服务请求和各项时限；计入受理当天。",
        "每張維修工單算一條，連同它的服務請求和各項時限；計入受理當天。",
        "Each repair order is one record, with its service request and promises; it counts on the day the call came.",
    ),
    source="""service_workorder o
    JOIN service_servicerequest r ON r.id = o.request_id
    LEFT JOIN customers_product p ON p.id = o.product_id
    """
    + _DUES,
    key="o.id",
    tenant="o.tenant_id",
    counts_at="r.received_at",
    recorded_at="r.recorded_at",
    outlet="coalesce(o.outlet_id, 0)",
    category="coalesce(p.category, '')",
    imported="r.source <> ''",
    number="o.number",
    case_type="service_request",
    case_id="r.id",
    page="repair:order",
    fields=FIELDS,
    changed_by=(
        "service_workorder",
        "service_servicerequest",
        "governance_target",
        "governance_nonconformity",
        "customers_product",
    ),
)
