"""换件: one spare part used on an order."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, YUAN, amount, code, flag, time
from wuxing.schemes.packs.structure import Text

_PAYERS = {
    "customer": Text("客户", "客戶", "the customer"),
    "us": Text("我方", "我方", "us"),
    "manufacturer": Text("厂家", "廠家", "the manufacturer"),
    "insurer": Text("保险公司", "保險公司", "the insurer"),
}

USED_PART = Population(
    id="used_part",
    title=Text("用件明细", "用件明細", "Parts used"),
    says=Text(
        "工单上每笔用件算一条，划掉的也算；计入登记当天。",
        "工單上每筆用件算一條，劃掉的也算；計入登記當天。",
        "Each part used on an order is one record, struck ones among them; it counts on the day it was entered.",
    ),
    source="""service_workorderline l
    JOIN service_workorder o ON o.id = l.order_id AND l.kind = 'part'
    JOIN service_servicerequest r ON r.id = o.request_id
    LEFT JOIN customers_product p ON p.id = o.product_id""",
    key="l.id",
    tenant="l.tenant_id",
    counts_at="l.added_at",
    outlet="coalesce(o.outlet_id, 0)",
    category="coalesce(p.category, '')",
    imported="r.source <> ''",
    number="(o.number || ' / ' || l.name)",
    case_type="service_request",
    case_id="o.request_id",
    fields=(
        AS_OF,
        time("added_at", "登记时间", "登記時間", "entered", "l.added_at"),
        flag("coded", "有备件编号", "有備件編號", "part number on record", "l.code <> ''"),
        flag("new_serial_known", "新件序列号已登记", "新件序列號已登記", "serial of the new part on record", "l.new_serial <> ''"),
        flag("old_serial_known", "旧件序列号已登记", "舊件序列號已登記", "serial of the old part on record", "l.old_serial <> ''"),
        amount("quantity", "数量", "數量", "quantity", "l.quantity"),
        amount("unit_price", "单价", "單價", "unit price", "l.unit_price", unit=YUAN),
        code("payer", "费用承担方", "費用承擔方", "who pays", "l.payer", _PAYERS),
        time("struck_at", "划掉时间", "劃掉時間", "struck", "l.struck_at"),
    ),
    changed_by=("service_workorderline", "service_workorder", "service_servicerequest", "customers_product"),
)  # fmt: skip
