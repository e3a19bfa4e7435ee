"""服务网点: one outlet, own or entrusted, with what it needs to serve."""
# ruff: noqa: S608  # expressions of our own, no input

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, code, flag
from wuxing.schemes.packs.structure import Text

_KINDS = {
    "own": Text("自建网点", "自建網點", "own"),
    "entrusted": Text("外委网点", "外委網點", "entrusted"),
}
_PEOPLE = "FROM resources_person p WHERE p.outlet_id = o.id AND p.active"

OUTLET = Population(
    id="outlet",
    title=Text("服务网点", "服務網點", "Outlets"),
    says=Text(
        "每个网点算一条，连同服务区域、营业时间和人员；没有自己的日期，只按当天的情况看。",
        "每個網點算一條，連同服務區域、營業時間和人員；沒有自己的日期，只按當天的情況看。",
        "Each outlet is one record, with its area, hours and people; without a date of its own, "
        "it is seen as it stands on the day.",
    ),
    source="resources_outlet o",
    key="o.id",
    tenant="o.tenant_id",
    outlet="o.id",
    number="o.code",
    target_type="outlet",
    page="resources:outlet",
    fields=(
        AS_OF,
        flag("in_operation", "营业中", "營業中", "in operation", "o.active"),
        code("kind", "网点类型", "網點類型", "kind of outlet", "o.kind", _KINDS),
        flag("city_known", "所在城市已登记", "所在城市已登記", "city on file", "o.city <> ''"),
        amount("areas", "服务区域数", "服務區域數", "areas served", "cardinality(o.districts)"),
        flag("hours_set", "营业时间已规定", "營業時間已規定", "hours laid down", "o.calendar_id IS NOT NULL"),
        amount("people", "在岗人数", "在崗人數", "people in post", f"(SELECT count(*) {_PEOPLE})"),
        amount(
            "skilled_people", "有技能的在岗人数", "有技能的在崗人數", "people in post with a skill",
            f"(SELECT count(*) {_PEOPLE} AND EXISTS (SELECT FROM resources_skill k WHERE k.person_id = p.id))",
        ),
    ),
    changed_by=("resources_outlet", "resources_person", "resources_skill"),
)  # fmt: skip
