"""What is set right beside the steps, the terms, and what is put before the manager."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.governance.nonconformity.treating import House, leaves_nothing, leaves_one
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.governance.models import Nonconformity, StageTerm
from wuxing.governance.nonconformity import actions, tasks


def test_a_corrected_severity_keeps_both_values(house: House) -> None:
    made = house.report()
    with leaves_one("correct_severity", case=made.pk, before="minor", after="major", reason="影响三个网点"):
        actions.correct_severity(nonconformity_id=made.pk, severity="major", reason="影响三个网点", by=house.verifier)
    again = house.again(made)
    assert (again.severity, again.reported_severity) == ("major", "minor")
    assert list(again.regradings.values_list("before", "after", "reason")) == [("minor", "major", "影响三个网点")]
    with leaves_nothing(RuleBroken, "it has this severity already"):
        actions.correct_severity(nonconformity_id=made.pk, severity="major", reason="x", by=house.verifier)
    with leaves_nothing(BadInput, "choose one of the list"):
        actions.correct_severity(nonconformity_id=made.pk, severity="huge", reason="x", by=house.verifier)


def test_another_person_finds_it_to_be_none(house: House) -> None:
    made = house.report()
    with leaves_nothing(RuleBroken, "somebody else says that it is none: you reported or own it"):
        actions.cancel(nonconformity_id=made.pk, reason="x", by=house.owner)
    with leaves_one("cancel", case=made.pk, reason="属于正常保养"):
        actions.cancel(nonconformity_id=made.pk, reason="属于正常保养", by=house.verifier)
    again = house.again(made)
    assert (again.state, again.cancel_reason, again.cancelled_by_id) == (
        "cancelled", "属于正常保养", house.verifier.user_id,
    )  # fmt: skip
    assert set(made.clocks.values_list("kept", flat=True)) == {None}


def test_what_was_late_before_it_was_found_to_be_none_stays_late(house: House) -> None:
    made = house.late(house.report())
    actions.cancel(nonconformity_id=made.pk, reason="不构成", by=house.verifier)
    assert set(made.clocks.values_list("kept", flat=True)) == {False}
    assert house.again(made).late_stages == 3


def test_an_owner_is_named_until_the_effect_is_checked(house: House) -> None:
    made = house.report(owner_id=None)
    with leaves_one("assign", case=made.pk, before=None, after=house.doer.user_id, owner="吴岚"):
        actions.assign(nonconformity_id=made.pk, owner_id=house.doer.user_id or 0, by=house.verifier)
    with leaves_nothing(BadInput, "choose a member of the organisation"):
        actions.assign(nonconformity_id=made.pk, owner_id=10**9, by=house.verifier)
    done = house.done()
    with leaves_nothing(RuleBroken, "the owner stays from the check of the effect on"):
        actions.assign(nonconformity_id=done.pk, owner_id=house.doer.user_id or 0, by=house.verifier)


def test_a_due_day_is_moved_by_another_and_the_first_one_stays(house: House) -> None:
    made = house.report()
    first = made.clocks.get(stage="contain").due_at
    day = house.today() + timedelta(days=20)
    with leaves_nothing(RuleBroken, "somebody else moves the day: you own this one"):
        actions.move_due(nonconformity_id=made.pk, stage="contain", due_on=day, reason="x", by=house.owner)
    actions.move_due(nonconformity_id=made.pk, stage="contain", due_on=day, reason="等厂家", by=house.verifier)

    moved = made.clocks.get(stage="contain")
    assert (moved.due_at, moved.move_reason, moved.counts_until > first) == (first, "等厂家", True)
    assert house.again(made).next_due_at == made.clocks.get(stage="analyse").counts_until


@pytest.mark.parametrize(
    ("stage", "days", "reason"),
    [
        ("verify", 1, "this stage does not run now"),
        ("contain", -1, "choose today or a later day"),
    ],
)
def test_only_a_running_stage_is_moved_and_not_into_the_past(house: House, stage: str, days: int, reason: str) -> None:
    made = house.report()
    with leaves_nothing(BadInput, reason):
        actions.move_due(
            nonconformity_id=made.pk, stage=stage, due_on=house.today() + timedelta(days=days), reason="x",
            by=house.verifier,
        )  # fmt: skip


def test_a_special_deduction_is_named_and_taken_back_by_another(house: House) -> None:
    made = house.report()
    with leaves_one("mark_deduction", case=made.pk, ground="law"):
        actions.mark_deduction(nonconformity_id=made.pk, ground="law", by=house.owner)
    with leaves_nothing(RuleBroken, "somebody else takes it back: you own this one"):
        actions.unmark_deduction(nonconformity_id=made.pk, reason="x", by=house.owner)
    with leaves_one("unmark_deduction", case=made.pk, before="law", reason="看错条款"):
        actions.unmark_deduction(nonconformity_id=made.pk, reason="看错条款", by=house.verifier)
    assert house.again(made).deduction_ground == ""


def test_the_database_lets_no_owner_verify_and_no_reporter_cancel(house: House) -> None:
    made = house.report()
    for changes in ({"verified_by": house.owner.user_id}, {"cancelled_by": house.reporter.user_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Nonconformity.objects.filter(pk=made.pk).update(**changes)


def test_a_changed_term_counts_from_now_on(house: House) -> None:
    before = house.report()
    actions.change_term(stage="contain", severity="minor", count=7, unit="days", reason="网点远", by=house.owner)
    actions.change_term(stage="contain", severity="minor", count=5, unit="days", reason="还是五天", by=house.owner)

    kept = StageTerm.objects.order_by("pk").values_list("count", "ends_at")
    assert [(count, ends_at is None) for count, ends_at in kept] == [(7, False), (5, True)]
    assert before.clocks.get(stage="contain").count == 3
    assert house.report().clocks.get(stage="contain").count == 5
    payload = Entry.objects.filter(event="nonconformity.change_term").latest("pk").payload or {}
    assert (payload["before"], payload["after"]) == ({"count": 7, "unit": "days"}, {"count": 5, "unit": "days"})


def test_a_term_is_a_number_of_days(house: House) -> None:
    for wrong in ({"count": 0}, {"count": 366}, {"stage": "x"}, {"severity": "x"}, {"unit": "x"}):
        said = {"stage": "plan", "severity": "minor", "count": 1, "unit": "days", "reason": "x"} | wrong
        with leaves_nothing(BadInput):
            actions.change_term(**said, by=house.owner)  # type: ignore[arg-type]
    with leaves_nothing(NotAllowed):
        actions.change_term(stage="plan", severity="minor", count=1, unit="days", reason="x", by=house.doer)


def test_what_is_late_is_put_before_the_manager_once(house: House) -> None:
    late, ended = house.late(house.report()), house.report()
    actions.cancel(nonconformity_id=ended.pk, reason="不构成", by=house.verifier)
    house.late(ended)
    tasks.escalate()
    tasks.escalate()

    escalated = Entry.objects.filter(event="nonconformity.escalate")
    stages = [(entry.case_id, (entry.payload or {})["stage"]) for entry in escalated.order_by("pk")]
    assert stages == [(late.pk, "contain"), (late.pk, "analyse"), (late.pk, "plan")]
