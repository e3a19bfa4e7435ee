"""Why somebody cannot take a part: the whole truth, line by line."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from wuxing.certification.cases.states import APART, TEAM, Part
from wuxing.certification.people.rules import assigning
from wuxing.certification.people.rules.assigning import Away, Busy, Ground, Person, Skill, Taken, Task
from wuxing.certification.people.rules.graph import Step, Tie, Way, Window

TODAY = date(2026, 11, 22)
DAYS = Window(date(2026, 12, 1), date(2026, 12, 3))
EVERYTHING = tuple(Skill("s", "", part, date(2020, 1, 1), date(2030, 1, 1)) for part in Part)
FIT = Person(
    name="王敏", active=True, signs_in=True, registration="CCAA-1", level="reviewer",
    registered_until=date(2027, 1, 1), contract_from=date(2020, 1, 1), contract_until=None,
    days_a_month=Decimal(15), skills=EVERYTHING,
)  # fmt: skip
WAYS: dict[str, Way] = {"client:1": (), "party:甲公司": (Step("owns", "client:1", "青禾电器", date(2020, 1, 1)),)}


def task(part: Part = Part.LEAD, **changes: Any) -> Task:
    planned = part in TEAM
    window = DAYS if planned else Window(TODAY, TODAY)
    return replace(Task(part, "s", "SC03", window, planned), **changes)


def reason(person: Person, asked: Task) -> str | None:
    found = assigning.why_not_assign(person, asked, WAYS)
    return str(found.reason) if found else None


@pytest.mark.parametrize("part", Part)
def test_who_is_fit_may_take_every_part(part: Part) -> None:
    assert reason(FIT, task(part)) is None


@pytest.mark.parametrize(
    ("changes", "part", "expected"),
    [
        ({"active": False}, Part.DECIDER, "does not work for the body any more"),
        ({"contract_from": date(2026, 12, 2)}, Part.LEAD, "the contract begins only on 2026-12-02"),
        ({"contract_until": date(2026, 12, 2)}, Part.LEAD, "the contract ends on 2026-12-02"),
        ({"contract_until": date(2026, 12, 3)}, Part.LEAD, None),
        ({"signs_in": False}, Part.DECIDER, "has no sign-in here, which this part needs"),
        ({"signs_in": False}, Part.EXPERT, None),
        ({"level": "trainee"}, Part.LEAD, "is a trainee, who neither leads nor reviews nor decides"),
        ({"level": "trainee"}, Part.REVIEWER, "is a trainee, who neither leads nor reviews nor decides"),
        ({"level": "trainee"}, Part.EVALUATOR, None),
        ({"level": "senior"}, Part.LEAD, None),
        ({"level": "", "registration": ""}, Part.EVALUATOR, "is not registered as a reviewer of services"),
        ({"level": "", "registration": ""}, Part.EXPERT, None),
        ({"level": "", "registration": ""}, Part.DECIDER, None),
        ({"registered_until": date(2026, 12, 2)}, Part.LEAD, "the registration ends on 2026-12-02"),
        ({"registered_until": date(2026, 12, 2)}, Part.REVIEWER, None),
    ],
)
def test_contract_and_registration_carry_the_days(changes: dict[str, Any], part: Part, expected: str | None) -> None:
    assert reason(replace(FIT, **changes), task(part)) == expected


@pytest.mark.parametrize(
    ("skill", "expected"),
    [
        (Skill("s", "SC03", "lead", date(2020, 1, 1), date(2026, 12, 3)), None),
        (
            Skill("s", "SC03", "lead", date(2020, 1, 1), date(2026, 12, 2)),
            "the competence for this ends on 2026-12-02",
        ),
        (
            Skill("s", "SC03", "lead", date(2026, 12, 2), date(2030, 1, 1)),
            "the competence for this begins on 2026-12-02",
        ),
        (Skill("s", "SC04", "lead", date(2020, 1, 1), date(2030, 1, 1)), "no trade"),
        (Skill("t", "SC03", "lead", date(2020, 1, 1), date(2030, 1, 1)), "no trade"),
        (Skill("s", "SC03", "reviewer", date(2020, 1, 1), date(2030, 1, 1)), "no trade"),
    ],
)
def test_competence_covers_scheme_trade_part_and_days(skill: Skill, expected: str | None) -> None:
    missing = "has no competence for this part in trade SC03"
    assert reason(replace(FIT, skills=(skill,)), task()) == (missing if expected == "no trade" else expected)


def test_a_case_without_trade_needs_competence_in_every_trade() -> None:
    only = replace(FIT, skills=(Skill("s", "SC03", "lead", date(2020, 1, 1), date(2030, 1, 1)),))
    words = "has no competence for this part in every trade, which this case needs"
    assert (reason(only, task(trade="")), reason(FIT, task(trade=""))) == (words, None)


@pytest.mark.parametrize("had", sorted(TEAM | APART))
@pytest.mark.parametrize("part", sorted(TEAM | APART))
def test_who_evaluated_never_reviews_or_decides_and_the_reverse(part: Part, had: Part) -> None:
    found = assigning.why_not_assign(replace(FIT, taken=(Taken(had),)), task(part), WAYS)
    if (part in TEAM) is (had in TEAM):
        assert found is None
    else:
        assert found is not None
        assert (found.ground, found.overridable) == (Ground.SEGREGATION, False)


@pytest.mark.parametrize(
    ("part", "refused"),
    [
        (Part.DECIDER, True),
        (Part.LEAD, True),
        (Part.APPEAL_HANDLER, False),  # another appeal of the same case
    ],
)
def test_an_appeal_is_handled_by_who_was_not_involved(part: Part, refused: bool) -> None:
    found = assigning.why_not_assign(replace(FIT, taken=(Taken(part),)), task(Part.APPEAL_HANDLER), WAYS)
    assert (found is not None) is refused


def test_a_tie_is_told_with_its_path_and_cannot_be_gone_past() -> None:
    tied = replace(FIT, ties=(Tie("party:甲公司", "甲公司", "consultancy", date(2023, 1, 1), date(2025, 3, 1)),))
    found = assigning.why_not_assign(tied, task(Part.DECIDER), WAYS)
    assert found is not None
    assert (found.ground, found.overridable, str(found.reason)) == (
        Ground.CONFLICT,
        False,
        "has a tie to the client: 王敏 → consultancy for 甲公司 until 2025-03-01 → owns → 青禾电器",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"away": (Away(date(2026, 12, 3), date(2026, 12, 9)),)}, "is away from 2026-12-03 to 2026-12-09"),
        ({"away": (Away(date(2026, 12, 4), date(2026, 12, 9)),)}, None),
        ({"busy": (Busy("CA-1", date(2026, 11, 28), date(2026, 12, 1)),)}, "is on site for CA-1 on 2026-12-01"),
        ({"busy": (Busy("CA-1", date(2026, 12, 10), date(2026, 12, 21)),)}, None),
        ({"load": {"2026-12": Decimal("13.5")}}, None),  # and 1.5: 15
        (
            {"load": {"2026-12": Decimal("13.57")}},
            "has 13.57 days planned in 2026-12; with this case they would be 15.07 of 15",
        ),
        ({"load": {"2026-11": Decimal(30)}}, None),  # another month
    ],
)
def test_the_calendar_may_be_gone_past(changes: dict[str, Any], expected: str | None) -> None:
    found = assigning.why_not_assign(replace(FIT, **changes), task(load={"2026-12": Decimal("1.5")}), WAYS)
    assert (str(found.reason) if found else None) == expected
    assert found is None or found.overridable


def test_reviews_are_not_planned_by_the_day() -> None:
    away = replace(FIT, away=(Away(TODAY, TODAY),))
    assert reason(away, task(Part.REVIEWER)) is None


def test_everything_is_told_the_gravest_first() -> None:
    bad = replace(
        FIT, active=False, skills=(), taken=(Taken(Part.REVIEWER),), away=(Away(*(DAYS.first,) * 2),),
        ties=(Tie("client:1", "青禾电器", "family", date(2020, 1, 1)),),
    )  # fmt: skip
    grounds = [Ground.SEGREGATION, Ground.CONFLICT, Ground.WORK, Ground.COMPETENCE, Ground.WORKLOAD]
    assert [one.ground for one in assigning.obstacles(bad, task(), WAYS)] == grounds


def test_a_team_covers_its_case() -> None:
    lead, evaluator = task(Part.LEAD), task(Part.EVALUATOR)
    unskilled = replace(FIT, skills=())
    assert assigning.why_not_cover([]) == "assign a team leader first"
    assert assigning.why_not_cover([(FIT, evaluator)]) == "assign a team leader first"
    assert assigning.why_not_cover([(unskilled, lead), (FIT, evaluator)]) is None  # together competent
    words = "nobody in the team is competent for scheme and trade SC03 on these days"
    assert assigning.why_not_cover([(unskilled, lead)]) == words
    gone = replace(FIT, registered_until=date(2026, 1, 1))
    words = "team leader 王敏: the registration ends on 2026-01-01"
    assert assigning.why_not_cover([(gone, lead), (FIT, evaluator)]) == words


@pytest.mark.parametrize(
    ("until", "own", "refused"),
    [
        (TODAY, True, False),
        (date(2026, 10, 22), True, False),
        (date(2026, 10, 21), True, True),  # who has a tie does not shorten its cooling-off
        (date(2026, 10, 21), False, False),
        (date(2026, 11, 23), False, True),
        (date(2019, 12, 31), False, True),
    ],
)
def test_a_tie_ends_when_it_ended(until: date, own: bool, refused: bool) -> None:
    assert (assigning.why_not_end_tie(date(2020, 1, 1), until, TODAY, own=own) is not None) is refused
