"""Findings are raised by the team while it is on site, and stand after the closing meeting."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.certification.body import Body
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings import actions, queries
from wuxing.certification.findings.actions import Seen
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, Kind, Source, State
from wuxing.certification.programme import queries as programmes
from wuxing.certification.report.models import SetAside
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry

SHARED = "5.2.4-b"  # proportional


def told(event: str) -> dict[str, Any]:
    payload = Entry.objects.filter(event=event).latest("pk").payload
    assert isinstance(payload, dict)
    return payload


def whole_leaf(body: Body) -> str:
    return next(leaf.id for leaf in body.pack.leaves if leaf.deduction != "proportional")


def seen(**changes: Any) -> Seen:
    words: dict[str, Any] = {
        "kind": Kind.DEDUCTION, "text": "抽查的工单缺签字", "evidence": "工单 12、17", "leaf": SHARED,
        "grade": Grade.MINOR, "sample_size": 30, "failures": 2,
    }  # fmt: skip
    return Seen(**(words | changes))


def special(**changes: Any) -> Seen:
    words: dict[str, Any] = {
        "kind": Kind.SPECIAL,
        "leaf": "",
        "reason_code": "law",
        "sample_size": None,
        "failures": None,
    }
    return seen(**(words | changes))


def test_findings_are_numbered_and_due_by_the_programme(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    first = actions.raise_finding(case_id=case.pk, seen=seen(), by=body.evaluator)
    second = actions.raise_finding(case_id=case.pk, seen=special(), by=body.lead)
    third = actions.raise_finding(case_id=case.pk, seen=seen(kind=Kind.STRENGTH, evidence="", grade=None), by=body.lead)
    window = timedelta(days=programmes.for_case(case).windows.correction)
    assert [(one.number, one.kind, one.due_on) for one in (first, second, third)] == [
        (1, "deduction", clock.today() + window), (2, "special", clock.today() + window), (3, "strength", None),
    ]  # fmt: skip
    assert (third.sample_size, third.failures) == (None, None)
    assert told("finding.raise")["number"] == 3
    assert Entry.objects.filter(event="finding.raise", case_type="case", case_id=case.pk).count() == 3


def test_only_the_team_raises_findings(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    other = body.case(Stage.ON_SITE, team=False)
    for by in (body.admin, body.manager, body.officer, body.reviewer, body.decider):
        with pytest.raises(NotAllowed):
            actions.raise_finding(case_id=case.pk, seen=seen(), by=by)
    with pytest.raises(NotAllowed):
        actions.raise_finding(case_id=other.pk, seen=seen(), by=body.lead)
    assert Finding.objects.count() == 0


def test_an_evaluator_raises_on_their_own_indicators_only(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    role = case.roles.get(part=Part.EVALUATOR)
    role.leaves = [whole_leaf(body)]
    role.save(update_fields=["leaves"])
    with pytest.raises(NotAllowed):
        actions.raise_finding(case_id=case.pk, seen=seen(), by=body.evaluator)
    made = actions.raise_finding(
        case_id=case.pk, seen=seen(leaf=whole_leaf(body), sample_size=None, failures=None), by=body.evaluator
    )
    assert made.leaf == whole_leaf(body)
    assert actions.raise_finding(case_id=case.pk, seen=seen(), by=body.lead).number == 2


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"text": " "}, {"text"}),
        ({"evidence": ""}, {"evidence"}),
        ({"leaf": "9.9.9"}, {"leaf"}),
        ({"leaf": ""}, {"leaf"}),
        ({"grade": None}, {"grade"}),
        ({"failures": 31}, {"failures"}),
        ({"failures": 0}, {"failures"}),
        ({"sample_size": None}, {"sample_size"}),
        ({"kind": Kind.SPECIAL, "reason_code": "mood"}, {"reason_code"}),
        ({"kind": Kind.BONUS, "evidence": ""}, {"evidence"}),
        ({"site_id": 10**7}, {"site_id"}),
    ],
)
def test_what_is_missing_is_named(body: Body, changes: dict[str, Any], fields: set[str]) -> None:
    case = body.case(Stage.ON_SITE)
    with pytest.raises(BadInput) as refused:
        actions.raise_finding(case_id=case.pk, seen=seen(**changes), by=body.lead)
    assert set(refused.value.fields) == fields


def test_an_indicator_has_one_sample(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    actions.raise_finding(case_id=case.pk, seen=seen(), by=body.lead)
    with pytest.raises(BadInput) as refused:
        actions.raise_finding(case_id=case.pk, seen=seen(sample_size=25), by=body.lead)
    assert set(refused.value.fields) == {"sample_size"}
    actions.raise_finding(case_id=case.pk, seen=seen(failures=3), by=body.lead)
    assert queries.ratio(case, SHARED) == Decimal("0.833333")


def test_a_finding_is_corrected_and_taken_back_before_the_closing_meeting(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    made = actions.raise_finding(case_id=case.pk, seen=seen(), by=body.evaluator)
    changed = actions.correct(finding_id=made.pk, seen=seen(text="缺两份签字", failures=3), by=body.lead)
    assert (changed.text, changed.failures) == ("缺两份签字", 3)
    assert told("finding.correct")["before"] == {"text": "抽查的工单缺签字", "failures": 2}
    assert told("finding.correct")["after"] == {"text": "缺两份签字", "failures": 3}
    actions.take_back(finding_id=made.pk, reason="当场出示了签字", by=body.lead)
    made.refresh_from_db()
    assert made.state == State.TAKEN_BACK
    assert queries.costs(case) == {}


def test_after_the_closing_meeting_a_finding_stands(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    made = actions.raise_finding(case_id=case.pk, seen=seen(), by=body.lead)
    case.stage, case.closing_at = Stage.FINDINGS.value, clock.now()
    case.save()
    refused: list[Callable[[], object]] = [
        lambda: actions.correct(finding_id=made.pk, seen=seen(text="其他"), by=body.lead),
        lambda: actions.take_back(finding_id=made.pk, reason="算了", by=body.lead),
        lambda: actions.raise_finding(case_id=case.pk, seen=seen(), by=body.lead),
        lambda: actions.raise_finding(case_id=case.pk, seen=seen(source=Source.FOLLOW_UP), by=body.lead),
    ]
    for act in refused:
        with pytest.raises(RuleBroken):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(pk=made.pk).update(failures=0)
    later = actions.raise_finding(case_id=case.pk, seen=special(source=Source.FOLLOW_UP), by=body.lead)
    assert (later.number, later.source) == (2, "follow_up")


def test_costs_are_those_of_the_points_in_use(body: Body) -> None:
    case, whole = body.case(Stage.ON_SITE), whole_leaf(body)
    shared = [actions.raise_finding(case_id=case.pk, seen=seen(failures=failures), by=body.lead) for failures in (3, 6)]
    others = [
        actions.raise_finding(case_id=case.pk, seen=seen(leaf=whole, sample_size=None, failures=None), by=body.lead)
        for _one in range(2)
    ]
    minus = actions.raise_finding(case_id=case.pk, seen=special(), by=body.lead)
    noted = actions.raise_finding(case_id=case.pk, seen=seen(kind=Kind.OBSERVATION, grade=None), by=body.lead)
    used, costs = queries.points_in_use(case), queries.costs(case)
    assert used.draft is False
    assert sum(costs[one.pk] for one in others) == used.of[whole]
    assert [costs[one.pk] for one in shared] == [used.of[SHARED] * 3 / 30, used.of[SHARED] * 6 / 30]
    assert costs[minus.pk] == 1
    assert noted.pk not in costs


def test_a_special_deduction_that_was_set_aside_costs_nothing(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    first, second = (actions.raise_finding(case_id=case.pk, seen=special(), by=body.lead) for _one in range(2))
    SetAside.objects.create(
        tenant=body.tenant, case=case, finding=first, reason="法规已废止", proposed_by_id=body.decider.user_id,
        confirmed_by_id=body.decider2.user_id, at=clock.now(),
    )  # fmt: skip
    assert queries.costs(case) == {second.pk: 1}


def test_costs_of_points_that_are_not_official_are_drafts(unofficial_body: Body) -> None:
    body = unofficial_body
    case = body.case(Stage.ON_SITE)
    made = actions.raise_finding(case_id=case.pk, seen=seen(failures=30), by=body.lead)
    used = queries.points_in_use(case)
    assert used.draft is True
    assert queries.costs(case) == {made.pk: body.pack.by_id[SHARED].placeholder_points}
