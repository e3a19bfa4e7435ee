"""An appeal from its arrival to the answer: apart from the case, by two persons, with the score computed again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.certification.body import Body
from tests.certification.report.evaluated import SAMPLED, WHOLE, close, deduction, evaluated, finding, see
from wuxing.certification.appeals import actions, queries
from wuxing.certification.appeals.actions import Asked
from wuxing.certification.appeals.models import Appeal, AppealHandler, AppealStep
from wuxing.certification.appeals.states import Kind, Outcome, State
from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.people.models import Certifier, Competence, Tie
from wuxing.certification.report import actions as reports
from wuxing.certification.report import queries as scores
from wuxing.certification.report.models import CaseScore, Override, SetAside
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry

Make = Callable[..., Actor]


@pytest.fixture
def first(body: Body, actor: Make) -> Actor:
    return outsider(body, actor, "first")


@pytest.fixture
def second(body: Body, actor: Make) -> Actor:
    return outsider(body, actor, "second")


def outsider(body: Body, actor: Make, name: str) -> Actor:
    """Somebody competent to handle appeals who has no part in any case."""
    made = actor(Role.REVIEWER, tenant=body.tenant, name=f"{name} 申")
    person = Certifier.objects.create(
        tenant=body.tenant, user_id=made.user_id, name=made.name, employment="full_time", registration=f"申-{name}",
        level="reviewer", contract_from="2020-01-01", created_at=clock.now(),
    )  # fmt: skip
    Competence.objects.create(
        tenant=body.tenant, certifier=person, scheme=body.pack.id, part=Part.APPEAL_HANDLER, basis="培训",
        granted_on="2020-01-01", until="2030-01-01",
    )  # fmt: skip
    assert made.user_id is not None
    body.people[made.user_id] = person
    return made


def decided(body: Body, stage: Stage = Stage.NOT_GRANTED) -> Case:
    case = evaluated(body)
    reports.keep_score(case, "report", body.lead)
    case.stage = stage.value
    case.save(update_fields=["stage"])
    return case


def sent(body: Body, case: Case, *disputes: Asked, kind: Kind = Kind.APPEAL) -> Appeal:
    by = portal.client_actor(body.tenant, "叶青")
    return actions.receive(
        client_id=case.client_id, case_id=case.pk, kind=kind, text="扣分没有依据", disputes=disputes, by=by
    )


def taken(body: Body, found: Appeal, *people: Actor) -> Appeal:
    actions.admit(appeal_id=found.pk, by=body.officer)
    for one in people:
        actions.assign(appeal_id=found.pk, certifier_id=body.certifier(one).pk, by=body.officer)
    return queries.appeal(found.pk)


@contextmanager
def refused(text: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=text), transaction.atomic():
        yield


def test_an_upheld_appeal_changes_the_score_and_reopens_the_case(body: Body, first: Actor, second: Actor) -> None:
    case = decided(body)
    before = CaseScore.objects.get().low
    one = case.findings.get(leaf=WHOLE)
    found = taken(body, sent(body, case, Asked(finding_id=one.pk)), first, second)
    upheld = [row.pk for row in queries.disputes(found)]
    actions.handle(appeal_id=found.pk, outcome=Outcome.UPHELD, text="记录在另一处", upheld=upheld, by=first)
    assert scores.live(case).score.low == before
    actions.decide(appeal_id=found.pk, accept=True, text="采信", by=second)
    actions.tell(appeal_id=found.pk, by=body.officer)

    case.refresh_from_db()
    kept = Override.objects.get()
    gained = scores.basis(case).in_use[WHOLE]
    assert (case.stage, kept.leaf, kept.before, kept.after) == ("report", WHOLE, Decimal(0), Decimal(1))
    assert (kept.source, kept.proposed_by_id, kept.confirmed_by_id) == ("appeal", first.user_id, second.user_id)
    assert [row.low for row in CaseScore.objects.order_by("pk")] == [before, before + gained]
    step = AppealStep.objects.get(step="handle")
    assert step.facts["replay"] == {
        "before": str(before), "after": str(before + gained), "level_before": "star5", "level_after": "star5",
    }  # fmt: skip
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["appeal_received", "appeal_outcome"]
    rows = Entry.objects.filter(case_type="case", case_id=case.pk, event__startswith="appeal.").order_by("pk")
    assert list(rows.values_list("event", flat=True)) == [
        "appeal.receive", "appeal.admit", "appeal.assign", "appeal.assign", "appeal.handle", "appeal.decide",
        "appeal.tell",
    ]  # fmt: skip


def test_a_rejected_appeal_changes_nothing(body: Body, first: Actor, second: Actor) -> None:
    case = decided(body)
    found = taken(body, sent(body, case, Asked(leaf=WHOLE)), first, second)
    actions.handle(appeal_id=found.pk, outcome=Outcome.REJECTED, text="现场确认没有", by=first)
    actions.decide(appeal_id=found.pk, accept=True, text="维持", by=second)
    actions.tell(appeal_id=found.pk, by=first)
    case.refresh_from_db()
    found.refresh_from_db()
    assert (case.stage, found.state, found.outcome, found.reasons) == ("not_granted", "told", "rejected", "维持")
    assert not Override.objects.exists()


def test_the_second_handler_may_ask_to_look_again(body: Body, first: Actor, second: Actor) -> None:
    found = taken(body, sent(body, decided(body), Asked(leaf=WHOLE)), first, second)
    actions.handle(appeal_id=found.pk, outcome=Outcome.REJECTED, text="没有", by=first)
    with pytest.raises(RuleBroken, match="another handler does"):
        actions.decide(appeal_id=found.pk, accept=True, text="维持", by=first)
    actions.decide(appeal_id=found.pk, accept=False, text="请看仓库记录", by=second)
    assert queries.appeal(found.pk).state == State.ADMITTED


def test_a_special_deduction_is_set_aside(body: Body, first: Actor, second: Actor) -> None:
    case = body.case(Stage.ON_SITE)
    special = finding(body, case, kind="special", reason_code="law")
    see(body, case)
    close(case, Stage.REPORT)
    reports.keep_score(case, "report", body.lead)
    case.stage = Stage.NOT_GRANTED.value
    case.save(update_fields=["stage"])
    found = taken(body, sent(body, case, Asked(finding_id=special.pk)), first, second)
    actions.handle(appeal_id=found.pk, outcome=Outcome.UPHELD, text="法规已废止",
                   upheld=[row.pk for row in queries.disputes(found)], by=first)  # fmt: skip
    actions.decide(appeal_id=found.pk, accept=True, text="采信", by=second)
    assert SetAside.objects.get().finding_id == special.pk
    assert scores.inputs_for(case).special_deductions == 0
    special.refresh_from_db()
    assert special.state == "closed"


def test_two_findings_of_one_indicator_are_set_aside_together(body: Body, first: Actor, second: Actor) -> None:
    case = body.case(Stage.ON_SITE)
    several = [deduction(body, case, SAMPLED, sample_size=4, failures=1) for _twice in range(2)]
    see(body, case, {SAMPLED: "0.5"}, {SAMPLED: 4})
    close(case)
    reports.keep_score(case, "report", body.lead)
    found = taken(body, sent(body, case, *(Asked(finding_id=one.pk) for one in several)), first, second)
    assert [one.change.ratio for one in queries.disputed(found)] == [Decimal("0.75"), Decimal("0.75")]
    assert [one.ratio for one in queries.together(found, {row.pk for row in queries.disputes(found)})] == [Decimal(1)]
    actions.handle(appeal_id=found.pk, outcome=Outcome.UPHELD, text="都补看了",
                   upheld=[row.pk for row in queries.disputes(found)], by=first)  # fmt: skip
    actions.decide(appeal_id=found.pk, accept=True, text="采信", by=second)
    assert (Override.objects.get().after, Case.objects.get(pk=case.pk).stage) == (Decimal(1), "report")


# who handles


def test_nobody_who_took_part_handles(body: Body, first: Actor) -> None:
    found = sent(body, decided(body), Asked(leaf=WHOLE))
    with pytest.raises(RuleBroken, match="take it up first"):
        actions.assign(appeal_id=found.pk, certifier_id=body.certifier(first).pk, by=body.officer)
    for who in (body.lead, body.evaluator):
        with pytest.raises(RuleBroken, match="took part in this case"):
            actions.admit(appeal_id=found.pk, by=who)
    taken(body, found)
    for who in (body.lead, body.evaluator):
        with pytest.raises(RuleBroken, match="took part in this case"):
            actions.assign(appeal_id=found.pk, certifier_id=body.certifier(who).pk, by=body.officer)
        with refused("no other part"):
            body.assign(found.case, who, Part.APPEAL_HANDLER)  # type: ignore[arg-type]
        with refused("no other part"):
            AppealHandler.objects.create(
                tenant=body.tenant, appeal=found, certifier=body.certifier(who), assigned_at=clock.now()
            )
    assert not AppealHandler.objects.exists()


def test_a_handler_takes_no_other_part(body: Body, first: Actor) -> None:
    found = taken(body, sent(body, decided(body)), first)
    assert found.case is not None
    with refused("no other part"):
        body.assign(found.case, first, Part.REVIEWER)
    assert CaseRole.objects.filter(case=found.case, part=Part.APPEAL_HANDLER).count() == 1


def test_nobody_with_a_tie_to_the_client_handles(body: Body, first: Actor) -> None:
    found = taken(body, sent(body, decided(body)))
    Tie.objects.create(
        tenant=body.tenant, certifier=body.certifier(first), client=found.client, kind="consultancy",
        since="2025-01-01", until=clock.today(), declared_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="has a tie to the client"):
        actions.assign(appeal_id=found.pk, certifier_id=body.certifier(first).pk, by=body.officer)


def test_only_handlers_conclude(body: Body, first: Actor, second: Actor) -> None:
    found = taken(body, sent(body, decided(body)), first)
    with pytest.raises(RuleBroken, match="only the people assigned"):
        actions.handle(appeal_id=found.pk, outcome=Outcome.REJECTED, text="没有", by=second)
    for who in (body.admin, portal.client_actor(body.tenant, "叶青")):
        with pytest.raises(NotAllowed):
            actions.handle(appeal_id=found.pk, outcome=Outcome.REJECTED, text="没有", by=who)
    actions.handle(appeal_id=found.pk, outcome=Outcome.REJECTED, text="没有", by=first)
    step = {"before": "handled", "after": "decided", "by_name": "x", "at": clock.now(), "step": "decide"}
    for who, text in ((first, "does not decide it"), (second, "only its handlers")):
        with refused(text):
            AppealStep.objects.create(tenant=body.tenant, appeal=found, by_user_id=who.user_id, **step)


# how it comes in


def test_another_client_sends_nothing_about_a_case(body: Body) -> None:
    case, by = decided(body), portal.client_actor(body.tenant, "别人")
    with pytest.raises(NotFound):
        actions.receive(client_id=body.client("别家").pk, case_id=case.pk, kind=Kind.APPEAL, text="扣分", by=by)
    with pytest.raises(BadInput):
        actions.receive(client_id=case.client_id, case_id=case.pk, kind=Kind.APPEAL, text=" ", by=by)
    other = decided(body).findings.get(leaf=WHOLE)
    with pytest.raises(NotFound):
        sent(body, case, Asked(finding_id=other.pk))
    with pytest.raises(RuleBroken, match="no indicator"):
        sent(body, case, Asked(leaf="9.9.9"))
    assert not Appeal.objects.exists()


def test_what_is_asked_stands(body: Body) -> None:
    found = sent(body, decided(body))
    for change in ({"text": "没有了"}, {"kind": "complaint"}, {"party": "x"}):
        with refused("stand"):
            Appeal.objects.filter(pk=found.pk).update(**change)


def test_it_is_turned_away_with_reasons(body: Body, first: Actor) -> None:
    found = sent(body, decided(body), kind=Kind.COMPLAINT)
    with pytest.raises(BadInput):
        actions.refuse(appeal_id=found.pk, reasons=" ", by=first)
    actions.refuse(appeal_id=found.pk, reasons="与认证无关", by=first)
    assert queries.appeal(found.pk).state == State.REFUSED
    assert [letter.kind for letter in Letter.objects.order_by("pk")] == ["complaint_received", "complaint_outcome"]
    with pytest.raises(RuleBroken, match="closed"):
        actions.admit(appeal_id=found.pk, by=first)


def test_a_complaint_of_the_public_keeps_names_out_of_the_ledger(body: Body, first: Actor, second: Actor) -> None:
    by = portal.client_actor(body.tenant, "路人甲")
    found = actions.receive_from_public(
        party="路人甲", contact="13900000000", certificate="没有这张", text="标志用在别处", language="zh-hans", by=by
    )
    assert (found.kind, found.case_id, found.text.endswith("(没有这张)")) == ("complaint", None, True)
    told = " ".join(str(row.payload) for row in Entry.objects.filter(event="appeal.receive"))
    assert "13900000000" not in told
    taken(body, found, first, second)
    actions.handle(appeal_id=found.pk, outcome=Outcome.UPHELD, text="属实", by=first)
    actions.decide(appeal_id=found.pk, accept=True, text="已要求改正", by=second)
    actions.tell(appeal_id=found.pk, by=first)
    assert not Letter.objects.exists()


def test_the_office_writes_down_what_came_by_telephone(body: Body) -> None:
    case = decided(body)
    found = actions.write_down(
        kind=Kind.APPEAL, text="来电申诉", case_number=case.number, party="叶青", contact="来电", by=body.officer
    )
    assert (found.case_id, found.client_id, found.door) == (case.pk, case.client_id, "office")
    with pytest.raises(BadInput):
        actions.write_down(kind=Kind.APPEAL, text="来电申诉", by=body.officer)
    with pytest.raises(NotAllowed):
        actions.write_down(kind=Kind.COMPLAINT, text="来电", by=body.lead)
