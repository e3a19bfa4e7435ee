"""What locked buttons say, and where a visit stands."""

from datetime import UTC, datetime, timedelta

import pytest

from wuxing.service.repair.rules import promises, steps, words


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ((None, False, False, False, False), "contact"),
        (("proposed", False, False, False, False), "contact"),
        (("confirmed", False, True, False, False), "arrive"),
        (("en_route", False, True, False, False), "arrive"),
        (("arrived", True, True, False, False), "check"),
        (("working", True, True, False, False), "diagnose"),
        (("working", True, True, True, False), "parts"),
        (("paused", True, True, True, False), "parts"),
        ((None, True, True, True, True), "sign"),
    ],
)
def test_a_visit_stands_at_one_of_six_steps(facts: tuple[str | None, bool, bool, bool, bool], step: str) -> None:
    visit, confirmed, explained, diagnosed, ended = facts
    assert (
        steps.step_of(visit=visit, problem_confirmed=confirmed, explained=explained, diagnosed=diagnosed, ended=ended)
        == step
    )


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (steps.why_not_agree("dispatched", None), None),
        (steps.why_not_agree("dispatched", "proposed"), None),
        (steps.why_not_agree("qualified", None), "hand the order to a technician first"),
        (steps.why_not_agree("in_progress", "confirmed"), "a visit is agreed already; reschedule it instead"),
        (steps.why_not_reschedule("confirmed"), None),
        (steps.why_not_reschedule(None), "no visit is agreed yet; agree one first"),
        (steps.why_not_reschedule("arrived"), "the technician is on site already; end the visit instead"),
        (steps.why_not_accept("dispatched", accepted=False), None),
        (steps.why_not_accept("dispatched", accepted=True), "this order is accepted already"),
        (steps.why_not_accept("closed", accepted=True), "only an order that was handed over can be accepted"),
        (steps.why_not_decline("dispatched"), None),
        (steps.why_not_decline("in_progress"), "only an order that was handed over can be declined"),
        (steps.why_not_work_on("in_progress"), None),
        (steps.why_not_except(told=False), None),
        (steps.why_not_except(told=True), "the customer has been told; no exception is needed"),
        (steps.why_not_work_on("closed"), "an order that is closed is not worked on"),
        (steps.why_not_resume("on_hold"), None),
        (steps.why_not_resume("dispatched"), "this order does not wait"),
        (steps.why_not_correct("in_progress", diagnosed=True), None),
        (steps.why_not_correct("in_progress", diagnosed=False), "there is no diagnosis to correct yet"),
        (steps.why_not_correct("closed", diagnosed=True), "an order that is closed is not worked on"),
        (steps.why_not_follow_up("closed", done=False), None),
        (steps.why_not_follow_up("closed", done=True), "the customer was called back already"),
        (steps.why_not_follow_up("reviewed", done=False), "the follow-up call comes after the order is closed"),
        (steps.why_not_review("work_done", ()), None),
        (steps.why_not_review("in_progress", ()), "the technician reports the work as done first"),
        (steps.why_not_reveal("dispatched", own=True, desk=False), None),
        (steps.why_not_reveal("dispatched", own=False, desk=True), None),
        (
            steps.why_not_reveal("dispatched", own=False, desk=False),
            "only the technician of this order sees the number",
        ),
        (steps.why_not_reveal("closed", own=False, desk=True), None),
        (steps.why_not_reveal("closed", own=True, desk=False), "the order is over; nobody needs the number any more"),
        (steps.why_not_reveal("cancelled", own=True, desk=True), "the order is over; nobody needs the number any more"),
    ],
)
def test_a_locked_button_says_why(refusal: str | None, reason: str | None) -> None:
    assert refusal == reason


@pytest.mark.parametrize(
    ("kind", "minutes", "look"),
    [
        ("dispatch", -1, "late"),
        ("dispatch", 60, "risk"),
        ("dispatch", 61, "ontime"),
        ("resolve", 120, "risk"),
        ("resolve", 121, "ontime"),
    ],
)
def test_a_promise_is_on_time_at_risk_or_late(kind: str, minutes: int, look: str) -> None:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert promises.standing(kind, now + timedelta(minutes=minutes), now) == look


def test_a_trade_offers_its_own_symptoms_and_something_else() -> None:
    assert list(words.symptoms_for("gas"))[:2] == ["no_ignition", "flame_out"]
    assert [list(words.symptoms_for(trade))[-1] for trade in ("gas", "unknown")] == ["other", "other"]
    assert set(words.symptoms_for("unknown")) == set(words.SYMPTOMS)
