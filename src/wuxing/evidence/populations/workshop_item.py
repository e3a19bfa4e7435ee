"""返修物品: one thing taken in, from the customer's hand and back into it."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, DAYS, amount, code, days_since, flag, time
from wuxing.schemes.packs.structure import Text

_STATES = {
    "received": Text("已接收", "已接收", "received"),
    "diagnosed": Text("已检测", "已檢測", "diagnosed"),
    "quoted": Text("已报价", "已報價", "quoted"),
    "approved": Text("客户同意", "客戶同意", "approved"),
    "declined": Text("客户不同意", "客戶不同意", "declined"),
    "repairing": Text("维修中", "維修中", "being repaired"),
    "waiting_parts": Text("等备件", "等備件", "waiting for parts"),
    "tested": Text("已检验", "已檢驗", "tested"),
    "ready": Text("待交还", "待交還", "ready"),
    "returned": Text("已交还", "已交還", "returned"),
    "replaced": Text("已更换", "已更換", "replaced"),
    "scrapped": Text("已报废", "已報廢", "scrapped"),
}
_OPEN = "b.ended_at IS NULL"

WORKSHOP_ITEM = Population(
    id="workshop_item",
    title=Text("返修物品", "返修物品", "Workshop items"),
    says=Text(
        "取回或送修的每件物品算一条；计入接收当天。",
        "取回或送修的每件物品算一條；計入接收當天。",
        "Each thing taken in for repair is one record; it counts on the day it was received.",
    ),
    source="service_benchitem b JOIN service_workorder o ON o.id = b.order_id",
    key="b.id",
    tenant="b.tenant_id",
    counts_at="b.received_at",
    outlet="coalesce(o.outlet_id, 0)",
    number="b.number",
    case_type="service_request",
    case_id="o.request_id",
    page="bench:item",
    fields=(
        AS_OF,
        time("received_at", "接收时间", "接收時間", "received", "b.received_at"),
        days_since("days_since_received", "接收后天数", "接收後天數", "days since it was received", "b.received_at"),
        code("state", "状态", "狀態", "state", "b.state", _STATES),
        time("diagnosed_at", "检测时间", "檢測時間", "diagnosed", "b.diagnosed_at", happens_while=_OPEN),
        time("approved_at", "客户同意时间", "客戶同意時間", "approved", "b.approved_at", happens_while=_OPEN),
        time("tested_at", "检验时间", "檢驗時間", "tested", "b.tested_at", happens_while=_OPEN),
        time("ready_at", "修好时间", "修好時間", "ready", "b.ready_at", happens_while=_OPEN),
        time("ended_at", "交还时间", "交還時間", "handed back or ended", "b.ended_at", happens_while=_OPEN),
        amount("days_to_end", "接收到交还的天数", "接收到交還的天數", "days from taking in to handing back",
               "extract(epoch FROM b.ended_at - b.received_at) / 86400", unit=DAYS),
        flag("repaired", "已修好", "已修好", "repaired", "coalesce(b.repaired, false)"),
        flag("signed_for", "客户已签收", "客戶已簽收", "signed for by the customer", "b.signed_by <> ''"),
        flag("complete", "附件齐全交还", "附件齊全交還", "handed back with all that came with it", "b.accessories_missing = ''"),
    ),
    changed_by=("service_benchitem", "service_workorder"),
)  # fmt: skip
