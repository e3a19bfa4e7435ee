"""有效性验证: judged by somebody else, closed when proven, opened again when not."""

from datetime import timedelta

import pytest

from tests.governance.nonconformity.treating import House, leaves_nothing, leaves_one
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.governance.nonconformity import actions


def test_the_effect_is_judged_with_its_evidence(house: House) -> None:
    made = house.done()
    with leaves_one(
        "check_effectiveness",
        case=made.pk,
        verdict="effective",
        evidence="11 月 86 台中没有再停机的",
        record="",
        round=1,
    ):
        house.check(made)
    again = house.again(made)
    assert (again.state, again.verified_by_id) == ("effectiveness_check", house.verifier.user_id)


def test_the_owner_does_not_judge(house: House) -> None:
    made = house.done()
    with leaves_nothing(RuleBroken, "somebody else judges the effect: you own this one"):
        house.check(made, by=house.owner)


def test_whoever_did_an_action_does_not_judge(house: House) -> None:
    made = house.analysed()
    house.plan(made, house.todo(responsible_id=house.verifier.user_id))
    actions.start(nonconformity_id=made.pk, by=house.owner)
    made = house.again(made)
    actions.complete_action(nonconformity_id=made.pk, action_id=house.action(made).pk, result="已改", by=house.verifier)
    with leaves_nothing(RuleBroken, "somebody else judges the effect: you carried out one of the actions"):
        house.check(made)


def test_whoever_reported_it_done_for_another_does_not_judge(house: House) -> None:
    made = house.started()
    actions.complete_action(nonconformity_id=made.pk, action_id=house.action(made).pk, result="已改", by=house.verifier)
    with leaves_nothing(RuleBroken, "somebody else judges the effect: you carried out one of the actions"):
        house.check(made)


def test_the_effect_is_not_judged_before_its_day(house: House) -> None:
    made = house.analysed()
    day = house.today() + timedelta(days=90)
    house.plan(made, check_on=day)
    actions.start(nonconformity_id=made.pk, by=house.owner)
    made = house.again(made)
    house.complete(made)
    with leaves_nothing(RuleBroken, f"the plan lets the effect show until {day}; judge it then"):
        house.check(made)


def test_actions_come_first(house: House) -> None:
    made = house.started()
    with leaves_nothing(RuleBroken, "1 actions are not done yet"):
        house.check(made)
    with leaves_nothing(RuleBroken, "first carry out every action"):
        actions.close(nonconformity_id=made.pk, by=house.verifier)


def test_a_verdict_needs_evidence(house: House) -> None:
    made = house.done()
    with leaves_nothing(BadInput, "write a sentence that others understand"):
        actions.check_effectiveness(nonconformity_id=made.pk, verdict="effective", evidence=" ", by=house.verifier)
    with leaves_nothing(BadInput, "choose one of the list"):
        actions.check_effectiveness(nonconformity_id=made.pk, verdict="perhaps", evidence="x", by=house.verifier)


def test_who_may_not_verify_does_not(house: House) -> None:
    made = house.done()
    with leaves_nothing(NotAllowed):
        house.check(made, by=house.doer)


def test_it_is_not_closed_without_a_proven_effect(house: House) -> None:
    made = house.done()
    reason = "first have the effect checked by somebody who neither owns it nor did the actions"
    with leaves_nothing(RuleBroken, reason):
        actions.close(nonconformity_id=made.pk, by=house.verifier)


def test_closing_ends_the_last_clock(house: House) -> None:
    made = house.checked()
    with leaves_one("close", case=made.pk, round=1, text="可以"):
        actions.close(nonconformity_id=made.pk, note=" 可以 ", by=house.verifier)
    again = house.again(made)
    assert (again.state, again.closings.get().round) == ("closed", 1)
    assert list(made.clocks.values_list("kept", flat=True)) == [True] * 5


def test_one_without_effect_begins_anew_with_the_cause(house: House) -> None:
    made = house.done()
    house.check(made, "not_effective")
    again = house.again(made)

    assert (again.state, again.round, again.verified_at, again.analysed_at) == ("reopened", 2, None, None)
    assert again.reopenings.get().reason == "11 月 86 台中没有再停机的"
    events = Entry.objects.filter(event__startswith="nonconformity.").order_by("-pk").values_list("event", flat=True)
    assert list(events[:2]) == ["nonconformity.reopen", "nonconformity.check_effectiveness"]
    assert sorted(made.clocks.filter(round=2).values_list("stage", "kept")) == [("analyse", None), ("plan", None)]


def test_the_second_round_goes_all_the_way(house: House) -> None:
    made = house.done()
    house.check(made, "not_effective")
    house.analyse(made)
    house.plan(made)
    actions.start(nonconformity_id=made.pk, by=house.verifier)
    made = house.again(made)
    house.complete(made)
    house.check(made)
    actions.close(nonconformity_id=made.pk, by=house.verifier)

    again = house.again(made)
    assert (again.state, again.round) == ("closed", 2)
    assert sorted(again.actions.values_list("round", flat=True)) == [1, 2]


def test_a_closed_one_is_opened_again_with_its_reason(house: House) -> None:
    made = house.closed()
    with leaves_one("reopen", case=made.pk, round=2, reason="又停机了"):
        actions.reopen(nonconformity_id=made.pk, reason="又停机了", by=house.verifier)
    again = house.again(made)
    assert (again.state, again.closed_at, again.verified_by_id) == ("reopened", None, None)
    with leaves_nothing(RuleBroken, "only a closed one is opened again"):
        actions.reopen(nonconformity_id=made.pk, reason="x", by=house.verifier)


@pytest.mark.parametrize("reason", ["", "长" * 501])
def test_a_reopening_says_why(house: House, reason: str) -> None:
    made = house.closed()
    with leaves_nothing(BadInput):
        actions.reopen(nonconformity_id=made.pk, reason=reason, by=house.verifier)
