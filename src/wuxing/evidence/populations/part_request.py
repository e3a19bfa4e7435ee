"""备件申领: one part that a technician, or an order, waited for."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, DAYS, amount, code, days_since, flag, time
from wuxing.schemes.packs.structure import Text

_STATES = {
    "requested": Text("已申领", "已申領", "requested"),
    "approved": Text("已批准", "已批准", "approved"),
    "issued": Text("已发出", "已發出", "issued"),
    "on_van": Text("已到手", "已到手", "with the technician"),
    "consumed": Text("已用掉", "已用掉", "used"),
    "returned_unused": Text("未用退回", "未用退回", "returned unused"),
    "refused": Text("不批准", "不批准", "refused"),
    "withdrawn": Text("已撤回", "已撤回", "withdrawn"),
}

PART_REQUEST = Population(
    id="part_request",
    title=Text("备件申领单", "備件申領單", "Part requests"),
    says=Text(
        "每笔备件申领算一条；计入申领当天。",
        "每筆備件申領算一條；計入申領當天。",
        "Each request for a part is one record; it counts on the day it was asked for.",
    ),
    source="resources_partrequest q JOIN resources_person w ON w.id = q.person_id",
    key="q.id",
    tenant="q.tenant_id",
    counts_at="q.requested_at",
    outlet="coalesce(w.outlet_id, 0)",
    number="q.number",
    target_type="part_request",
    fields=(
        AS_OF,
        time("requested_at", "申领时间", "申領時間", "requested", "q.requested_at"),
        days_since("days_since_requested", "申领后天数", "申領後天數", "days since the request", "q.requested_at"),
        code("state", "状态", "狀態", "state", "q.state", _STATES),
        time("arrived_at", "到手时间", "到手時間", "with the technician since", "q.arrived_at",
             happens_while="q.state IN ('requested', 'approved', 'issued')"),
        amount("days_to_arrive", "申领到到手的天数", "申領到到手的天數", "days from the request to the part",
               "extract(epoch FROM q.arrived_at - q.requested_at) / 86400", unit=DAYS),
        flag("for_an_order", "工单在等", "工單在等", "an order waits for it", "q.order_id IS NOT NULL"),
    ),
    changed_by=("resources_partrequest", "resources_person"),
)  # fmt: skip
