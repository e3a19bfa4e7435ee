"""The pages of a self-assessment, as people send their forms."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Nonconformity
from wuxing.oversight.self_assessment import actions
from wuxing.oversight.self_assessment.models import Part, SelfAssessment
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(company: Tenant, actor: Callable[..., Actor]) -> dict[str, Actor]:
    editions.keep_edition(gbt(), catalogue.declared())
    return {
        "leader": actor(Role.QUALITY_MANAGER, name="宋清"),
        "evaluator": actor(Role.SERVICE_MANAGER, name="林可"),
        "owner": actor(Role.AGENT, name="赵宁"),
        "chief": actor(Role.GENERAL_MANAGER, name="黄建国"),
    }


def signed_in(by: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = "en"
    return client


def test_from_plan_to_review_on_the_pages(company: Tenant, people: dict[str, Actor]) -> None:
    leader, evaluator, chief = (signed_in(people[name]) for name in ("leader", "evaluator", "chief"))
    day = clock.today("Asia/Shanghai").isoformat()
    wrong = leader.post(reverse("oversight:self_assessment_new"), {"title": "", "starts_on": day, "ends_on": day})
    assert wrong.status_code == 422
    plan = {"title": "2026", "starts_on": day, "ends_on": day, "leader_id": people["leader"].user_id}
    assert leader.post(reverse("oversight:self_assessment_new"), plan).status_code == 302
    with in_tenant(company.pk):
        made = SelfAssessment.objects.get()
        leaves = list(made.parts.values_list("leaf", flat=True))

    def act(client: Client, name: str, **data: object) -> int:
        return client.post(reverse("oversight:self_assessment_act", args=[made.pk, name]), data).status_code

    assert act(leader, "begin") == 302  # refused with a message: nobody is assigned
    given = {"leaf": leaves, "owner_id": people["owner"].user_id, "evaluator_id": people["evaluator"].user_id}
    assert act(leader, "assign", **given) == 302
    assert act(leader, "begin") == 302
    with in_tenant(company.pk):
        made.refresh_from_db()
    assert made.state == "evaluating"

    part = reverse("oversight:part", args=[made.pk, "5.1.1.1"])
    assert "another person is assigned" in leader.get(part).content.decode()
    assert evaluator.post(part, {"share": "120", "text": "x"}).status_code == 422
    assert evaluator.post(part, {"share": "50", "text": "一岗无说明书"}).status_code == 302
    assert evaluator.post(part, {"severity": "minor", "title": "岗位说明书缺一份"}).status_code == 302
    with in_tenant(company.pk):
        assert Nonconformity.objects.get().title == "岗位说明书缺一份"
        Part.objects.filter(ratio__isnull=True).update(ratio=1, text="x")
    assert act(leader, "report", conclusion="") == 422
    assert act(leader, "report", conclusion="可以申请") == 302
    pdf = leader.get(reverse("oversight:self_assessment_pdf", args=[made.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert act(chief, "review", present="全体", decisions="补齐") == 302
    with in_tenant(company.pk):
        made.refresh_from_db()
    assert made.state == "reviewed"
    page = leader.get(reverse("oversight:self_assessment", args=[made.pk])).content.decode()
    assert "98.50" in page
    assert "REHEARSAL" in page.upper()


def test_an_unknown_step_is_not_found(company: Tenant, people: dict[str, Actor]) -> None:
    leader = people["leader"]
    day = clock.today(leader.zone)
    with in_tenant(company.pk):
        made = actions.plan(title="x", scope="", starts_on=day, ends_on=day, leader_id=leader.user_id or 0, by=leader)
    answer = signed_in(leader).post(reverse("oversight:self_assessment_act", args=[made.pk, "fly"]))
    assert answer.status_code == 404
