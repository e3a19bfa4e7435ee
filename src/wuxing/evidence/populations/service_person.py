"""服务人员: one person who does the service, with skills and certificates."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.fields import AS_OF, amount, end_of, flag, time
from wuxing.schemes.packs.structure import Text

_SKILLS = "FROM resources_skill k WHERE k.person_id = p.id"

SERVICE_PERSON = Population(
    id="service_person",
    title=Text("服务人员", "服務人員", "Service people"),
    says=Text(
        "每名服务人员算一条，连同技能和证书；没有自己的日期，只按当天的在册情况看。",
        "每名服務人員算一條，連同技能和證書；沒有自己的日期，只按當天的在冊情況看。",
        "Each person who does the service is one record, with skills and certificates; without a date of its own, "
        "it is seen as it stands on the day.",
    ),
    source="resources_person p JOIN resources_outlet o ON o.id = p.outlet_id",
    key="p.id",
    tenant="p.tenant_id",
    outlet="p.outlet_id",
    number="p.number",
    target_type="person",
    page="resources:person",
    fields=(
        AS_OF,
        flag("in_post", "在岗", "在崗", "in post", "p.active"),
        flag("outlet_in_operation", "所在网点营业", "所在網點營業", "outlet in operation", "o.active"),
        amount("skills", "技能项数", "技能項數", "skills", f"(SELECT count(*) {_SKILLS})"),
        amount(
            "skills_without_certificate", "没有证书编号的技能", "沒有證書編號的技能", "skills without a certificate number",
            f"(SELECT count(*) {_SKILLS} AND k.certificate_no = '')",
        ),
        time(
            "first_expiry_at", "最早到期的证书", "最早到期的證書", "first certificate expires",
            end_of(f"(SELECT min(k.valid_until) {_SKILLS})"),
        ),
        time(
            "last_expiry_at", "最晚到期的证书", "最晚到期的證書", "last certificate expires",
            end_of(f"(SELECT max(k.valid_until) {_SKILLS})"),
        ),
        flag("signs_in", "有登录账号", "有登錄帳號", "signs in", "p.user_id IS NOT NULL"),
    ),
    changed_by=("resources_person", "resources_skill", "resources_outlet"),
)  # fmt: skip
