"""What an application must say, truth by truth."""

from dataclasses import replace
from datetime import date

import pytest

from wuxing.certification.application import rules
from wuxing.certification.application.rules import Answer, Given, Handed, Needed
from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.cases.states import Kind, Stage
from wuxing.core.reasons import say

TODAY = date(2026, 11, 22)
WHOLE = Given(
    kind=Kind.INITIAL, name="青禾", credit_code="91350100M000100Y43", contact="叶青", reach="1", target_level="star5",
    products="家电", regions="福建", headcount=20, running_since=date(2024, 1, 1), headquarters=True, outlets=2,
    at_sites=20, no_outlets=False, lawful=True, no_incident=True, consented=True,
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("91350100M000100Y43", None),
        (" 9135 0100-m000100y43 ", None),
        ("91350100M000100Y4", "the code has 18 signs; this has 17"),
        ("91350100M000100Y44", "one sign is wrong, for the last does not fit the others; compare it with the business licence"),
        ("91350100M000100O43", "“O” does not occur in such a code: I, O, S, V and Z are never used"),
        ("", "the code has 18 signs; this has 0"),
    ],
)  # fmt: skip
def test_a_credit_code_is_checked_sign_by_sign(typed: str, reason: str | None) -> None:
    assert rules.why_not_credit_code(rules.credit_code(typed)) == reason


@pytest.mark.parametrize("place", range(17))
def test_one_wrong_sign_is_always_found(place: int) -> None:
    code = "91350100M000100Y43"
    wrong = [
        code[:place] + sign + code[place + 1 :] for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY" if sign != code[place]
    ]
    assert [one for one in wrong if rules.why_not_credit_code(one) is None] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"credit_code": ""}, "credit_code"),
        ({"claimed_code": "x"}, "credit_code"),
        ({"contact": ""}, "contact_name"),
        ({"reach": ""}, "phone"),
        ({"target_level": ""}, "target_level"),
        ({"products": ""}, "products"),
        ({"regions": ""}, "regions"),
        ({"headcount": 0}, "headcount"),
        ({"headcount": 19}, "headcount"),
        ({"running_since": None}, "running_since"),
        ({"running_since": date(2026, 11, 23)}, "running_since"),
        ({"headquarters": False}, "headquarters"),
        ({"outlets": 0}, "outlets"),
        ({"no_outlets": True}, "outlets"),
        ({"lawful": False}, "lawful"),
        ({"no_incident": False}, "no_incident"),
        ({"consented": False}, "consent"),
    ],
)
def test_whatever_is_missing_is_named_alone(change: dict[str, object], field: str) -> None:
    assert rules.lacks(WHOLE, [], {}, TODAY) == []
    assert [one.field for one in rules.lacks(replace(WHOLE, **change), [], {}, TODAY)] == [field]  # type: ignore[arg-type]


def test_papers_are_asked_for_and_may_run_out() -> None:
    needed = [Needed("licence", "营业执照"), Needed("chart", "组织机构图"), Needed("manual", "手册")]
    handed = {"licence": Handed("licence", date(2026, 11, 21)), "chart": Handed("chart", TODAY)}
    assert [(one.field, one.reason) for one in rules.lacks(WHOLE, needed, handed, TODAY)] == [
        ("paper:licence", "“营业执照” ran out on 2026-11-21"),
        ("paper:manual", "“手册” is not handed in"),
    ]


@pytest.mark.parametrize(
    ("since", "months", "reason"),
    [
        (date(2026, 8, 22), 3, None),
        (date(2026, 8, 23), 3, "the service system has run for 2 months; the rule asks for 3"),
        (None, 3, "it is not said since when the service system runs"),
    ],
)
def test_a_service_system_runs_for_a_while_first(since: date | None, months: int, reason: str | None) -> None:
    assert rules.why_not_running(since, TODAY, months) == reason


def points(*no: Point, note: str = "") -> dict[Point, Answer]:
    return {point: Answer(point not in no, note if point in no else "") for point in Point}


@pytest.mark.parametrize(
    ("outcome", "answers", "reasons", "fields"),
    [
        (Outcome.ACCEPTED, points(), "", []),
        (Outcome.ACCEPTED, points(Point.SCOPE), "", ["outcome"]),
        (Outcome.ACCEPTED, {}, "", [point.value for point in Point]),
        (Outcome.RETURNED, points(Point.SCOPE, note="regions?"), "which regions?", []),
        (Outcome.RETURNED, points(Point.SCOPE), "which regions?", ["scope_note"]),
        (Outcome.RETURNED, points(Point.SCOPE, note="regions?"), " ", ["reasons"]),
        (Outcome.REFUSED, points(Point.LAWFUL, note="no licence"), "", ["reasons"]),
        (Outcome.REFUSED, points(Point.LAWFUL, note="no licence"), "no licence", []),
    ],
)
def test_a_review_is_whole(outcome: Outcome, answers: dict[Point, Answer], reasons: str, fields: list[str]) -> None:
    assert list(rules.why_not_record(outcome, answers, {}, reasons)) == fields


def test_nobody_says_yes_where_the_case_says_no() -> None:
    why = say("the service system has run for %(ran)s months; the rule asks for %(months)s", ran=1, months=3)
    computed = {Point.RUNNING: why, Point.OFFERED: None}
    assert rules.why_not_record(Outcome.ACCEPTED, points(), computed, "") == {"running": why}


@pytest.mark.parametrize("stage", Stage)
def test_a_snapshot_is_taken_until_the_team_comes(stage: Stage) -> None:
    early = ("draft", "submitted", "application_review", "accepted", "contracted", "document_review", "planned")
    assert (rules.why_not_hand_over(stage) is None) == (stage.value in early)
