"""结算单: what an order came to, and whether the customer had agreed to it before."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, YUAN, amount, flag, time
from wuxing.schemes.packs.structure import Text

SETTLEMENT = Population(
    id="settlement",
    title=Text("结算单", "結算單", "Settlement sheets"),
    says=Text(
        "每张结算单算一条，被更正的旧版也算；计入结算当天。",
        "每張結算單算一條，被更正的舊版也算；計入結算當天。",
        "Each settlement sheet is one record, corrected versions among them; it counts on the day it was settled.",
    ),
    source="service_settlement s JOIN service_workorder o ON o.id = s.order_id",
    key="s.id",
    tenant="s.tenant_id",
    counts_at="s.settled_at",
    outlet="coalesce(o.outlet_id, 0)",
    number="(s.number || ' / ' || s.version)",
    case_type="service_request",
    case_id="o.request_id",
    fields=(
        AS_OF,
        time("settled_at", "结算时间", "結算時間", "settled", "s.settled_at"),
        time("issued_at", "开出时间", "開出時間", "issued", "s.issued_at", happens_while="s.state = 'draft'"),
        flag("corrected", "已被更正", "已被更正", "corrected by a later one", "s.state = 'corrected'"),
        amount("customer_total", "客户应付", "客戶應付", "to be paid by the customer", "s.customer_total", unit=YUAN),
        amount("total", "总额", "總額", "total", "s.total", unit=YUAN),
        flag("agreed", "客户事先同意了报价", "客戶事先同意了報價", "the customer had accepted a quote",
             "s.quotes <> '[]'::jsonb"),
    ),
    changed_by=("service_settlement", "service_workorder"),
)  # fmt: skip
