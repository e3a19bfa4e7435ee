"""A company's own scores call for an early surveillance: read only when let in, and seen by the company."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.cases.states import Kind
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import actions
from wuxing.certification.surveillance.actions.following import Followed
from wuxing.certification.surveillance.models import EarlySurveillance, Occasion, Watch
from wuxing.core import clock, engagements
from wuxing.core.access import Role
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments.models import DayScore

TODAY = clock.today()
Make = Callable[..., Actor]


def scores(company: Tenant, found: Certificate, likely: Iterable[str], rehearsal: bool = False) -> None:
    """Keep scores of the days that end today."""
    kept = list(likely)
    with in_tenant(company.pk):
        DayScore.objects.bulk_create(
            DayScore(
                tenant=company, scheme=found.scheme, pack=found.pack, inputs="{}", low=Decimal(one),
                likely=Decimal(one), high=Decimal(one), level="", rehearsal=rehearsal, made_at=clock.now(),
                day=TODAY - timedelta(days=len(kept) - 1 - at),
            )
            for at, one in enumerate(kept)
        )  # fmt: skip


def let_in(company: Tenant, manager: Actor, auditor: Actor, areas: tuple[str, ...] = ()) -> int:
    assert auditor.user_id is not None
    username = User.objects.get(pk=auditor.user_id).username
    with in_tenant(company.pk):
        made = engagements.grant(
            username=username, body="华评认证", purpose="获证后持续观察", starts_on=TODAY,
            ends_on=TODAY + timedelta(days=30), areas=areas, by=manager,
        )  # fmt: skip
    return made.pk


@pytest.fixture
def held(body: Body, certify: Certify, company: Tenant) -> Certificate:
    """A certificate of a client that works here too."""
    found = certify()
    found.client.company = company
    found.client.save(update_fields=["company"])
    return found


@pytest.fixture
def manager(actor: Make) -> Actor:
    return actor(Role.GENERAL_MANAGER, name="总经理")


def watch(body: Body, found: Certificate) -> EarlySurveillance | None:
    return actions.watch(certificate_id=found.pk, by=system_actor(body.tenant.pk))


def test_nothing_is_read_without_the_companys_permission(body: Body, held: Certificate, company: Tenant) -> None:
    scores(company, held, ["80"] * 10)
    assert watch(body, held) is None
    assert Watch.objects.count() == 0
    with in_tenant(company.pk):
        assert Entry.objects.filter(event="engagement.read").count() == 0


def test_a_fall_below_the_level_is_proposed_and_the_reading_is_on_record(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["95", *["88.50"] * 8])
    engagement = let_in(company, manager, body.lead)
    found = watch(body, held)
    assert found is not None
    assert (found.since, found.state) == (TODAY - timedelta(days=7), "open")
    assert (found.inputs["level"], found.inputs["minimum"], found.inputs["days"]) == ("star4", "90", 7)
    assert [one["likely"] for one in found.inputs["scores"]] == ["95.00", *["88.50"] * 8]
    assert {one["pack"] for one in found.inputs["scores"]} == {held.pack}
    assert found.inputs["permission"] == f"engagement:{engagement}"
    with in_tenant(company.pk):
        entry = Entry.objects.get(event="engagement.read", case_id=engagement)
        assert entry.payload is not None
        assert (entry.payload["page"], entry.source, entry.actor_id) == ("certification:surveillance", "huaping", None)
    assert Entry.objects.filter(event="surveillance.propose", target_id=found.pk).count() == 1


def test_a_day_is_read_once_and_a_fall_is_proposed_once(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["88.50"] * 8)
    let_in(company, manager, body.lead)
    follow = actions.follow(by=system_actor(body.tenant.pk))
    assert (follow.proposed, actions.follow(by=system_actor(body.tenant.pk))) == (1, Followed())
    with in_tenant(company.pk):
        assert Entry.objects.filter(event="engagement.read").count() == 1


def test_scores_that_count_nothing_call_for_nothing(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["60"] * 10, rehearsal=True)
    let_in(company, manager, body.lead)
    assert watch(body, held) is None
    assert Watch.objects.get().scores == []


def test_who_is_let_in_for_another_body_opens_nothing(
    body: Body, held: Certificate, company: Tenant, manager: Actor, actor: Make, other_company: Tenant
) -> None:
    scores(company, held, ["80"] * 10)
    let_in(company, manager, actor(Role.EVALUATOR, tenant=other_company, name="别家"))
    assert watch(body, held) is None


def test_who_is_let_in_to_other_records_only_reads_no_scores(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["80"] * 10)
    let_in(company, manager, body.lead, ("repair",))
    assert watch(body, held) is None
    assert Watch.objects.count() == 0


def test_a_proposal_is_accepted_or_set_aside_by_a_person(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["88.50"] * 8)
    let_in(company, manager, body.lead)
    found = watch(body, held)
    assert found is not None
    with pytest.raises(NotAllowed):
        actions.accept(proposal_id=found.pk, by=body.admin)
    with pytest.raises(BadInput):
        actions.set_aside(proposal_id=found.pk, reason=" ", by=body.officer)
    made = actions.accept(proposal_id=found.pk, by=body.officer)
    found.refresh_from_db()
    assert (made.kind, made.certificate_id) == (Kind.SPECIAL, held.pk)
    assert (found.state, found.case_id, found.decided_by_id) == ("accepted", made.pk, body.officer.user_id)
    assert Occasion.objects.get(case=made).facts == {"proposal": found.pk}
    with pytest.raises(RuleBroken, match="answered already"):
        actions.set_aside(proposal_id=found.pk, reason="季节性", by=body.officer)


def test_what_was_set_aside_is_not_proposed_again_for_the_same_fall(
    body: Body, held: Certificate, company: Tenant, manager: Actor
) -> None:
    scores(company, held, ["88.50"] * 8)
    let_in(company, manager, body.lead)
    found = watch(body, held)
    assert found is not None
    done = actions.set_aside(proposal_id=found.pk, reason="季节性波动，已核实", by=body.officer)
    assert (done.state, done.reason) == ("set_aside", "季节性波动，已核实")
    assert watch(body, held) is None
    assert EarlySurveillance.objects.count() == 1
