"""个人信息请求: one request of a person about their data, and its answer."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, code, end_of, flag, time
from wuxing.schemes.packs.structure import Text

_KINDS = {
    "access": Text("查阅复制", "查閱複製", "access"),
    "correction": Text("更正", "更正", "correction"),
    "erasure": Text("删除", "刪除", "erasure"),
    "withdrawal": Text("撤回同意", "撤回同意", "withdrawal of consent"),
    "restriction": Text("限制处理", "限制處理", "restriction"),
}

RIGHTS_REQUEST = Population(
    id="rights_request",
    title=Text("个人信息请求", "個人信息請求", "Requests about personal data"),
    says=Text(
        "每个查阅、更正、删除等请求算一条；计入提出当天。",
        "每個查閱、更正、刪除等請求算一條；計入提出當天。",
        "Each request for access, correction, erasure and the like is one record; it counts on the day it was made.",
    ),
    source="customers_rightsrequest q",
    key="q.id",
    tenant="q.tenant_id",
    counts_at="q.asked_at",
    number="q.number",
    case_type="rights_request",
    case_id="q.id",
    fields=(
        AS_OF,
        time("asked_at", "提出时间", "提出時間", "asked", "q.asked_at"),
        code("kind", "请求类别", "請求類別", "kind", "q.kind", _KINDS),
        time("due_at", "答复期限", "答覆期限", "to be answered by", end_of("q.due_on")),
        time("ended_at", "答复时间", "答覆時間", "answered", "q.ended_at",
             happens_while="q.state IN ('received', 'identified')"),
        flag("identified", "已核实身份", "已核實身份", "identity checked", "q.identified_at IS NOT NULL"),
        flag("refused", "未予同意", "未予同意", "refused", "q.state = 'refused'"),
        flag("withdrawn", "本人撤回", "本人撤回", "withdrawn by the person", "q.state = 'withdrawn'"),
    ),
    changed_by=("customers_rightsrequest",),
)  # fmt: skip
