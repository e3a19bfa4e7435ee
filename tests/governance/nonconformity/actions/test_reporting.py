"""报告: what is kept, what is read from the record, what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.governance.nonconformity.treating import House, leaves_nothing
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.governance.models import Nonconformity
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.actions import Finding
from wuxing.governance.nonconformity.queries import origins

SAID: dict[str, Any] = {"title": "冰箱返修后又停机", "description": "同一台冰箱三天内两次停机", "source": "repair"}


def test_a_report_is_kept_numbered_and_traced(house: House) -> None:
    made = house.report(leaves=["5.2.4-b", "5.1.6-a", "5.2.4-b"], severity="major")

    assert (made.number, made.state, made.round) == (f"NC-{house.today().year}-000001", "open", 1)
    assert (made.leaves, made.severity, made.reported_severity) == (["5.1.6-a", "5.2.4-b"], "major", "major")
    assert (made.found_by, made.reported_by_id, made.owner_id) == ("陈伟", house.reporter.user_id, house.owner.user_id)
    payload = Entry.objects.get(event="nonconformity.report").payload or {}
    assert {name: payload[name] for name in ("number", "title", "severity", "leaves", "note")} == {
        "number": made.number,
        "title": "冰箱返修后又停机",
        "severity": "major",
        "leaves": ["5.1.6-a", "5.2.4-b"],
        "note": "同一台冰箱三天内两次停机",
    }


def test_the_clocks_of_its_stages_begin(house: House) -> None:
    made = house.report()
    clocks = list(made.clocks.order_by("pk").values_list("stage", "count", "unit", "kept"))
    assert clocks == [
        ("contain", 3, "working_days", None), ("analyse", 10, "working_days", None), ("plan", 10, "working_days", None),
    ]  # fmt: skip
    assert made.next_due_at == made.clocks.get(stage="contain").counts_until


def test_what_is_only_possible_needs_no_first_aid(house: House) -> None:
    made = house.report(kind="preventive")
    assert list(made.clocks.order_by("pk").values_list("stage", flat=True)) == ["analyse", "plan"]


def test_number_product_and_outlet_are_read_from_the_record(shop: Shop, house: House) -> None:
    order = shop.dispatched()
    finding = Finding(title="x", description="y", origin_type="work_order", origin_id=order.pk)
    made = actions.report(finding=finding, by=shop.agent)

    assert (made.source, made.origin_number, made.product_id) == ("repair", order.number, shop.product.pk)
    assert (made.product_name, made.outlet_id) == ("冰箱 YL-BCD518", shop.technician.outlet_id)
    assert made.outlet_name == "福州网点"


@pytest.mark.parametrize("kind", ["service_request", "customer", "promise", "ledger_entry"])
def test_any_record_can_be_the_start(shop: Shop, house: House, kind: str) -> None:
    request = shop.order().request
    ids = {
        "service_request": (request.pk, request.number),
        "customer": (request.customer_id, str(request.customer_id)),
        "promise": (None, ""),
        "ledger_entry": (None, ""),
    }
    pk, number = ids[kind]
    if pk is None:
        from wuxing.governance.models import Promise

        pk = Promise.objects.earliest("pk").pk if kind == "promise" else Entry.objects.earliest("pk").pk
        number = f"dispatch-{pk}" if kind == "promise" else f"#{pk}"
    made = actions.report(finding=Finding(title="x", description="y", origin_type=kind, origin_id=pk), by=house.owner)
    assert (made.origin_type, made.origin_id, made.origin_number) == (kind, pk, number)
    assert origins.page_of(kind, pk) != ""


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": " "}, {"title": "name it in a few words"}),
        ({"title": "长" * 121}, {"title": "at most 120 characters"}),
        ({"description": ""}, {"description": "write down the fact: what, where, when, how many"}),
        ({"source": "pigeon"}, {"source": "choose one of the list"}),
        ({"kind": "x", "severity": "y"}, {"kind": "choose one of the list", "severity": "choose one of the list"}),
        ({"deduction_ground": "x"}, {"deduction_ground": "choose one of the list"}),
        ({"leaves": ["5.2.4;b"]}, {"leaves": "name indicators as the scheme numbers them"}),
        ({"owner_id": 10**9}, {"owner_id": "choose a member of the organisation"}),
        ({"outlet_id": 10**9}, {"outlet_id": "choose one of the list"}),
        ({"origin_type": "pigeon"}, {"origin_type": "no nonconformity is raised from records of this kind"}),
        ({"found_at": "tomorrow"}, {"found_at": "this lies in the future"}),
    ],
)
def test_what_cannot_be_kept_is_refused(
    shop: Shop, house: House, changes: dict[str, Any], fields: dict[str, str]
) -> None:
    if "found_at" in changes:
        changes = {"found_at": clock.now() + timedelta(days=1)}
    with leaves_nothing(BadInput, "; ".join(fields.values())):
        actions.report(finding=Finding(**(SAID | changes)), by=house.reporter)


def test_a_record_of_nobody_is_refused(house: House) -> None:
    with leaves_nothing(NotFound, "there is no such record to raise a nonconformity from"):
        actions.report(finding=Finding(**SAID, origin_type="work_order", origin_id=10**6), by=house.reporter)


def test_one_that_is_named_a_deduction_at_once_has_its_time(house: House) -> None:
    made = house.report(deduction_ground="law")
    assert (made.deduction_ground, made.deduction_at) == ("law", made.recorded_at)


def test_an_outlet_can_be_chosen_without_a_record(shop: Shop, house: House) -> None:
    made = house.report(outlet_id=shop.technician.outlet_id)
    assert (made.outlet_id, made.outlet_name) == (shop.technician.outlet_id, "福州网点")


def test_numbers_have_no_gaps(house: House) -> None:
    first = house.report()
    with pytest.raises(BadInput):
        house.report(title="")
    assert house.report().number == first.number.replace("000001", "000002")
    assert Nonconformity.objects.count() == 2
