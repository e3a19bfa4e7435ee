"""Parts in cases: given, refused with the reason, gone past with a reason, ended; and the gates before the stages."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from wuxing.certification.cases import board, gates
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.onsite_audit import actions as onsite
from wuxing.certification.people import actions, assigning, queries
from wuxing.certification.people import gates as people_gates
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry

TODAY = clock.today()


def give(body: Body, case: Case, certifier: Certifier, part: Part = Part.REVIEWER, **more: object) -> CaseRole:
    return assigning.assign(case_id=case.pk, certifier_id=certifier.pk, part=part, by=body.officer, **more)  # type: ignore[arg-type]


def tie(body: Body, certifier: Certifier, **facts: object) -> Tie:
    told = {"kind": "consultancy", "since": date(2020, 1, 1), "declared_at": clock.now()} | facts
    return Tie.objects.create(tenant=body.tenant, certifier=certifier, **told)


def test_a_part_is_given_and_leaves_a_trace(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, team=False)
    made = give(body, case, body.certifier(body.lead), Part.LEAD, leaves=["5.1.1.1"])
    entry = Entry.objects.filter(event="case.assign").get()
    assert (made.part, made.leaves, entry.case_id) == ("lead", ["5.1.1.1"], case.pk)
    assert "override" not in (entry.payload or {})


def test_a_group_stands_for_the_indicators_under_it(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, team=False)
    made = give(body, case, body.certifier(body.lead), Part.LEAD, leaves=["5.1.1", "5.1.1.1"])
    assert made.leaves == list(body.pack.leaves_under("5.1.1"))


def test_only_the_office_assigns(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, team=False)
    for by in (body.admin, body.lead, body.manager):
        with pytest.raises(NotAllowed):
            assigning.assign(case_id=case.pk, certifier_id=body.certifier(body.lead).pk, part=Part.LEAD, by=by)
    assert not CaseRole.objects.filter(case=case).exists()


@pytest.mark.parametrize("override", ["", "没有别人"])
def test_segregation_cannot_be_gone_past(body: Body, override: str) -> None:
    case = body.case(Stage.REPORT)
    assigning.release(role_id=case.roles.get(part="evaluator").pk, reason="换人", by=body.officer)
    with pytest.raises(RuleBroken, match="evaluated this case"):
        give(body, case, body.certifier(body.evaluator), override=override)


def test_a_tie_over_two_organisations_is_refused_with_its_path(body: Body) -> None:
    case = body.case(Stage.REPORT)
    who = body.certifier(body.reviewer)
    owner = body.client("甲公司")
    tie(body, who, party="甲公司", until=TODAY - timedelta(days=600))  # a client by its name
    Relation.objects.create(
        tenant=body.tenant, client=case.client, other=owner, kind="owns", since=date(2020, 1, 1),
        declared_at=clock.now(),
    )  # fmt: skip
    ended = TODAY - timedelta(days=600)
    path = f"reviewer 华 → consultancy for 甲公司 until {ended} → owns → {case.client.name}"
    with pytest.raises(RuleBroken) as refused:
        give(body, case, who, override="没有别人")
    assert str(refused.value.reason) == f"reviewer 华 cannot be assigned: has a tie to the client: {path}"


def test_a_cooled_tie_forbids_nothing(body: Body) -> None:
    case = body.case(Stage.REPORT)
    tie(body, body.certifier(body.reviewer), client=case.client, until=TODAY - timedelta(days=732))
    assert give(body, case, body.certifier(body.reviewer)).part == "reviewer"


def test_a_full_calendar_is_gone_past_with_a_reason_that_stays(body: Body) -> None:
    days: dict[str, Any] = {"evaluated_from": TODAY + timedelta(days=9), "evaluated_until": TODAY + timedelta(days=10)}
    case = body.case(Stage.CONTRACTED, team=False, **days)
    who = body.certifier(body.lead)
    Absence.objects.create(tenant=body.tenant, certifier=who, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    with pytest.raises(RuleBroken, match="is away"):
        give(body, case, who, Part.LEAD)
    give(body, case, who, Part.LEAD, override="本人同意提前返回")
    entry = Entry.objects.filter(event="case.assign").get()
    assert entry.payload is not None
    assert (entry.payload["override"], len(entry.payload["passed"])) == ("本人同意提前返回", 1)


def test_two_cases_on_one_day_are_told(body: Body) -> None:
    days: dict[str, Any] = {"evaluated_from": TODAY + timedelta(days=9), "evaluated_until": TODAY + timedelta(days=10)}
    first = body.case(Stage.CONTRACTED, **days)
    second = body.case(Stage.CONTRACTED, team=False, **days)
    with pytest.raises(RuleBroken, match=f"is on site for {first.number}"):
        give(body, second, body.certifier(body.lead), Part.LEAD)


def test_a_team_has_one_leader_and_nobody_a_part_twice(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    with pytest.raises(RuleBroken, match="one leader"):
        give(body, case, body.certifier(body.reviewer), Part.LEAD)
    with pytest.raises(RuleBroken, match="already"):
        give(body, case, body.certifier(body.evaluator), Part.EVALUATOR)


def test_unknown_indicators_and_ended_cases_are_refused(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, team=False)
    with pytest.raises(BadInput):
        give(body, case, body.certifier(body.lead), Part.LEAD, leaves=["9.9"])
    over = body.case(Stage.NOT_GRANTED)
    with pytest.raises(RuleBroken, match="has ended"):
        give(body, over, body.certifier(body.manager), Part.DECIDER)
    assert give(body, over, body.certifier(body.manager), Part.APPEAL_HANDLER).part == "appeal_handler"


def test_who_ever_had_a_part_handles_no_appeal_and_is_told(body: Body) -> None:
    case = body.case(Stage.NOT_GRANTED, team=False)
    role = body.assign(case, body.manager, Part.EVALUATOR)
    role.ended_at, role.end_reason = clock.now() - timedelta(days=1200), "病假"
    role.save(update_fields=["ended_at", "end_reason"])
    with pytest.raises(RuleBroken, match="took part in this case, so handles no"):
        give(body, case, body.certifier(body.manager), Part.APPEAL_HANDLER)


def test_ending_a_part_needs_a_reason_and_keeps_it(body: Body) -> None:
    case = body.case(Stage.ACCEPTED)
    role = case.roles.get(part="evaluator")
    with pytest.raises(BadInput):
        assigning.release(role_id=role.pk, reason=" ", by=body.officer)
    ended = assigning.release(role_id=role.pk, reason="病假", by=body.officer)
    assert (ended.end_reason, Entry.objects.filter(event="case.release").count()) == ("病假", 1)
    with pytest.raises(NotFound):
        assigning.release(role_id=role.pk, reason="再来", by=body.officer)


def test_everybody_is_judged_with_equal_queries(body: Body) -> None:
    case = body.case(Stage.REPORT)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as made:
            found = assigning.candidates(case, Part.REVIEWER)
        counts.append(len(made))
        for number in range(10):
            other = Certifier.objects.create(
                tenant=body.tenant, name=f"合同 {number}", employment="contract", contract_from=TODAY,
                created_at=clock.now(),
            )  # fmt: skip
            tie(body, other, client=case.client)
    by_name = {one.certifier.name: one for one in found}
    assert counts[0] == counts[1]
    assert (len(found), by_name["reviewer 华"].obstacles) == (18, ())
    assert [str(one.ground) for one in by_name["lead 华"].obstacles] == ["segregation"]
    assert "conflict" in {str(one.ground) for one in by_name["合同 1"].obstacles}
    assert [bool(one.obstacles) for one in found] == sorted(bool(one.obstacles) for one in found)


# gates


def blocks(cases: list[Case], to: Stage) -> dict[int, list[str]]:
    return {key: [str(reason) for reason in reasons] for key, reasons in gates.blocks(cases, to).items()}


def test_a_team_that_covers_comes_before_the_plan(body: Body) -> None:
    bare, staffed = body.case(Stage.DOCUMENT_REVIEW, team=False), body.case(Stage.DOCUMENT_REVIEW)
    found = blocks([bare, staffed], Stage.PLANNED)
    assert "assign a team leader first" in found[bare.pk]
    assert "assign a team leader first" not in found.get(staffed.pk, [])
    Competence.objects.update(withdrawn_at=clock.now())
    words = "nobody in the team is competent for scheme and trade SC03 on these days"
    assert words in blocks([staffed], Stage.PLANNED)[staffed.pk]


def test_a_reviewer_comes_before_the_review_and_a_quorum_before_the_decision(body: Body) -> None:
    case = body.case(Stage.REPORT)
    assert "assign a reviewer who did not evaluate this case" in blocks([case], Stage.UNDER_REVIEW)[case.pk]
    give(body, case, body.certifier(body.reviewer))
    assert "assign a reviewer who did not evaluate this case" not in blocks([case], Stage.UNDER_REVIEW).get(case.pk, [])
    short = [one for one in blocks([case], Stage.DECISION)[case.pk] if one.startswith("assign decision makers: 0 of")]
    assert len(short) == 1
    for one in (body.decider, body.decider2, body.decider3):
        give(body, case, body.certifier(one), Part.DECIDER)
    assert not [one for one in blocks([case], Stage.DECISION).get(case.pk, []) if one.startswith("assign")]


def test_a_tie_that_comes_to_light_stops_the_case(body: Body) -> None:
    case = body.case(Stage.DECISION)
    tie(body, body.certifier(body.decider), client=case.client, kind="financial")
    words = f"decider 华 has a tie to the client: decider 华 → financial interest in {case.client.name}"
    assert words in blocks([case], Stage.GRANTED)[case.pk]
    assigning.release(
        role_id=case.roles.filter(part="decider").order_by("pk")[0].pk, reason="利益关系", by=body.officer
    )
    assert words not in blocks([case], Stage.GRANTED).get(case.pk, [])


def test_gates_ask_equally_often_for_one_case_and_three(body: Body) -> None:
    from wuxing.certification.people import gates as ours

    cases = [body.case(Stage.DECISION) for _ in range(3)]
    for case in cases:
        tie(body, body.certifier(body.decider2), client=case.client)
    for check in (ours.team_covers, ours.reviewer_is_there, ours.committee_is_there, ours.nobody_is_tied):
        counts = []
        for some in (cases[:1], cases):
            with CaptureQueriesContext(connection) as made:
                check(some)
            counts.append(len(made))
        assert counts[0] == counts[1], check.__name__


def test_a_party_that_became_a_client_is_that_client(body: Body) -> None:
    case = body.case(Stage.REPORT)
    who = body.certifier(body.reviewer)
    tie(body, who, party=case.client.name, kind="employment")
    found = next(one for one in assigning.candidates(case, Part.REVIEWER) if one.certifier == who)
    assert [str(one.ground) for one in found.obstacles] == ["conflict"]
    assert queries.plainly(" 青禾　电器 ") == "青禾 电器"


def newcomer(body: Body, *cases: Case) -> Certifier:
    """An expert without a sign-in, in the team of some cases, who has declared nothing yet."""
    made = Certifier.objects.create(
        tenant=body.tenant, name="新人", employment="contract", contract_from=TODAY, created_at=clock.now()
    )
    for case in cases:
        CaseRole.objects.create(
            tenant=body.tenant, case=case, certifier=made, part=Part.EXPERT.value, assigned_at=clock.now()
        )
    return made


UNDECLARED = "no declaration of impartiality from: 新人"


def test_planning_waits_for_everybodys_declaration(body: Body) -> None:
    case, other = body.case(Stage.DOCUMENT_REVIEW), body.case(Stage.DOCUMENT_REVIEW)
    who = newcomer(body, case, other)
    found = people_gates.everybody_declared([case, other])
    assert {pk: str(one) for pk, one in found.items()} == {case.pk: UNDECLARED, other.pk: UNDECLARED}

    facts = {"tenant": body.tenant, "certifier": who, "text": "无利益关系", "signed_at": clock.now()}
    Declaration.objects.create(year=TODAY.year - 1, **facts)  # of last year
    Declaration.objects.create(year=TODAY.year, case=case, **facts)
    assert list(people_gates.everybody_declared([case, other])) == [other.pk]
    actions.declare_year(text="无利益关系", certifier_id=who.pk, by=body.manager)
    assert people_gates.everybody_declared([case, other]) == {}


def test_the_board_says_whose_declaration_is_missing(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=0)
    newcomer(body, case)
    onsite.start_plan(case_id=case.pk, by=body.lead)
    onsite.propose_lines(case_id=case.pk, first_day=TODAY + timedelta(days=3), by=body.lead)
    with pytest.raises(RuleBroken, match=UNDECLARED):
        onsite.release_plan(case_id=case.pk, by=body.lead)
    (card,) = [one for column in board.columns(body.officer, TODAY) for one in column.cards if one.case.pk == case.pk]
    assert [str(one) for one in card.blocks] == [UNDECLARED]
