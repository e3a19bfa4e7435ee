"""Step 5, 判断与处理: the four ways on, corrections beside the old finding, and lines that are struck but stay."""

from decimal import Decimal
from typing import Any

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.service.bench_repair.actions import Given, Signed, take_back
from wuxing.service.repair import actions
from wuxing.service.repair.models import WorkOrder, WorkOrderLine

from .conftest import Hands

FOUND: dict[str, Any] = {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}
PART: dict[str, Any] = {
    "kind": "part",
    "name": "风机",
    "quantity": Decimal(1),
    "unit_price": Decimal("86.50"),
    "payer": "us",
}


def diagnose(shop: Shop, order: WorkOrder, **said: Any) -> Any:
    return actions.diagnose(order_id=order.pk, by=shop.visitor, **(FOUND | said))


@pytest.mark.parametrize(
    ("branch", "items", "visit", "outcome"),
    [
        ("fix_now", "", "working", "fixed"),
        ("take_back", "", "working", ""),  # the visit ends with the receipt (procedure 5)
        ("another_visit", "", "partial", ""),
        ("advise_replacing", "", "completed", "replace_advised"),
    ],
)
def test_the_diagnosis_says_how_it_goes_on(
    hands: Hands, shop: Shop, branch: str, items: str, visit: str, outcome: str
) -> None:
    order = shop.at_work()
    hands.forward(minutes=20)
    with leaves_one(
        "repair.diagnose",
        case=order.request_id,
        symptom="noise",
        cause="fan",
        remedy="replaced",
        finding="风机卡滞",
        branch=branch,
        items_taken=items,
    ):
        made = diagnose(shop, order, branch=branch, items_taken=items, symptom="noise", remedy="replaced")

    order.refresh_from_db()
    stood = order.appointments.get()
    assert (stood.state, stood.ended_at) == (visit, None if visit == "working" else hands.at)
    assert (order.state, order.outcome, order.symptom) == ("in_progress", outcome, "noise")
    assert (made.appointment_id, made.made_at, made.corrects_id) == (stood.pk, hands.at, None)


