"""The simulator tells the same story for a seed and a moment; every case follows the state machines."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from wuxing.customers.customer_care.rules import why_not_phone
from wuxing.governance.commitments.rules import Terms
from wuxing.service.repair.rules.history import Binding, CaseDraft, Story, tell
from wuxing.service.repair.states import OPEN_ORDERS
from wuxing.web.demo import company, people, simulator
from wuxing.web.demo.catalogue import MODELS

WEEKDAY = datetime(2026, 11, 18, 2, 24, tzinfo=UTC)  # Wednesday 10:24 in China
NIGHT = datetime(2026, 11, 21, 19, 13, tzinfo=UTC)  # a Sunday, three in the morning
OVER = ("rescheduled", "cancelled", "declined")


def told(now: datetime, scale: float = 0.2, seed: int = 1) -> tuple[list[CaseDraft], list[Story]]:
    plan = simulator.plan(now=now, scale=scale, seed=seed)
    calendars = {name: company.calendar(name, plan.years) for name in company.WEEKLY}
    outlets = {outlet.code: calendars[outlet.calendar] for outlet in company.OUTLETS}
    by_name = {one.name: outlets[one.outlet] for one in plan.crew}
    by_place = {district: outlets[code] for code, districts in people.DISTRICTS.items() for district in districts}

    def binding(case: CaseDraft) -> Binding:
        def in_force(_at: datetime, who: str) -> list[Terms]:
            calendar = by_name.get(who, by_place[case.district])
            return [
                Terms(place, kind, area, minutes, place, calendar)
                for place, (kind, area, _text, minutes, _calendar) in enumerate(company.PROMISES)
            ]

        return Binding(in_force)

    cases = list(simulator.cases(plan))
    return cases, [tell(case, binding(case), strict=True) for case in cases]


@pytest.fixture(scope="module", params=[WEEKDAY, NIGHT], ids=["weekday", "night"])
def history(request: pytest.FixtureRequest) -> "History":
    """All cases of a fifth of the ordinary company, each accepted by the strict state machines."""
    return request.param, *told(request.param)


History = tuple[datetime, list[CaseDraft], list[Story]]


def test_the_same_seed_and_moment_tell_the_same_story() -> None:
    assert told(WEEKDAY, 0.02)[0] == told(WEEKDAY, 0.02)[0]
    assert told(WEEKDAY, 0.02)[0] != told(WEEKDAY, 0.02, seed=2)[0]


def test_there_are_as_many_orders_as_planned(history: History) -> None:
    _now, _cases, stories = history

    orders = sum(1 for story in stories if story.order)

    assert orders == pytest.approx(2400, abs=8)  # calls of the last minutes are not written as orders yet


def test_nothing_happens_after_now_or_before_the_call(history: History) -> None:
    now, cases, _stories = history

    assert max(case.received_at for case in cases) <= now
    assert max((case.recorded_at or now) for case in cases) <= now
    assert all(case.received_at <= step.at <= now for case in cases for step in case.steps)


def test_nobody_is_booked_twice_at_one_time(history: History) -> None:
    _now, _cases, stories = history
    days: dict[str, list[tuple[datetime, datetime]]] = {}
    for story in stories:
        for visit in story.visits:
            if visit["state"] not in OVER:
                days.setdefault((story.order or {})["technician"], []).append(visit["slot"])

    doubles = [pair for slots in days.values() for pair in pairwise(sorted(slots)) if pair[1][0] < pair[0][1]]

    assert doubles == []


def test_technicians_are_sent_within_their_skill(history: History) -> None:
    now, cases, stories = history
    crew = {one.name: one for one in simulator.plan(now=now, scale=0.2).crew}

    unfit = [
        case.key
        for case, story in zip(cases, stories, strict=True)
        if story.order
        and (name := story.order.get("technician"))
        and not crew[name].can(MODELS[case.product].trade, MODELS[case.product].level)
    ]

    assert unfit == []


def share(stories: list[Story], kind: str) -> float:
    kept = [target.kept for story in stories for target in story.targets if target.terms.kind == kind]
    return kept.count(True) / (kept.count(True) + kept.count(False))


def test_promises_are_kept_as_often_as_one_would_believe(history: History) -> None:
    _now, _cases, stories = history

    assert 0.90 < share(stories, "dispatch") < 0.98
    assert 0.85 < share(stories, "contact") < 0.95
    assert 0.80 < share(stories, "arrive") < 0.95
    assert 0.82 < share(stories, "resolve") < 0.96
    assert 0.88 < share(stories, "follow_up") < 0.98


def test_facts_stand_in_believable_shares(history: History) -> None:
    _now, _cases, stories = history
    done = [story.order for story in stories if story.order and story.order.get("resolved_at")]
    states = Counter(story.request_state for story in stories)

    def part(name: str) -> float:
        return sum(1 for order in done if order.get(name)) / len(done)

    assert 0.94 < part("signed_at") < 0.99
    assert 0.91 < part("checklist_complete") < 0.98
    assert 0.95 < part("warranty_explained_at") < 0.995
    assert 0.80 < sum(1 for order in done if order["visits"] == 1) / len(done) < 0.92
    unhappy = [order["follow_up_satisfied"] for order in done if order.get("followed_up_at")]
    assert 0.02 < unhappy.count(False) / len(unhappy) < 0.10
    assert {"converted", "answered_remotely", "rejected", "merged", "new"} == set(states)


def test_the_present_day_has_open_orders_in_every_state(history: History) -> None:
    now, _cases, stories = history
    running = [story for story in stories if story.order and story.order["state"] in OPEN_ORDERS]
    states = {str(story.order["state"]) for story in running if story.order}
    visits = {str(story.visits[-1]["state"]) for story in running if story.visits}

    assert states >= {"draft", "qualified", "dispatched", "in_progress", "on_hold", "work_done"}
    assert visits >= {"confirmed", "en_route"}
    today = (now + timedelta(hours=8)).date()
    lanes = [
        visit
        for story in running
        for visit in story.visits
        if visit["slot"] and (visit["slot"][0] + timedelta(hours=8)).date() == today
    ]
    assert len(lanes) >= 4


def test_seasons_and_weekdays_show(history: History) -> None:
    _now, cases, _stories = history
    cold = [case for case in cases if MODELS[case.product].category == "空调"]
    summer = sum(1 for case in cold if case.received_at.month in (6, 7, 8))
    winter = sum(1 for case in cold if case.received_at.month in (12, 1, 2))
    days = Counter((case.received_at + timedelta(hours=8)).weekday() for case in cases)

    assert summer > 4 * winter
    assert days[6] < days[0]


def test_phone_numbers_are_valid_in_form_and_nobodys(history: History) -> None:
    _now, cases, _stories = history

    assert {why_not_phone(case.phone) for case in cases} == {None}
    assert {case.phone[:3] for case in cases} <= {"160", "161", "163", "164", "168", "169"}


def test_a_larger_company_has_more_people_with_names_of_their_own() -> None:
    plan = simulator.plan(now=WEEKDAY, scale=10)

    assert (plan.orders, len(plan.crew), len({one.name for one in plan.crew})) == (120_000, 240, 240)


@pytest.mark.parametrize("outlet", ["GL", "MW", "QZ"])
def test_every_outlet_can_serve_every_product(outlet: str) -> None:
    crew = [one for one in company.technicians(24, 1) if one.outlet == outlet]

    unserved = [model.code for model in MODELS.values() if not any(one.can(model.trade, model.level) for one in crew)]

    assert unserved == []


def test_holidays_and_make_up_days_are_exceptions() -> None:
    found = company.exceptions_for("福州网点", range(2025, 2028))

    assert found["2026-10-01"] == []
    assert found["2025-01-26"] == [["08:30", "12:00"], ["13:30", "18:00"]]  # a Sunday that is worked
    assert max(found) < "2027"  # not published yet
