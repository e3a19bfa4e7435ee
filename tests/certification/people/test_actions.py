"""Who works for the body: taken in, judged competent, tied, away, declared; each leaves a trace."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.certification.body import Body
from tests.conftest import ActorFactory
from wuxing.certification.cases.states import Stage
from wuxing.certification.people import actions
from wuxing.certification.people.actions import Facts
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.core import clock, members
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant

TODAY = clock.today()
FACTS = Facts("full_time", TODAY, registration="ccaa－2026-7", level="senior", registered_until=date(2030, 1, 1))


def trace(event: str) -> Entry:
    return Entry.objects.filter(event=event).latest("pk")


def told(event: str) -> dict[str, Any]:
    payload: dict[str, Any] | None = trace(event).payload
    assert payload is not None
    return payload


@pytest.fixture
def elsewhere(db: None) -> Tenant:
    return Tenant.objects.create(
        slug="other-body", name="另一机构", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )


# taking in


def test_a_member_is_taken_in_under_their_name(body: Body, actor: ActorFactory) -> None:
    new = actor(Role.EVALUATOR, tenant=body.tenant, name="陆遥")
    made = actions.add_certifier(facts=FACTS, user_id=new.user_id, by=body.manager)
    assert (made.name, made.registration, told("certifier.add")["level"]) == ("陆遥", "CCAA-2026-7", "senior")
    with pytest.raises(BadInput) as refused:
        actions.add_certifier(facts=replace(FACTS, registration="x"), user_id=new.user_id, by=body.manager)
    assert set(refused.value.fields) == {"user_id"}


def test_somebody_under_contract_needs_no_sign_in(body: Body) -> None:
    made = actions.add_certifier(facts=Facts("contract", TODAY), name=" 钱工 ", by=body.manager)
    assert (made.name, made.user_id, made.level) == ("钱工", None, "")


@pytest.mark.parametrize(
    ("changes", "who", "field"),
    [
        ({}, {"user_id": 10**9}, "user_id"),
        ({}, {"name": " "}, "name"),
        ({"employment": "x"}, {"name": "钱工"}, "employment"),
        ({"level": ""}, {"name": "钱工"}, "registration"),
        ({"registration": ""}, {"name": "钱工"}, "registration"),
        ({"contract_until": TODAY - timedelta(days=1)}, {"name": "钱工"}, "contract_until"),
        ({"days_a_month": Decimal(0)}, {"name": "钱工"}, "days_a_month"),
    ],
)
def test_what_is_missing_is_named(body: Body, changes: dict[str, Any], who: dict[str, Any], field: str) -> None:
    count = Certifier.objects.count()
    with pytest.raises(BadInput) as refused:
        actions.add_certifier(facts=replace(FACTS, **changes), **who, by=body.manager)
    assert (set(refused.value.fields), Certifier.objects.count()) == ({field}, count)


def test_a_registration_active_at_another_body_is_refused(body: Body, elsewhere: Tenant) -> None:
    with in_tenant(elsewhere.pk):
        other = Certifier.objects.create(
            tenant=elsewhere, name="王敏", employment="full_time", registration="CCAA-2026-7", level="senior",
            contract_from=TODAY, created_at=clock.now(),
        )  # fmt: skip
    with in_tenant(body.tenant.pk), pytest.raises(BadInput, match="active at another certification body"):
        actions.add_certifier(facts=FACTS, name="王敏", by=body.manager)
    with in_tenant(elsewhere.pk):
        Certifier.objects.filter(pk=other.pk).update(active=False)
    with in_tenant(body.tenant.pk):
        assert actions.add_certifier(facts=FACTS, name="王敏", by=body.manager).registration == "CCAA-2026-7"
        with pytest.raises(BadInput, match="王敏 here has this registration number"):
            actions.add_certifier(facts=FACTS, name="王敏二号", by=body.manager)


@pytest.fixture
def consultancy(db: None) -> Tenant:
    return Tenant.objects.create(slug="hanmo", name="汉墨咨询", kind=Tenant.Kind.CONSULTANCY, created_at=clock.now())


def join(tenant: Tenant, by: Actor, *, active: bool = True) -> None:
    with in_tenant(tenant.pk):
        user = User.objects.get(pk=by.user_id or 0)
        Membership.objects.create(tenant=tenant, user=user, roles=["consultant"], active=active)


def test_a_consultant_is_not_taken_in(body: Body, actor: ActorFactory, consultancy: Tenant) -> None:
    new = actor(Role.EVALUATOR, tenant=body.tenant, name="陆遥")
    join(consultancy, new)
    with in_tenant(body.tenant.pk):
        with pytest.raises(RuleBroken, match="works in the consultancy 汉墨咨询"):
            actions.add_certifier(facts=FACTS, user_id=new.user_id, by=body.manager)
        with pytest.raises(IntegrityError, match="shares no people"), transaction.atomic():
            Certifier.objects.create(
                tenant=body.tenant, user_id=new.user_id, name="陆遥", employment="contract", contract_from=TODAY,
                created_at=clock.now(),
            )  # fmt: skip


def test_who_has_left_the_consultancy_is_taken_in(body: Body, actor: ActorFactory, consultancy: Tenant) -> None:
    new = actor(Role.EVALUATOR, tenant=body.tenant, name="陆遥")
    join(consultancy, new, active=False)
    with in_tenant(body.tenant.pk):
        assert actions.add_certifier(facts=FACTS, user_id=new.user_id, by=body.manager).active


def test_a_consultancy_takes_in_nobody_who_certifies(body: Body, consultancy: Tenant) -> None:
    with pytest.raises(IntegrityError, match="shares no people"), transaction.atomic():
        join(consultancy, body.lead)
    join(consultancy, body.lead, active=False)
    with in_tenant(consultancy.pk):
        left = Membership.objects.get(tenant=consultancy, user_id=body.lead.user_id or 0)
        by = replace(body.admin, tenant_id=consultancy.pk)
        with pytest.raises(BadInput, match="does not advise companies"):
            members.change_member(membership_id=left.pk, roles=["consultant"], active=True, by=by)
        left.refresh_from_db()
        assert left.active is False


def test_contract_and_registration_change_and_nobody_keeps_their_own(body: Body) -> None:
    lead = body.certifier(body.lead)
    actions.change_certifier(certifier_id=lead.pk, facts=replace(FACTS, level="trainee"), by=body.manager)
    entry = told("certifier.change")
    assert (entry["before"]["level"], entry["after"]["level"]) == ("reviewer", "trainee")
    with pytest.raises(RuleBroken, match="kept by somebody else"):
        actions.change_certifier(certifier_id=body.certifier(body.manager).pk, facts=FACTS, by=body.manager)


def test_who_leaves_has_no_part_any_more(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    lead = body.certifier(body.lead)
    with pytest.raises(RuleBroken, match=f"still has a part in case {case.number}"):
        actions.retire_certifier(certifier_id=lead.pk, reason="离职", by=body.manager)
    case.roles.update(ended_at=clock.now())
    assert actions.retire_certifier(certifier_id=lead.pk, reason="离职", by=body.manager).active is False


# competence


def grant(body: Body, **changes: Any) -> list[Competence]:
    facts: dict[str, Any] = {
        "certifier_id": body.certifier(body.lead).pk, "scheme": body.pack.id, "parts": ["lead", "evaluator"],
        "basis": "三次见证评价", "until": TODAY + timedelta(days=365), "trade_code": " sc03 ",
    }  # fmt: skip
    return actions.grant_competence(**(facts | changes), by=body.manager)


def test_competence_is_granted_renewed_and_withdrawn(body: Body) -> None:
    first = grant(body)
    again = grant(body, parts=["lead"])
    for one in first:
        one.refresh_from_db()
    assert [one.withdrawn_reason for one in first] == ["renewed", ""]
    assert [(one.part, one.trade_code) for one in again] == [("lead", "SC03")]
    actions.withdraw_competence(competence_id=again[0].pk, reason="见证不合格", by=body.manager)
    assert told("certifier.withdraw_competence")["reason"] == "见证不合格"
    with pytest.raises(NotFound):
        actions.withdraw_competence(competence_id=again[0].pk, reason="x", by=body.manager)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"parts": []}, "parts"), ({"parts": ["x"]}, "parts"), ({"basis": " "}, "basis"), ({"until": TODAY}, "until")],
)
def test_competence_rests_on_something_and_ends(body: Body, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        grant(body, **changes)
    assert set(refused.value.fields) == {field}


def test_nobody_finds_themselves_competent(body: Body) -> None:
    with pytest.raises(RuleBroken, match="somebody else grants it"):
        grant(body, certifier_id=body.certifier(body.manager).pk)


# ties, relations, absences, declarations


def test_one_declares_ones_own_tie_and_a_manager_those_of_others(body: Body) -> None:
    client = body.client("青禾电器")
    mine = body.certifier(body.lead).pk
    facts: dict[str, Any] = {"kind": "family", "since": date(2024, 1, 1)}
    made = actions.declare_tie(certifier_id=mine, party=" 青禾电器 ", **facts, by=body.lead)
    assert (made.client_id, made.party) == (client.pk, "")  # known by its name
    assert actions.declare_tie(certifier_id=mine, party="丙公司", **facts, by=body.manager).party == "丙公司"
    with pytest.raises(NotAllowed):
        actions.declare_tie(certifier_id=mine, party="丙公司", **facts, by=body.evaluator)
    with pytest.raises(NotAllowed):
        actions.declare_tie(certifier_id=mine, party="丙公司", **facts, by=body.admin)
    assert Tie.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"party": " "}, "party"), ({"kind": "x"}, "kind"), ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"until": date(2023, 1, 1)}, "until"),
    ],
)  # fmt: skip
def test_a_tie_says_to_whom_since_when_and_how(body: Body, changes: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {"party": "丙公司", "kind": "family", "since": date(2024, 1, 1)} | changes
    with pytest.raises(BadInput) as refused:
        actions.declare_tie(certifier_id=body.certifier(body.lead).pk, **facts, by=body.lead)
    assert set(refused.value.fields) == {field}


def test_a_tie_ends_once_and_ones_own_not_long_ago(body: Body) -> None:
    facts: dict[str, Any] = {"kind": "family", "since": date(2020, 1, 1), "party": "丙公司"}
    made = actions.declare_tie(certifier_id=body.certifier(body.lead).pk, **facts, by=body.lead)
    with pytest.raises(RuleBroken, match="somebody else"):
        actions.end_tie(tie_id=made.pk, until=date(2021, 1, 1), by=body.lead)
    assert actions.end_tie(tie_id=made.pk, until=date(2021, 1, 1), by=body.manager).until == date(2021, 1, 1)
    with pytest.raises(NotFound):
        actions.end_tie(tie_id=made.pk, until=TODAY, by=body.manager)


def test_relations_are_written_down_and_end(body: Body) -> None:
    one, other = body.client("甲"), body.client("乙")
    made = actions.declare_relation(
        client_id=one.pk, other_id=other.pk, kind="owns", since=date(2020, 1, 1), by=body.officer
    )
    assert actions.end_relation(relation_id=made.pk, until=TODAY, by=body.manager).until == TODAY
    with pytest.raises(BadInput, match="to itself"):
        actions.declare_relation(client_id=one.pk, party="甲", kind="owns", since=date(2020, 1, 1), by=body.officer)
    with pytest.raises(NotAllowed):
        actions.declare_relation(client_id=one.pk, party="丙", kind="owns", since=date(2020, 1, 1), by=body.lead)
    assert Relation.objects.count() == 1


def test_days_off_come_and_go(body: Body) -> None:
    mine = body.certifier(body.lead).pk
    made = actions.add_absence(certifier_id=mine, starts_on=TODAY, ends_on=TODAY, why="年假", by=body.lead)
    with pytest.raises(NotAllowed):
        actions.remove_absence(absence_id=made.pk, by=body.evaluator)
    actions.remove_absence(absence_id=made.pk, by=body.manager)
    assert (Absence.objects.count(), trace("certifier.remove_absence").target_id) == (0, made.pk)
    with pytest.raises(BadInput):
        actions.add_absence(certifier_id=mine, starts_on=TODAY, ends_on=TODAY - timedelta(days=1), by=body.lead)


def test_one_declares_in_person_each_year_and_for_a_case(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    assert actions.declare_year(text="无利益关系", by=body.lead).year == TODAY.year
    assert actions.declare_for_case(case_id=case.pk, text="无利益关系", by=body.lead).case_id == case.pk
    with pytest.raises(NotAllowed):
        actions.declare_for_case(case_id=case.pk, text="无利益关系", by=body.reviewer)
    with pytest.raises(NotAllowed):
        actions.declare_year(text="x", by=body.admin)
    with pytest.raises(RuleBroken, match="in person"):
        actions.declare_year(text="x", certifier_id=body.certifier(body.lead).pk, by=body.manager)
    contract = actions.add_certifier(facts=Facts("contract", TODAY), name="钱工", by=body.manager)
    assert actions.declare_year(text="纸质原件", certifier_id=contract.pk, by=body.manager).certifier_id == contract.pk
    assert Declaration.objects.filter(text="无利益关系").count() == 2 + len(body.people)
