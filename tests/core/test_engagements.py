"""An outside auditor is let in for a time, to read; each page they open is on record."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.shop import shop_of
from wuxing.core import clock, engagements, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.models import ApiToken, Engagement, Membership, Tenant, User
from wuxing.core.tenants import in_tenant

pytestmark = pytest.mark.django_db
Make = Callable[..., Actor]


@pytest.fixture
def auditor(other_company: Tenant) -> User:
    """An evaluator of another organisation."""
    user = User.objects.create(username="lu.yao", name="陆遥")
    with in_tenant(other_company.pk):
        Membership.objects.create(tenant=other_company, user=user, roles=["evaluator"])
    return user


def let_in(by: Actor, *, days: int = 10, **more: Any) -> Engagement:
    today = clock.today(by.zone)
    given = {"username": "lu.yao", "body": "北辰认证", "purpose": "文件评审", "starts_on": today,
             "ends_on": today + timedelta(days=days)}  # fmt: skip
    return engagements.grant(**(given | more), by=by)


def test_an_auditor_enters_reads_and_leaves_a_trace(
    company: Tenant, actor: Make, auditor: User, client: Client
) -> None:
    by = actor(Role.SERVICE_MANAGER)
    with in_tenant(company.pk):
        order = shop_of(company, actor).closed()
        made = let_in(by)
    client.force_login(auditor)
    session = client.session
    session["tenant_id"] = company.pk
    session.save()
    client.cookies["wx_language"] = "en"

    page = client.get(reverse("repair:order", args=[order.pk]))
    assert page.status_code == 200
    assert "13805912046" not in page.content.decode()
    assert client.get(reverse("repair:request_new")).status_code == 403
    assert client.get(reverse("web:members")).status_code == 403
    with in_tenant(company.pk):
        read = engagements.reads(made.pk, by)
    assert [(entry.payload["page"], entry.actor_id) for entry in read] == [("repair:order", auditor.pk)]

    with in_tenant(company.pk):
        engagements.end(engagement_id=made.pk, reason="评审结束", by=by)
    client.get(reverse("repair:order", args=[order.pk]))
    with in_tenant(company.pk):
        assert len(engagements.reads(made.pk, by)) == 1
    assert client.get(reverse("repair:order", args=[order.pk])).status_code in (403, 404)


@pytest.mark.parametrize(("starts", "ends"), [(-20, -10), (1, 10)])
def test_before_and_after_its_days_the_door_is_shut(
    starts: int, ends: int, company: Tenant, actor: Make, auditor: User, client: Client
) -> None:
    today = clock.today("Asia/Shanghai")
    with in_tenant(company.pk):
        Engagement.objects.create(
            tenant=company, auditor=auditor, body="x", purpose="x", granted_at=clock.now(),
            starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends),
        )  # fmt: skip
    client.force_login(auditor)
    client.get("/")
    assert [row.slug for row in client.get("/").wsgi_request.memberships] == ["beichen"]


def test_a_member_is_no_outsider(company: Tenant, actor: Make, auditor: User) -> None:
    by = actor(Role.SERVICE_MANAGER)
    colleague = actor(Role.AGENT)
    with in_tenant(company.pk):
        inside = User.objects.get(pk=colleague.user_id).username
        with pytest.raises(RuleBroken, match="is a member of your organisation"):
            let_in(by, username=inside)
        let_in(by)
        with pytest.raises(RuleBroken, match="let in for some of these days already"):
            let_in(by)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"username": "nobody"}, "username"),
        ({"body": " "}, "body"),
        ({"purpose": ""}, "purpose"),
        ({"days": -1}, "ends_on"),
        ({"days": 400}, "ends_on"),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1)}, "ends_on"),
    ],
)
def test_bad_input_is_named(more: dict[str, Any], field: str, company: Tenant, actor: Make, auditor: User) -> None:
    by = actor(Role.SERVICE_MANAGER)
    with in_tenant(company.pk), pytest.raises(BadInput) as refused:
        let_in(by, **more)
    assert list(refused.value.fields) == [field]


def test_only_who_may_lets_in(company: Tenant, actor: Make, auditor: User) -> None:
    with in_tenant(company.pk), pytest.raises(NotAllowed):
        let_in(actor(Role.AGENT))


def asked(token: str, path: str) -> int:
    return Client().get(f"/api/{path}", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_key_reads_what_the_engagement_opens_and_leaves_a_trace(company: Tenant, actor: Make, auditor: User) -> None:
    admin, by = actor(Role.ADMINISTRATOR), actor(Role.SERVICE_MANAGER)
    with in_tenant(company.pk):
        with pytest.raises(NotFound):
            tokens.issue_token(user_id=auditor.pk, name="评审工具", by=admin)
        made = let_in(by, areas=["repair"])
        with pytest.raises(NotAllowed):
            tokens.issue_token(user_id=auditor.pk, name="评审工具", by=by)
        token = tokens.issue_token(user_id=auditor.pk, name="评审工具", by=admin)
    assert [asked(token, path) for path in ("repair/orders", "documents", "evidence/readiness")] == [200, 403, 403]
    with in_tenant(company.pk):
        read = engagements.reads(made.pk, by)
    assert [((entry.payload or {})["path"], entry.actor_id) for entry in read] == [("/api/repair/orders", auditor.pk)]

    with in_tenant(company.pk):
        engagements.end(engagement_id=made.pk, reason="评审结束", by=by)
    assert asked(token, "repair/orders") == 401
    with in_tenant(company.pk):
        let_in(by)  # to everything: an old key does not come back to life
    assert asked(token, "repair/orders") == 401


def test_who_left_reads_by_no_old_key_when_let_in_again(company: Tenant, actor: Make, auditor: User) -> None:
    by = actor(Role.SERVICE_MANAGER)
    with in_tenant(company.pk):
        own = Membership.objects.create(tenant=company, user=auditor, roles=[Role.SERVICE_MANAGER.value])
        token = tokens.issue_token(user_id=auditor.pk, name="x", by=actor(Role.ADMINISTRATOR))
        assert asked(token, "repair/orders") == 200
        own.active = False
        own.save(update_fields=["active"])
        let_in(by)
    assert asked(token, "repair/orders") == 401


def test_an_administrator_makes_the_key_of_an_auditor(company: Tenant, actor: Make, auditor: User) -> None:
    admin = actor(Role.ADMINISTRATOR)
    with in_tenant(company.pk):
        let_in(actor(Role.SERVICE_MANAGER))
    web = Client()
    web.force_login(User.objects.get(pk=admin.user_id or 0))
    assert web.post(reverse("web:tokens"), {"name": "评审工具", "user_id": str(auditor.pk)}).status_code == 200
    with in_tenant(company.pk):
        assert ApiToken.objects.get().user_id == auditor.pk
