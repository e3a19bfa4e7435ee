"""服务请求: one call of a customer, whether or not it became an order."""
# ruff: noqa: S608  # expressions of our own, no input

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, days_since, flag, time
from wuxing.schemes.packs.structure import Text

_CAME_BACK_DAYS = "interval '30 days'"
CHANNELS = {
    "hotline": Text("热线", "熱線", "hotline"),
    "qr": Text("扫码", "掃碼", "QR code"),
    "walk_in": Text("送修", "送修", "carried in"),
    "online": Text("网上", "網上", "online"),
    "passed_on": Text("他人转来", "他人轉來", "passed on"),
    "import": Text("导入", "匯入", "imported"),
}
_WORK = {
    "onsite": Text("上门维修", "上門維修", "on site"),
    "walk_in": Text("送修", "送修", "carried in"),
    "remote": Text("远程支持", "遠程支持", "remote support"),
}
_WARRANTY = {
    "in_warranty": Text("保修期内", "保修期內", "in warranty"),
    "out_of_warranty": Text("已过保修期", "已過保修期", "out of warranty"),
    "goodwill": Text("善意维修", "善意維修", "goodwill"),
    "recall": Text("召回", "召回", "recall"),
    "contract": Text("服务合同", "服務合同", "service contract"),
    "unknown": Text("无法判定", "無法判定", "cannot be told"),
}
_ORDER = "FROM service_workorder o WHERE o.request_id = r.id"
_AGAIN = f"""(r.state = 'answered_remotely' AND EXISTS (
    SELECT FROM service_servicerequest l
    WHERE l.customer_id = r.customer_id AND l.id <> r.id AND l.merged_into_id IS DISTINCT FROM r.id
      AND (l.product_id = r.product_id OR l.product_id IS NULL OR r.product_id IS NULL)
      AND l.received_at > r.received_at AND l.received_at <= r.received_at + {_CAME_BACK_DAYS}))"""
_COVERED = """EXISTS (
    SELECT FROM resources_outlet w
    WHERE w.tenant_id = r.tenant_id AND w.active AND s.district = ANY(w.districts)
      AND (w.city = '' OR s.city = '' OR w.city = s.city))"""

SERVICE_REQUEST = Population(
    id="service_request",
    title=Text("服务请求", "服務請求", "Service requests"),
    says=Text(
        "每个服务请求算一条，包括电话里就解决的和没有派单的；计入受理当天。",
        "每個服務請求算一條，包括電話裡就解決的和沒有派單的；計入受理當天。",
        "Each service request is one record, those settled on the telephone or never dispatched among them; "
        "it counts on the day the call came.",
    ),
    source="""service_servicerequest r
    LEFT JOIN customers_servicesite s ON s.id = r.site_id
    LEFT JOIN customers_entitlementdecision e ON e.id = r.entitlement_id
    LEFT JOIN customers_product p ON p.id = r.product_id""",
    key="r.id",
    tenant="r.tenant_id",
    counts_at="r.received_at",
    recorded_at="r.recorded_at",
    outlet=f"coalesce((SELECT max(o.outlet_id) {_ORDER}), 0)",
    category="coalesce(p.category, '')",
    imported="r.source <> ''",
    number="r.number",
    case_type="service_request",
    case_id="r.id",
    page="repair:request",
    fields=(
        AS_OF,
        time("received_at", "受理时间", "受理時間", "call received", "r.received_at"),
        time("recorded_at", "登记时间", "登記時間", "entered in the system", "r.recorded_at"),
        amount(
            "hours_to_entry", "受理到登记的小时数", "受理到登記的小時數", "hours from call to entry",
            "extract(epoch FROM r.recorded_at - r.received_at) / 3600",
        ),
        days_since("days_since_received", "受理后天数", "受理後天數", "days since the call", "r.received_at"),
        code("channel", "受理渠道", "受理渠道", "intake channel", "r.channel", CHANNELS),
        code("work_type", "服务方式", "服務方式", "way of service", "r.work_type", _WORK),
        code("source", "来源系统", "來源系統", "source system", "r.source"),
        flag("taken_by_named", "有受理人", "有受理人", "taken by a named person", "r.taken_by_id IS NOT NULL"),
        flag("logged_complete", "登记完整", "登記完整", "logged completely", "r.complete"),
        flag("customer_known", "客户已登记", "客戶已登記", "customer on file", "r.customer_id IS NOT NULL"),
        flag("warranty_looked_up", "已查保修", "已查保修", "warranty looked up", "r.entitlement_id IS NOT NULL"),
        code("warranty", "保修判定", "保修判定", "warranty decision", "coalesce(e.outcome, '')", _WARRANTY),
        flag("became_order", "已开工单", "已開工單", "became an order", f"EXISTS (SELECT {_ORDER})"),
        flag(
            "answered_remotely", "电话或网上已解决", "電話或網上已解決", "settled remotely",
            "r.state = 'answered_remotely'",
        ),
        flag("merged", "已并入另一请求", "已併入另一請求", "merged into another", "r.merged_into_id IS NOT NULL"),
        flag("rejected", "不予受理", "不予受理", "not taken up", "r.state = 'rejected'"),
        flag("reason_given", "写明了答复或理由", "寫明了答覆或理由", "answer or reason written", "r.closing_note <> ''"),
        flag(
            "came_back", "远程解决后 30 天内又来", "遠程解決後 30 天內又來", "came back within 30 days of the answer",
            _AGAIN,
        ),
        flag("area_known", "服务区域已知", "服務區域已知", "area known", "coalesce(s.district, '') <> ''"),
        flag("area_covered", "有网点覆盖", "有網點覆蓋", "covered by an outlet", _COVERED),
    ),
    changed_by=(
        "service_servicerequest", "service_workorder", "customers_servicesite", "customers_entitlementdecision",
        "customers_product", "resources_outlet",
    ),
)  # fmt: skip
