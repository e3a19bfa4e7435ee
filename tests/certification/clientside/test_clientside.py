"""A company applies at a body of the same installation, and hands over what its own records say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client as Browser

from tests.certification.application.papers import CODE, applied
from tests.certification.application.test_pages import FORM
from tests.certification.body import Body
from wuxing.certification.application import queries as applications
from wuxing.certification.application.models import ReadinessSnapshot, SentApplication
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.clientside import actions, queries
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments.models import Assessment


@dataclass
class Ours:
    """A company with some records, beside the body."""

    tenant: Tenant
    quality: Actor
    chief: Actor
    agent: Actor


@pytest.fixture
def ours(body: Body, company: Tenant, actor: Callable[..., Actor]) -> Iterator[Ours]:
    """The company; the test runs inside its walls."""
    cache.clear()
    made = Ours(company, actor(Role.QUALITY_MANAGER, name="陈立"), actor(Role.GENERAL_MANAGER), actor(Role.AGENT))
    with in_tenant(company.pk):
        yield made


def sent(ours: Ours, **changes: object) -> SentApplication:
    return actions.apply(body_slug="huaping", applied=applied(**changes), by=ours.quality)


def test_an_application_opens_a_case_there_and_keeps_its_link_here(body: Body, ours: Ours) -> None:
    made = sent(ours)
    assert (made.slug, made.body_name, SentApplication.objects.count()) == ("huaping", "华评认证", 1)
    with in_tenant(body.tenant.pk):
        case = Case.objects.select_related("client").get()
        assert (case.number, case.pk, case.client.company_id) == (made.case_number, made.body_case_id, ours.tenant.pk)
        assert (case.client.credit_code, SentApplication.objects.count()) == (CODE, 0)
    assert Browser().get(f"/client/huaping/{made.word}/").status_code == 200
    entry = Entry.objects.filter(tenant_id=ours.tenant.pk, event="application.send").get()
    assert made.word not in str(entry.payload)


def test_a_second_application_stays_with_the_same_client(body: Body, ours: Ours) -> None:
    sent(ours)
    sent(ours)
    with in_tenant(body.tenant.pk):
        assert (Client.objects.count(), Case.objects.count()) == (1, 2)
    assert [one.number for one in queries.ours(ours.quality)[0].cases] == ["CA-2026-000002", "CA-2026-000001"]


def test_a_company_does_not_become_a_client_it_is_not(body: Body, ours: Ours) -> None:
    with in_tenant(body.tenant.pk):
        known = body.client("青禾电器有限公司", credit_code=CODE)
    made = sent(ours)
    with in_tenant(body.tenant.pk):
        case = Case.objects.get(pk=made.body_case_id)
        known.refresh_from_db()
        assert (case.client_id == known.pk, known.company_id) == (False, None)


def test_only_those_who_may_apply(body: Body, ours: Ours) -> None:
    for call in (
        lambda: actions.apply(body_slug="huaping", applied=applied(), by=ours.agent),
        lambda: queries.ours(ours.agent),
        lambda: actions.hand_over(body_slug="huaping", case_id=1, by=ours.agent),
    ):
        with pytest.raises(NotAllowed):
            call()
    with pytest.raises(NotFound):
        actions.apply(body_slug=ours.tenant.slug, applied=applied(), by=ours.quality)


def test_a_snapshot_is_kept_here_and_handed_over_there(body: Body, ours: Ours) -> None:
    made = sent(ours)
    snapshot = actions.hand_over(body_slug="huaping", case_id=made.body_case_id, by=ours.quality)
    kept = Assessment.objects.get()
    assert (snapshot.assessment, snapshot.pack, snapshot.as_of) == (kept.number, kept.pack, kept.as_of)
    assert (snapshot.low, snapshot.likely, snapshot.high) == (kept.low, kept.likely, kept.high)
    assert sha256(snapshot.text.encode()).hexdigest() == snapshot.sha256
    with in_tenant(body.tenant.pk):
        found = applications.snapshot_of(Case.objects.get())
        assert found == snapshot
        assert found is not None
        ratios = applications.ratios_of(found)
        assert set(ratios) == {leaf.id for leaf in body.pack.leaves}
        assert all(one is None or Decimal(0) <= one <= 1 for one in ratios.values())
    told = Entry.objects.filter(tenant_id=ours.tenant.pk, event="application.hand_over").get()
    assert told.payload is not None
    assert told.payload["sha256"] == snapshot.sha256


def test_a_snapshot_stands_as_it_was_handed_over(body: Body, ours: Ours) -> None:
    made = sent(ours)
    actions.hand_over(body_slug="huaping", case_id=made.body_case_id, by=ours.quality)
    with in_tenant(body.tenant.pk):
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            ReadinessSnapshot.objects.update(level="star5")
        assert ReadinessSnapshot.objects.count() == 1


@pytest.mark.parametrize("stage", [Stage.ON_SITE, Stage.FINDINGS, Stage.DECISION, Stage.CERTIFIED, Stage.WITHDRAWN])
def test_once_the_team_has_come_nothing_is_handed_over(body: Body, ours: Ours, stage: Stage) -> None:
    made = sent(ours)
    with in_tenant(body.tenant.pk):
        Case.objects.update(stage=stage.value)
    with pytest.raises(RuleBroken):
        actions.hand_over(body_slug="huaping", case_id=made.body_case_id, by=ours.quality)
    assert Assessment.objects.count() == 0
    assert queries.ours(ours.quality)[0].cases[0].why_no_snapshot is not None


def test_nobody_hands_over_into_a_case_of_others(body: Body, ours: Ours) -> None:
    with in_tenant(body.tenant.pk):
        other = body.case(Stage.CONTRACTED)
    sent(ours)
    with pytest.raises(NotFound):
        actions.hand_over(body_slug="huaping", case_id=other.pk, by=ours.quality)
    assert Assessment.objects.count() == 0


def test_our_page_shows_what_we_have(body: Body, ours: Ours) -> None:
    browser = Browser()
    browser.force_login(User.objects.get(pk=ours.quality.user_id or 0))
    assert "华评认证" in browser.get("/certification/ours/").content.decode()
    form = browser.get("/certification/ours/huaping/apply/").content.decode()
    assert (ours.tenant.name in form, "陈立" in form) == (True, True)
    answer = browser.post("/certification/ours/huaping/apply/", FORM)
    assert answer.status_code == 302
    made = SentApplication.objects.get()
    assert browser.get(answer["Location"]).status_code == 200
    page = browser.get("/certification/ours/").content.decode()
    assert (made.case_number in page, made.word in page) == (True, True)
    handed = browser.post(f"/certification/ours/huaping/cases/{made.body_case_id}/snapshot")
    assert handed.status_code == 302
    with in_tenant(body.tenant.pk):
        assert ReadinessSnapshot.objects.count() == 1
    officer = Browser()
    officer.force_login(User.objects.get(pk=body.officer.user_id or 0))
    shown = officer.get(f"/certification/cases/{made.body_case_id}/application/").content.decode()
    assert Assessment.objects.get().number in shown


def test_a_machine_of_the_company_reads_what_is_its_own(body: Body, ours: Ours) -> None:
    sent(ours)
    token = tokens.issue_token(user_id=ours.quality.user_id or 0, name="erp", by=ours.quality)
    answer = Browser().get("/api/certification/ours", headers={"Authorization": f"Bearer {token}"})
    (found,) = answer.json()
    assert (found["slug"], [one["number"] for one in found["cases"]], found["certificates"]) == (
        "huaping", ["CA-2026-000001"], [],
    )  # fmt: skip
    token = tokens.issue_token(user_id=ours.agent.user_id or 0, name="erp", by=ours.agent)
    answer = Browser().get("/api/certification/ours", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
