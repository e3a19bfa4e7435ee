"""The company lets the team in to its own records, as far and as long as the agreement says, and sees what was opened."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.certification.agreement.test_actions import issue, sign
from tests.certification.body import Body
from tests.certification.cases.test_views import signed_in
from tests.web.reading import read
from wuxing.certification.agreement.actions.letting_in import let_in
from wuxing.certification.agreement.models import AccessGrant
from wuxing.certification.agreement.queries import access
from wuxing.certification.agreement.states import Side
from wuxing.certification.application.models import SentApplication
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.core import clock, engagements
from wuxing.core.access import AREAS, PERMISSIONS, Permission, Role, narrowed
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound, RuleBroken
from wuxing.core.models import Engagement, Tenant, User
from wuxing.core.tenants import in_tenant

Make = Callable[..., Actor]
AUDITOR = PERMISSIONS[Role.AUDITOR]


def signed(body: Body, company: Tenant, **changes: object) -> Case:
    case = body.case(Stage.ACCEPTED, client=body.client("安合", company=company))
    made = issue(body, case, areas=("repair",), **changes)
    sign(body, made, Side.CLIENT)
    sign(body, made, Side.BODY)
    return Case.objects.get(pk=case.pk)


def test_one_click_lets_the_team_in_for_the_agreed_period_and_areas(body: Body, company: Tenant, actor: Make) -> None:
    case, quality = signed(body, company), actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        made = let_in(body=body.tenant, case_id=case.pk, by=quality)
        assert [(row.auditor_id, row.areas, row.body, row.ends_on) for row in made] == [
            (by.user_id, ["repair"], "华评认证", clock.today() + timedelta(days=60))
            for by in (body.lead, body.evaluator)
        ]
        with pytest.raises(RuleBroken, match="everybody of the team is let in already"):
            let_in(body=body.tenant, case_id=case.pk, by=quality)
    assert [(one["name"], one["state"]) for one in access.given(case)] == [
        ("lead 华", "ontime"),
        ("evaluator 华", "ontime"),
    ]
    with in_tenant(company.pk):
        engagements.end(engagement_id=made[0].pk, reason="评价结束", by=quality)
    assert [one["state"] for one in access.given(case)] == ["excluded", "ontime"]
    assert (
        read(
            signed_in(body.officer).get(reverse("certification:case_agreement", args=[case.pk])).content.decode()
        ).faults()
        == []
    )


def test_the_team_reads_only_what_is_opened_and_the_company_sees_it(body: Body, company: Tenant, actor: Make) -> None:
    case, quality = signed(body, company), actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        made = let_in(body=body.tenant, case_id=case.pk, by=quality)
    browser = Client()
    browser.force_login(User.objects.get(pk=body.lead.user_id))
    session = browser.session
    session["tenant_id"] = company.pk
    session.save()
    answers = [
        browser.get(reverse(name)).status_code for name in ("repair:orders", "customers:customers", "core:ledger")
    ]
    with in_tenant(company.pk):
        read_pages = [entry.payload["page"] for entry in engagements.reads(made[0].pk, quality)]
    assert (answers, read_pages) == ([200, 403, 403], ["repair:orders"])


def test_nothing_is_opened_before_both_have_signed_or_to_others(body: Body, company: Tenant, actor: Make) -> None:
    case = body.case(Stage.ACCEPTED, client=body.client("安合", company=company))
    issue(body, case)
    stranger = body.case(Stage.CONTRACTED)
    quality, agent = actor(Role.QUALITY_MANAGER), actor(Role.AGENT)
    with in_tenant(company.pk):
        with pytest.raises(RuleBroken, match="both sides sign the agreement first"):
            let_in(body=body.tenant, case_id=case.pk, by=quality)
        with pytest.raises(NotFound):
            let_in(body=body.tenant, case_id=stranger.pk, by=quality)
        with pytest.raises(NotAllowed):
            let_in(body=body.tenant, case_id=case.pk, by=agent)
        assert Engagement.objects.count() == 0
    assert AccessGrant.objects.count() == 0


def test_the_click_of_the_company(body: Body, company: Tenant, actor: Make) -> None:
    case, quality = signed(body, company), actor(Role.QUALITY_MANAGER)
    path = reverse("certification:let_in_act", args=["huaping", case.pk])
    assert signed_in(actor(Role.AGENT)).post(path).status_code == 403
    assert signed_in(quality).post(path).status_code == 302
    assert AccessGrant.objects.filter(case=case).count() == 2


def test_the_page_of_our_certification_shows_whom_we_let_in(body: Body, company: Tenant, actor: Make) -> None:
    case, quality = signed(body, company), actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        SentApplication.objects.create(
            tenant=company, body=body.tenant, body_name="华评认证", slug="huaping", case_number=case.number,
            body_case_id=case.pk, word="x", sent_at=clock.now(),
        )  # fmt: skip
    browser, path = signed_in(quality), reverse("certification:let_in_act", args=["huaping", case.pk])
    before = browser.get(reverse("certification:ours")).content.decode()
    browser.post(path)
    after = browser.get(reverse("certification:ours")).content.decode()
    assert (read(before).faults(), read(after).faults(), path in before, path in after) == ([], [], True, False)
    assert ("lead 华" in before, "/organisation/auditors/" in before, "/organisation/auditors/" in after) == (
        True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize("area", AREAS)
def test_one_area_opens_its_own_reading_and_no_other(area: str) -> None:
    others = frozenset[Permission]().union(*(AREAS[one][1] for one in AREAS if one != area))
    left = narrowed(AUDITOR, [area])
    assert (left & others, AREAS[area][1] - left, Permission.SCHEME_READ in left) == (frozenset(), frozenset(), True)


def test_no_area_named_opens_everything_and_an_unknown_one_nothing() -> None:
    assert (narrowed(AUDITOR, []), narrowed(AUDITOR, ["secrets"])) == (AUDITOR, frozenset({Permission.SCHEME_READ}))