def test_a_visit_ends_as_taken_back_by_its_receipt_only(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    diagnose(shop, order, branch="take_back")
    for outcome, refusal in (("taken_back", BadInput), ("completed", RuleBroken)):
        with leaves_nothing(refusal):
            actions.finish_visit(order_id=order.pk, outcome=outcome, by=shop.visitor)
    take_back(order_id=order.pk, items=[Given(name="主机", look="无损")], signed=Signed(name="王丽华"), by=shop.visitor)
    order.refresh_from_db()
    assert (order.appointments.get().state, order.outcome) == ("taken_back", "taken_back")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cause": " "},
        {"finding": " "},
        {"branch": "give_up"},
        {"cause": "x" * 41},
        {"finding": "x" * 1001},
        {"remedy": "x" * 41},
        {"symptom": "x" * 41},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_diagnosis_that_cannot_be_kept_is_refused(hands: Hands, shop: Shop, wrong: dict[str, str]) -> None:
    order = shop.at_work()
    with leaves_nothing(BadInput):
        diagnose(shop, order, **wrong)


def test_a_diagnosis_is_made_on_site_and_after_work_began(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    with leaves_nothing(RuleBroken, "first check in on site"):
        diagnose(shop, order)
    actions.depart(order_id=order.pk, by=shop.visitor)
    actions.arrive(order_id=order.pk, by=shop.visitor)
    for branch in ("fix_now", "take_back", "advise_replacing"):
        with leaves_nothing(RuleBroken, "first start the work: warranty and fee are told before it"):
            diagnose(shop, order, branch=branch, items_taken="x")
    diagnose(shop, order, branch="another_visit")  # not begun: another day
    with leaves_nothing(NotFound):
        actions.diagnose(order_id=10**9, by=shop.visitor, **FOUND)


def test_a_correction_keeps_both_findings(hands: Hands, shop: Shop) -> None:
    order = shop.fixed()
    old = order.diagnoses.get()
    with leaves_one(
        "repair.correct_diagnosis",
        case=order.request_id,
        before={"cause": "fan", "finding": "风机卡滞"},
        after={"cause": "board", "finding": "主板烧毁"},
        reason="复测",
    ):
        made = actions.correct_diagnosis(
            order_id=order.pk, cause=" board ", finding=" 主板烧毁 ", reason=" 复测 ", by=shop.visitor
        )

    assert (made.corrects_id, made.branch, made.symptom) == (old.pk, "fix_now", "no_cooling")
    assert list(order.diagnoses.order_by("pk").values_list("cause", "finding")) == [
        ("fan", "风机卡滞"),
        ("board", "主板烧毁"),
    ]


def test_a_correction_needs_a_reason_and_something_to_correct(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    with leaves_nothing(NotFound, "there is no diagnosis to correct yet"):
        actions.correct_diagnosis(order_id=order.pk, cause="x", finding="x", reason="x", by=shop.visitor)
    diagnose(shop, order)
    for words in (("x", "x", " "), ("", "x", "x"), ("x", "", "x")):
        cause, finding, reason = words
        with leaves_nothing(BadInput):
            actions.correct_diagnosis(order_id=order.pk, cause=cause, finding=finding, reason=reason, by=shop.visitor)


def test_a_closed_order_is_not_corrected(hands: Hands, shop: Shop) -> None:
    order = shop.closed()
    with leaves_nothing(RuleBroken, "an order that is closed is not worked on"):
        actions.correct_diagnosis(order_id=order.pk, cause="x", finding="x", reason="x", by=shop.visitor)
    with leaves_nothing(RuleBroken, "an order that is closed is not worked on"):
        actions.add_line(order_id=order.pk, by=shop.visitor, **PART)


def test_a_part_is_written_down_with_its_serials_and_who_pays(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    with leaves_one(
        "repair.add_line",
        case=order.request_id,
        kind="part",
        code="P-1",
        name="风机",
        quantity=Decimal(1),
        unit_price=Decimal("86.50"),
        payer="us",
        old_serial="A1",
        new_serial="B2",
    ):
        line = actions.add_line(
            order_id=order.pk, code=" P-1 ", old_serial="A1", new_serial=" B2", by=shop.visitor, **PART
        )
    line.refresh_from_db()
    assert (line.quantity, line.unit_price, line.added_at, line.struck_at) == (
        Decimal("1.00"),
        Decimal("86.50"),
        hands.at,
        None,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "gift"},
        {"name": " "},
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-1)},
        {"quantity": Decimal("0.001")},
        {"quantity": Decimal(100000)},
        {"quantity": Decimal("NaN")},
        {"quantity": Decimal("Infinity")},
        {"unit_price": Decimal("-0.01")},
        {"unit_price": Decimal("0.005")},
        {"unit_price": Decimal(10000000)},
        {"unit_price": Decimal("NaN")},
        {"payer": "nobody"},
        {"name": "x" * 121},
        {"code": "x" * 61},
        {"old_serial": "x" * 81},
        {"new_serial": "x" * 81},
    ],
    ids=lambda wrong: "-".join(f"{name}-{str(value)[:9]}" for name, value in wrong.items()),
)
def test_a_line_that_cannot_be_kept_is_refused(hands: Hands, shop: Shop, wrong: dict[str, Any]) -> None:
    order = shop.at_work()
    with leaves_nothing(BadInput):
        actions.add_line(order_id=order.pk, by=shop.visitor, **(PART | wrong))


def test_a_struck_line_stays_with_its_reason(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    line = actions.add_line(order_id=order.pk, by=shop.visitor, **PART)
    with leaves_nothing(BadInput):
        actions.strike_line(order_id=order.pk, line_id=line.pk, reason=" ", by=shop.visitor)
    with leaves_nothing(BadInput):
        actions.strike_line(order_id=order.pk, line_id=line.pk, reason="x" * 301, by=shop.visitor)
    with leaves_one("repair.strike_line", case=order.request_id, name="风机", reason="记错"):
        actions.strike_line(order_id=order.pk, line_id=line.pk, reason=" 记错 ", by=shop.visitor)

    line = WorkOrderLine.objects.get()
    assert (line.name, line.struck_at, line.strike_reason) == ("风机", hands.at, "记错")
    with leaves_nothing(RuleBroken, "this line is struck already"):
        actions.strike_line(order_id=order.pk, line_id=line.pk, reason="x", by=shop.visitor)


def test_a_line_of_another_order_is_not_struck(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    line = actions.add_line(order_id=order.pk, by=shop.visitor, **PART)
    other = shop.dispatched()
    with leaves_nothing(NotFound, "there is no such line on this order"):
        actions.strike_line(order_id=other.pk, line_id=line.pk, reason="x", by=shop.visitor)
