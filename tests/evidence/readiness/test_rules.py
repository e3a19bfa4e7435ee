"""From tallies to readiness, the plan and what changed."""

from datetime import date
from decimal import Decimal

from tests.evidence.packs import pack_of, standing
from wuxing.evidence.metrics.rules import Tally
from wuxing.evidence.populations.repair_order import REPAIR_ORDER
from wuxing.evidence.readiness import rules
from wuxing.evidence.readiness.rules import Change, Effort, Step, StepKind
from wuxing.schemes.scoring.results import Inputs, Reason, Ruling

END = date(2026, 11, 21)
PACK = pack_of(
    {"logged": ("!r.cancelled", "r.logged_complete"), "signed": ("r.closed_at != null", "r.signed_at != null")}
)
NOTHING: frozenset[str] = frozenset()
TALLIES = {
    "logged": Tally(n=100, ok=90, savable=4, running=10, newest=END, oldest_missed=date(2025, 12, 1)),
    "signed": Tally(n=50, ok=50, newest=END),
}


def test_losses_add_up_to_what_the_low_score_lacks() -> None:
    now = rules.readiness_for(PACK, rules.values_for(PACK, TALLIES, END, NOTHING))
    assert (now.score.low, now.score.high) == (Decimal("19.00"), Decimal("99.00"))
    assert sum(loss.points for loss in now.losses_low) == 100 - now.score.low


def test_a_metric_that_could_not_be_judged_is_unknown_and_earns_nothing() -> None:
    values = rules.values_for(PACK, TALLIES, END, frozenset({"logged"}))
    assert values["logged"].reason is Reason.ERROR
    assert rules.readiness_for(PACK, values).score.low == Decimal("10.00")


def test_the_plan_names_what_can_be_kept_what_is_past_and_what_nobody_knows() -> None:
    values = rules.values_for(PACK, TALLIES, END, NOTHING)
    plan = rules.plan_for(PACK, TALLIES, values, rules.readiness_for(PACK, values))
    assert plan.steps == (
        Step(StepKind.RULE, Decimal("80.00"), leaves=("1.rest",), reason=Reason.NOT_RULED, days=Decimal("0.25")),
        Step(
            StepKind.KEEP,
            Decimal("0.45"),
            "logged",
            ("1.logged",),
            records=14,
            at_risk=Decimal("0.82"),
            days=Decimal(280) / 480,
        ),
        Step(StepKind.WAIT, Decimal("0.60"), "logged", ("1.logged",), records=6, first_leaves=date(2026, 12, 1)),
    )
    assert plan.saved.score.low == Decimal("19.45")


def test_the_plan_puts_what_brings_most_a_day_of_work_first() -> None:
    values = rules.values_for(PACK, TALLIES, END, NOTHING)
    now = rules.readiness_for(PACK, values)
    plan = rules.plan_for(PACK, TALLIES, values, now, effort=Effort(record=1, ruling=480 * 80))
    assert [(step.kind, step.a_day) for step in plan.steps] == [
        (StepKind.KEEP, Decimal("1.27") / (Decimal(14) / 480)),
        (StepKind.RULE, Decimal(1)),
        (StepKind.WAIT, Decimal(0)),
    ]


def test_what_people_decided_is_no_step() -> None:
    values = rules.values_for(PACK, TALLIES, END, NOTHING)
    base = Inputs(rulings={"1.rest": Ruling(Decimal(1), "x")}, overrides={"1.logged": Ruling(Decimal(1), "x")})
    plan = rules.plan_for(PACK, TALLIES, values, rules.readiness_for(PACK, values, base), base)
    assert plan.steps == ()


def test_the_plan_says_how_many_records_make_a_point() -> None:
    tallies = {**TALLIES, "logged": Tally(n=100, ok=50, newest=END)}
    values = rules.values_for(PACK, tallies, END, NOTHING)
    steps = rules.plan_for(PACK, tallies, values, rules.readiness_for(PACK, values)).steps
    assert [(step.records, step.for_a_point) for step in steps if step.kind is StepKind.WAIT] == [(50, 10)]


def test_changes_are_those_worth_saying_largest_first() -> None:
    then = {"logged": Tally(n=100, ok=50, newest=END), "signed": Tally()}
    before, values = (rules.values_for(PACK, tallies, END, NOTHING) for tallies in (then, TALLIES))
    old, new = rules.readiness_for(PACK, before), rules.readiness_for(PACK, values)
    assert rules.changes_for(PACK, old, new, before, values) == (
        Change("1.signed", Decimal("10.0000"), "signed", None, Decimal(1), "known"),
        Change("1.logged", Decimal("4.0000"), "logged", Decimal("0.5"), Decimal("0.9"), ""),
    )
    assert rules.changes_for(PACK, new, new, values, values) == ()


def test_the_next_level_is_the_lowest_not_reached() -> None:
    values = rules.values_for(PACK, {}, END, NOTHING)
    assert rules.next_level(PACK, rules.readiness_for(PACK, values)) == ("pass", Decimal("70.00"))


def test_what_stands_is_put_right_and_not_waited_for() -> None:
    pack = pack_of({}, also=(standing("files", REPAIR_ORDER, "!r.cancelled", "r.logged_complete"),))
    tallies = {"files": Tally(n=10, ok=7, oldest_missed=date(2020, 1, 1))}
    values = rules.values_for(pack, tallies, END, NOTHING)
    assert values["files"].known
    plan = rules.plan_for(pack, tallies, values, rules.readiness_for(pack, values))
    mend = next(step for step in plan.steps if step.kind is StepKind.MEND)
    assert (mend.records, mend.gain, mend.first_leaves, mend.days) == (3, Decimal("3.00"), None, Decimal("0.125"))
