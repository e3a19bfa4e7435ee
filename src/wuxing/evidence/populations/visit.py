"""上门: one visit of an order as it was agreed, and what became of it."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, flag, time
from wuxing.schemes.packs.structure import Text

CHECKS = ("badge_shown", "shoe_covers", "fault_asked_again", "fee_told", "site_cleaned", "advice_given")
"""The points of the conduct checklist, as procedure 4 names them."""

_LIVE = "v.state IN ('proposed', 'confirmed', 'assigned', 'accepted', 'en_route', 'arrived', 'working', 'paused')"
_COMING = "v.state IN ('proposed', 'confirmed', 'assigned', 'accepted', 'en_route')"
_DONE = " + ".join(f"(coalesce(v.checklist->>'{name}', '') = 'true')::int" for name in CHECKS)
_QUALIFIED = """(o.trade = '' OR EXISTS (
    SELECT FROM resources_skill k
    WHERE k.person_id = v.technician_id AND k.trade = o.trade AND k.level >= o.skill_level
      AND (k.valid_until IS NULL OR k.valid_until >= (lower(v.slot) AT TIME ZONE %(zone)s)::date)))"""
_ASKED = {
    "customer": Text("客户", "客戶", "the customer"),
    "us": Text("我方", "我方", "us"),
}

VISIT = Population(
    id="visit",
    title=Text("上门服务", "上門服務", "Visits"),
    says=Text(
        "每次约定的上门算一条，改约、取消和无法入户的也算；计入约定时段开始的那天。",
        "每次約定的上門算一條，改約、取消和無法入戶的也算；計入約定時段開始的那天。",
        "Each visit agreed is one record, those moved, called off or in vain among them; "
        "it counts on the day its window begins.",
    ),
    source="""service_appointment v
    JOIN service_workorder o ON o.id = v.order_id
    JOIN service_servicerequest r ON r.id = o.request_id
    LEFT JOIN customers_product p ON p.id = o.product_id""",
    key="v.id",
    tenant="v.tenant_id",
    counts_at="lower(v.slot)",
    recorded_at="o.recorded_at",
    outlet="coalesce(o.outlet_id, 0)",
    category="coalesce(p.category, '')",
    imported="r.source <> ''",
    number="(o.number || ' / ' || v.sequence)",
    case_type="service_request",
    case_id="o.request_id",
    fields=(
        AS_OF,
        time("agreed_at", "约定时间", "約定時間", "agreed with the customer", "v.agreed_at", happens_while=_COMING),
        time("window_from", "约定时段开始", "約定時段開始", "window begins", "lower(v.slot)"),
        time("window_until", "约定时段结束", "約定時段結束", "window ends", "upper(v.slot)"),
        time("departed_at", "出发时间", "出發時間", "departed", "v.en_route_at", happens_while=_COMING),
        time("arrived_at", "到达时间", "到達時間", "arrived", "v.arrived_at", happens_while=_COMING),
        time("started_at", "开工时间", "開工時間", "work started", "v.started_at", happens_while=_LIVE),
        time("ended_at", "结束时间", "結束時間", "visit ended", "v.ended_at", happens_while=_LIVE),
        flag("onsite", "上门维修", "上門維修", "on site", "o.work_type = 'onsite'"),
        flag("in_vain", "无法入户", "無法入戶", "no access", "v.state = 'no_access'"),
        flag("moved", "已改约", "已改約", "moved to another time", "v.state = 'rescheduled'"),
        code("moved_by", "改约提出方", "改約提出方", "change asked for by", "v.reschedule_asked_by", _ASKED),
        flag(
            "move_explained", "改约理由已写明", "改約理由已寫明", "reason of the change written",
            "v.reschedule_reason <> ''",
        ),
        flag("called_off", "已取消", "已取消", "called off", "v.state IN ('cancelled', 'declined')"),
        amount("checks_done", "服务规范检查完成项", "服務規範檢查完成項", "conduct checks done", _DONE),
        flag(
            "conduct_complete", "服务规范检查完整", "服務規範檢查完整", "conduct checklist complete",
            f"({_DONE}) = {len(CHECKS)}",
        ),
        flag(
            "technician_qualified", "维修人员技能和证书符合", "維修人員技能和證書符合",
            "technician holds skill and certificate", _QUALIFIED,
        ),
    ),
    changed_by=("service_appointment", "service_workorder", "resources_skill", "service_servicerequest", "customers_product"),
)  # fmt: skip
