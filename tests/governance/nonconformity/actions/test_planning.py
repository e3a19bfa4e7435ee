"""纠正措施: planned, approved, added, struck, done."""

from datetime import timedelta
from typing import Any

import pytest

from tests.governance.nonconformity.treating import House, leaves_nothing, leaves_one
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.governance.nonconformity import actions


def test_a_plan_is_kept_with_its_actions(house: House) -> None:
    made = house.planned()
    plan = made.plans.get()
    action = made.actions.get()

    assert (made.state, plan.criterion, plan.check_on) == ("planned", "三个月内同类停机不再出现", house.today())
    assert (action.what, action.kind, action.responsible_id) == ("保养单加一项：加油", "corrective", house.doer.user_id)
    clock = made.clocks.get(stage="implement")
    assert (clock.count, clock.unit, made.next_due_at) == (30, "days", clock.counts_until)


def test_planning_leaves_one_trace(house: House) -> None:
    made, day = house.analysed(), house.today()
    with leaves_one(
        "plan", case=made.pk, round=1, criterion="三个月内同类停机不再出现", check_on=day,
        actions=[{"kind": "corrective", "what": "保养单加一项：加油", "responsible": house.doer.user_id, "due_on": day}],
    ):  # fmt: skip
        house.plan(made)


def test_the_day_of_a_major_one_is_that_of_its_last_action(house: House) -> None:
    made = house.analysed(severity="major")
    last = house.today() + timedelta(days=60)
    house.plan(made, house.todo(), house.todo(due_on=last), check_on=last)
    clock = made.clocks.get(stage="implement")
    assert (clock.count, clock.counts_until.astimezone(_zone(house)).date()) == (None, last)


def _zone(house: House) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(house.owner.zone)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"what": " "}, "say what is to be done, in at most 500 characters"),
        ({"kind": "x"}, "choose one of the list"),
        ({"responsible_id": 10**9}, "choose a member of the organisation"),
        ({"due_on": timedelta(days=-1)}, "choose today or a later day"),
    ],
)
def test_an_action_says_what_who_and_when(house: House, changes: dict[str, Any], reason: str) -> None:
    made = house.analysed()
    if "due_on" in changes:
        changes = {"due_on": house.today() + changes["due_on"]}
    todos = (house.todo(), house.todo(**changes))
    with leaves_nothing(BadInput, reason):
        house.plan(made, *todos)


def test_a_minor_one_is_put_right_within_its_term(house: House) -> None:
    made = house.analysed()
    limit = house.today() + timedelta(days=30)
    late = house.todo(due_on=limit + timedelta(days=1))
    reason = f"the actions of this one are due by {limit}; choose that day or an earlier one"
    with leaves_nothing(BadInput, reason):
        house.plan(made, late, check_on=limit + timedelta(days=2))


def test_a_correction_alone_is_no_plan(house: House) -> None:
    made = house.analysed()
    reason = "plan at least one corrective action: a correction alone leaves the cause"
    with leaves_nothing(BadInput, reason):
        house.plan(made, house.todo(kind="correction"))


def test_the_effect_is_seen_after_the_actions(house: House) -> None:
    made = house.analysed()
    last = house.today() + timedelta(days=3)
    with leaves_nothing(BadInput, f"the effect shows after the actions: choose {last} or later"):
        house.plan(made, house.todo(due_on=last), check_on=house.today())


def test_the_plan_waits_for_the_cause(house: House) -> None:
    made = house.contained()
    with leaves_nothing(RuleBroken, "first find the cause"):
        house.plan(made)


def test_a_plan_is_approved(house: House) -> None:
    made = house.planned()
    with leaves_one("start", case=made.pk, round=1):
        actions.start(nonconformity_id=made.pk, by=house.owner)  # a minor one: its planner may
    assert house.again(made).state == "implementing"


