"""设备: one unit at a customer's place, with what its warranty hangs on."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, code, flag, time
from wuxing.schemes.packs.structure import Text

_UNTIL = "((a.purchased_on + make_interval(months => p.warranty_months::int))::timestamp AT TIME ZONE %(zone)s)"

INSTALLED_UNIT = Population(
    id="installed_unit",
    title=Text("在用设备", "在用設備", "Installed units"),
    says=Text(
        "每台客户设备算一条，连同型号、序列号和购买日期；计入客户建档当天。",
        "每台客戶設備算一條，連同型號、序列號和購買日期；計入客戶建檔當天。",
        "Each unit at a customer's place is one record, with model, serial number and purchase date; "
        "it counts on the day the customer's file was opened.",
    ),
    source="""customers_asset a
    JOIN customers_product p ON p.id = a.product_id
    JOIN customers_customer c ON c.id = a.customer_id""",
    key="a.id",
    tenant="a.tenant_id",
    counts_at="c.created_at",
    category="p.category",
    imported="c.source <> ''",
    number="coalesce(nullif(a.serial, ''), '#' || a.id)",
    target_type="asset",
    fields=(
        AS_OF,
        code("model", "型号", "型號", "model", "p.model"),
        flag("serial_known", "序列号已知", "序列號已知", "serial number known", "a.serial <> ''"),
        time(
            "purchased_at", "购买日期", "購買日期", "purchased",
            "(a.purchased_on::timestamp AT TIME ZONE %(zone)s)",
        ),
        flag(
            "term_known", "保修期限已规定", "保修期限已規定", "warranty term laid down",
            "p.warranty_months IS NOT NULL",
        ),
        time("warranty_until", "保修截止", "保修截止", "warranty ends", _UNTIL),
        flag("placed", "安装地点已知", "安裝地點已知", "place known", "a.site_id IS NOT NULL"),
        flag("replaced", "已被替换", "已被替換", "replaced by another unit", "a.replaced_by_id IS NOT NULL"),
        flag("owner_erased", "客户信息已删除", "客戶信息已刪除", "owner's data erased", "c.erased_at IS NOT NULL"),
    ),
    changed_by=("customers_asset", "customers_product", "customers_customer"),
)  # fmt: skip
