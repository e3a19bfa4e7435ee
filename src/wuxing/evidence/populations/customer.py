"""客户档案: one customer with whom to call, where, and which units."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, flag, time
from wuxing.schemes.packs.structure import Text

_KINDS = {
    "person": Text("个人", "個人", "person"),
    "organisation": Text("单位", "單位", "organisation"),
}

CUSTOMER = Population(
    id="customer",
    title=Text("客户档案", "客戶檔案", "Customer files"),
    says=Text(
        "每个客户算一条，连同联系人、服务地点和设备；计入建档当天。",
        "每個客戶算一條，連同聯繫人、服務地點和設備；計入建檔當天。",
        "Each customer is one record, with contacts, places and units; it counts on the day the file was opened.",
    ),
    source="customers_customer c",
    key="c.id",
    tenant="c.tenant_id",
    counts_at="c.created_at",
    imported="c.source <> ''",
    number="('#' || c.id)",
    case_type="customer",
    case_id="c.id",
    page="customers:customer",
    fields=(
        AS_OF,
        time("opened_at", "建档时间", "建檔時間", "file opened", "c.created_at"),
        code("kind", "客户类型", "客戶類型", "kind of customer", "c.kind", _KINDS),
        time("erased_at", "个人信息删除时间", "個人信息刪除時間", "personal data erased", "c.erased_at"),
        flag("named", "有名称", "有名稱", "named", "c.name <> '' AND c.erased_at IS NULL"),
        flag(
            "reachable", "有联系电话", "有聯繫電話", "telephone number on file",
            "EXISTS (SELECT FROM customers_contact k WHERE k.customer_id = c.id AND k.phone <> '')",
        ),
        flag(
            "placed", "有服务地址", "有服務地址", "address on file",
            "EXISTS (SELECT FROM customers_servicesite s WHERE s.customer_id = c.id AND s.address <> '')",
        ),
        amount(
            "units", "在用设备数", "在用設備數", "units on file",
            "(SELECT count(*) FROM customers_asset a WHERE a.customer_id = c.id AND a.replaced_by_id IS NULL)",
        ),
    ),
    changed_by=("customers_customer", "customers_contact", "customers_servicesite", "customers_asset"),
)  # fmt: skip
