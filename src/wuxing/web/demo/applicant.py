"""What the demo's certification body has on its desk: the service records that an applicant sent, as a table."""

import csv
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from wuxing.core.access import Role
from wuxing.core.actors import Channel, actor_for
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign import actions
from wuxing.evidence.foreign.mapping import loading
from wuxing.service.repair.rules.history import CaseDraft
from wuxing.web.demo import company, simulator

NAME = "青禾电器（示范）2026 服务工单.csv"
SCALE, SEED = 0.03, 7
MOMENTS = {
    "dispatch": "派单时间",
    "agree_appointment": "首次联系时间",
    "arrive": "到达时间",
    "finish_work": "完工时间",
    "sign": "签字时间",
    "close": "结单时间",
    "follow_up": "回访时间",
}
FACTS = ("客户", "城市", "区县", "产品型号", "故障", "维修人员", "处理结果")
HEADINGS = ("工单号", "报修时间", *MOMENTS.values(), *FACTS)
RESULTS = {"fixed": "已修复", "taken_back": "带回维修", "replace_advised": "建议更换", "cannot_complete": "无法修复"}
PROMISES = """
promises:
  contact: {minutes: 240, text: "4 小时内首次联系"}
  arrive: {minutes: 1440, text: "24 小时内上门"}
  resolve: {minutes: 4320, text: "72 小时内修复"}
"""


def table(now: datetime) -> bytes:
    """Return the applicant's export: one row a service order, Chinese headings, as another system would write it."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for number, case in enumerate(simulator.cases(simulator.plan(now=now, seed=SEED, scale=SCALE)), 1):
        writer.writerow(_row(f"QH{number:05d}", case))
    return out.getvalue().encode("utf-8-sig")


def _row(number: str, case: CaseDraft) -> list[str]:
    first: dict[str, datetime] = {}
    technician = ""
    for step in case.steps:
        first.setdefault(step.event, step.at)
        technician = step.payload.get("technician") or technician
    outcomes = {"take_back": "taken_back", "advise_replacing": "replace_advised", "fix_now": "fixed"}
    branches = [step.payload["branch"] for step in case.steps if step.event == "diagnose"]
    outcome = RESULTS.get(outcomes.get(branches[-1], ""), "") if branches else ""
    return [
        number,
        _time(case.received_at),
        *(_time(first.get(event)) for event in MOMENTS),
        f"{case.customer_name[:1]}**",
        case.city,
        case.district,
        case.product,
        case.fault,
        technician,
        outcome,
    ]


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(ZoneInfo(company.ZONE)):%Y-%m-%d %H:%M}" if at else ""


def hand_in(body: Tenant, evaluator: User, now: datetime) -> None:
    """Have the evaluator take the applicant's file and start its assessment; the worker does it once it runs."""
    by = actor_for(
        tenant_id=body.pk,
        user_id=evaluator.pk,
        name=evaluator.name,
        roles=frozenset({Role.EVALUATOR}),
        channel=Channel.COMMAND,
        zone=body.zone,
    )
    with in_tenant(body.pk):
        taken = actions.take_file(content=ContentFile(table(now)), name=NAME, language="zh-hans", by=by)
        mapping = loading.shipped_text("generic") + PROMISES
        actions.start_assessment(import_id=taken.pk, mapping=mapping, as_of=None, by=by)
