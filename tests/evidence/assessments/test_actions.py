"""A score that was kept scores the same again; each day keeps its own."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments import actions, queries, tasks
from wuxing.evidence.assessments.models import DayScore
from wuxing.evidence.readiness.queries import report_for
from wuxing.evidence.rulings import actions as rulings
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.rules import score

pytestmark = pytest.mark.django_db
Actors = Callable[..., Actor]


@pytest.fixture(autouse=True)
def edition(db: None) -> None:
    editions.keep_edition(gbt(), catalogue.declared())


@pytest.fixture
def manager(company: Tenant, actor: Actors) -> Actor:
    by = actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        orders(company, 200, until=clock.now())
    return by


def test_an_assessment_scores_the_same_again(manager: Actor) -> None:
    with in_tenant(manager.tenant_id):
        report = report_for(manager)
        made = actions.keep_assessment(report=report, title="十一月", by=manager)
        again = score(queries.pack_kept(made), queries.inputs_of(made))
        entry = Entry.objects.get(event="assessment.keep")

    assert storing.text_of(again) == made.result
    assert (made.pack, made.low, made.as_of, made.basis) == (
        report.pack.identity, report.readiness.score.low, report.as_of, "now",
    )  # fmt: skip
    assert made.number == f"AS-{clock.today(manager.zone).year}-000001"
    assert entry.target_id == made.pk
    assert json.loads(made.result)["rehearsal"] is made.rehearsal is True


def test_who_may_not_rule_keeps_nothing(manager: Actor, actor: Actors) -> None:
    agent = actor(Role.AGENT)
    with in_tenant(manager.tenant_id), pytest.raises(NotAllowed):
        actions.keep_assessment(report=report_for(manager), by=agent)


def test_each_day_keeps_its_score_and_the_days_before_are_written_once(manager: Actor) -> None:
    tenant, today = manager.tenant_id, clock.today(manager.zone)
    assert tasks.keep_score(tenant, manager.zone) is True
    with in_tenant(tenant):
        days = list(DayScore.objects.order_by("day").values_list("day", "afterwards"))
        low = report_for(manager).readiness.score.low
        assert DayScore.objects.get(day=today).low == low
    assert len(days) == actions.DAYS_BACK + 1
    assert days[0] == (today - timedelta(days=actions.DAYS_BACK), True)
    assert days[-1] == (today, False)

    assert tasks.keep_score(tenant, manager.zone) is True
    with in_tenant(tenant):
        assert DayScore.objects.count() == len(days)


def test_an_organisation_without_records_keeps_nothing(company: Tenant, actor: Actors) -> None:
    by = actor(Role.QUALITY_MANAGER)
    assert tasks.keep_score(company.pk, by.zone) is False
    with in_tenant(company.pk):
        assert not DayScore.objects.exists()


def test_what_moved_since_is_the_whole_difference(manager: Actor, actor: Actors) -> None:
    other = actor(Role.SERVICE_MANAGER)
    with in_tenant(manager.tenant_id):
        kept = actions.keep_assessment(report=report_for(manager), by=manager)
        pack = queries.pack_kept(kept)
        made = rulings.propose_ruling(
            pack=pack, leaf="5.1.1.1", kind="manual", ratio=Decimal(1), reason="x",
            valid_from=clock.today(manager.zone), by=manager,
        )  # fmt: skip
        rulings.confirm(what="ruling", row_id=made.pk, by=other)
        report = report_for(manager)
        [cause] = queries.moved_since(kept, report)

    assert (cause.cause, cause.name) == ("ruling", "5.1.1.1")
    assert cause.low == report.readiness.score.low - kept.low == Decimal("3.00")
