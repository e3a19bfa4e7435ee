"""The demo's certification body: stories that are well made, and some of them told through the actions."""

from collections import Counter
from decimal import Decimal

import pytest

from tests.packs import gbt
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.application.rules import why_not_credit_code
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.decision.models import Vote
from wuxing.certification.directory.models import BodyProfile
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk
from wuxing.certification.people.models import Certifier
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import background, clock
from wuxing.core.actors import system_actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.web.demo import company, founding
from wuxing.web.demo.certifying import tasks
from wuxing.web.demo.certifying.founding import found
from wuxing.web.demo.certifying.stories import CERTIFIED, stories


def test_forty_clients_of_all_ages() -> None:
    told = stories()
    assert (len(told), len({one.name for one in told}), len({one.credit_code for one in told})) == (40, 40, 40)
    assert [one.place for one in told if why_not_credit_code(one.credit_code)] == []
    assert [one.place for one in told if one.at_once] == [*range(11), CERTIFIED]
    assert max(one.began for one in told) > 3 * 365


@pytest.fixture
def body(db: None) -> Tenant:
    editions.keep_edition(gbt(), catalogue.declared())
    tenants = founding.found_tenants(clock.now())
    users = founding.found_users(tenants, "demo-demo-demo")
    found(tenants[company.BODY_SLUG], users, clock.now(), scale=0.1)
    return tenants[company.BODY_SLUG]


def test_people_and_the_young_cases_stand_at_once(body: Tenant) -> None:
    with in_tenant(body.pk):
        assert Certifier.objects.count() == 13
        assert (ImpartialityRisk.objects.get().likelihood, CommitteeMinutes.objects.count()) == (1, 1)
        assert Counter(Case.objects.values_list("stage", flat=True)) == {"draft": 1}
        assert set(Case.objects.values_list("rehearsal", flat=True)) == {True}


def test_one_certificate_is_in_the_register_from_the_first_minute(body: Tenant) -> None:
    with in_tenant(body.pk):
        tasks.tell_case(system_actor(body.pk), place=CERTIFIED)
        one = RegisterEntry.objects.get(tenant_id=body.pk)
        assert (one.state, one.rehearsal, one.holder) == ("valid", True, "卓越影音有限公司（示范）")
        assert BodyProfile.objects.get(tenant_id=body.pk).approval == "演示-0000-000"


def test_a_longer_story_is_told_by_a_job_once(body: Tenant) -> None:
    with in_tenant(body.pk):
        by = system_actor(body.pk)
        for _time in range(2):
            tasks.tell_case(by, place=16)
        told = Case.objects.get(stage="findings")
        assert (told.client.name, told.findings.filter(state="open").count()) == ("天禾农机有限公司（示范）", 6)
        assert Client.objects.count() == 2
        tasks.tell_case(by, place=20)
        against = Vote.objects.get(choice="against")
        assert (against.proposal.case.stage, bool(against.dissent), Vote.objects.count()) == ("granted", True, 3)
        tasks.tell_case(by, place=22)
        appeal = Appeal.objects.get()
        assert (appeal.state, appeal.case and appeal.case.stage, appeal.handlers.count()) == (
            "handled",
            "not_granted",
            2,
        )
        replay = appeal.steps.get(step="handle").facts["replay"]
        assert Decimal(replay["after"]) - Decimal(replay["before"]) == 1
        tasks.tell_case(by, place=30)
        assert Certificate.objects.get().state == "suspended"
    assert "demo.tell_case" in background.registered_jobs()