def test_the_plan_of_a_major_one_needs_a_second_person(house: House) -> None:
    made = house.planned(severity="major")
    with leaves_nothing(RuleBroken, "somebody else approves the plan: you wrote it, and this one is not minor"):
        actions.start(nonconformity_id=made.pk, by=house.owner)
    actions.start(nonconformity_id=made.pk, by=house.verifier)
    assert house.again(made).state == "implementing"


def test_after_the_last_action_the_effect_is_waited_for(house: House) -> None:
    made = house.started()
    second = actions.add_action(nonconformity_id=made.pk, todo=house.todo(what="培训"), by=house.owner)
    house.complete(made)
    assert house.again(made).state == "implementing"

    actions.complete_action(
        nonconformity_id=made.pk, action_id=second.pk, result="12 人听完", record="PX-1", by=house.doer
    )
    again = house.again(made)
    assert (again.state, made.clocks.get(stage="implement").kept) == ("effectiveness_check", True)
    assert again.next_due_at == made.clocks.get(stage="verify").counts_until


def test_completing_leaves_one_trace(house: House) -> None:
    made = house.started()
    action = house.action(made)
    with leaves_one(
        "complete_action", case=made.pk, action_id=action.pk, what=action.what, result="保养单已改版并发到网点",
        record="WX-BY-03",
    ):  # fmt: skip
        house.complete(made)


def test_an_action_is_done_by_whom_it_concerns(house: House) -> None:
    made = house.started()
    action = house.action(made)
    with leaves_nothing(RuleBroken, "only the person responsible, or the quality manager, does this"):
        actions.complete_action(nonconformity_id=made.pk, action_id=action.pk, result="x", by=house.reporter)
    with leaves_nothing(BadInput, "write a sentence that others understand"):
        actions.complete_action(nonconformity_id=made.pk, action_id=action.pk, result=" ", by=house.doer)
    with leaves_nothing(NotFound, "there is no action 999 in this round"):
        actions.complete_action(nonconformity_id=made.pk, action_id=999, result="x", by=house.doer)


def test_an_action_is_not_done_before_the_plan_is_approved(house: House) -> None:
    made = house.planned()
    with leaves_nothing(RuleBroken, "actions are done while they are under way"):
        house.complete(made)


def test_a_struck_action_stays_with_its_reason_and_the_rest_goes_on(house: House) -> None:
    made = house.started()
    second = actions.add_action(nonconformity_id=made.pk, todo=house.todo(what="培训"), by=house.owner)
    house.complete(made)
    with leaves_one("strike_action", case=made.pk, action_id=second.pk, what="培训", reason="并入第一项"):
        actions.strike_action(nonconformity_id=made.pk, action_id=second.pk, reason="并入第一项", by=house.owner)
    second.refresh_from_db()
    assert (second.strike_reason, house.again(made).state) == ("并入第一项", "effectiveness_check")


def test_the_last_corrective_action_is_not_struck(house: House) -> None:
    made = house.started()
    action = house.action(made)
    with leaves_nothing(RuleBroken, "the last action is not struck; add another one first"):
        actions.strike_action(nonconformity_id=made.pk, action_id=action.pk, reason="x", by=house.owner)
    actions.add_action(nonconformity_id=made.pk, todo=house.todo(kind="correction"), by=house.owner)
    reason = "plan at least one corrective action: a correction alone leaves the cause"
    with leaves_nothing(BadInput, reason):
        actions.strike_action(nonconformity_id=made.pk, action_id=action.pk, reason="x", by=house.owner)


def test_actions_are_added_by_whom_it_concerns(house: House) -> None:
    made = house.started()
    with leaves_nothing(NotAllowed, "only its owner, or the quality manager, does this"):
        actions.add_action(nonconformity_id=made.pk, todo=house.todo(), by=house.doer)
    house.complete(made)
    with leaves_nothing(RuleBroken, "actions are added while they are planned or under way"):
        actions.add_action(nonconformity_id=made.pk, todo=house.todo(), by=house.owner)
