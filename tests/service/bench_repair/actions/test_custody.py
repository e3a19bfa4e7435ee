"""The chain of custody as the database keeps it: one hand at a time, no gap, nothing rewritten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from tests.service.bench_repair.bench import Bench
from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.service.repair.pages import signed_in
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.models import BenchItem, Custody


def refused_at_commit(change: Callable[[], object]) -> str:
    """Change something, check what waits for the end of the transaction, and return what refused."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        change()
        _now()
    return str(refusal.value).partition("\n")[0]


def _now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_handing_over_leaves_one_entry_and_waits_for_the_receiving_hand(bench: Bench) -> None:
    item = bench.taken()
    case = item.order.request_id
    with leaves_one(
        "bench.hand_over", case=case, item_id=item.pk, item=item.number, giver="technician", giver_name="陈伟",
        to="bench", receiver="何平", confirmed=False, waybill="",
    ):  # fmt: skip
        actions.hand_over(item_id=item.pk, to="bench", person_id=bench.smith.pk, by=bench.shop.visitor)
    held = Custody.objects.get(item=item, ended_at=None)
    assert (held.sequence, held.confirmed_at) == (2, None)

    with leaves_nothing(RuleBroken, "何平 has to confirm the receipt first"):
        actions.hand_over(item_id=item.pk, to="shelf", place="A-1", by=bench.worker)
    with leaves_nothing(RuleBroken, "only 何平 confirms the receipt"):
        actions.confirm_receipt(item_id=item.pk, by=bench.shop.visitor)
    with leaves_one("bench.confirm_receipt", case=case, item_id=item.pk, item=item.number, to="bench", receiver="何平"):
        actions.confirm_receipt(item_id=item.pk, by=bench.worker)
    _now()


def test_a_hand_over_to_the_wrong_hand_is_taken_back(bench: Bench, actor: object) -> None:
    item = bench.taken()
    given = {"item_id": item.pk, "to": "bench", "person_id": bench.smith.pk}
    actions.hand_over(**given, by=bench.shop.visitor)
    with leaves_nothing(NotAllowed):
        actions.recall(item_id=item.pk, reason="交错", by=bench.shop.agent)
    with leaves_nothing(BadInput):
        actions.recall(item_id=item.pk, reason=" ", by=bench.worker)
    outsider = actor(Role.TECHNICIAN, name="外人")  # type: ignore[operator]
    with leaves_nothing(RuleBroken):
        actions.recall(item_id=item.pk, reason="交错", by=outsider)
    told = {
        "item_id": item.pk, "item": item.number, "giver": "bench", "giver_name": "何平", "to": "technician",
        "receiver": "陈伟", "confirmed": True, "sequence": 2, "reason": "交错",
    }  # fmt: skip
    with leaves_one("bench.recall", case=item.order.request_id, **told):
        actions.recall(item_id=item.pk, reason="交错", by=bench.shop.visitor)
    chain = signed_in(bench.worker).get(f"/workshop/items/{item.pk}/").context["chain"]
    assert ["taken back" in link["lines"][2] for link in chain] == [False, True, False]

    actions.hand_over(**given, by=bench.shop.visitor)  # told by the receiver, the giver has to confirm
    assert actions.recall(item_id=item.pk, reason="没收到", by=bench.worker).confirmed_at is None
    with leaves_nothing(RuleBroken):
        actions.hand_over(**given, by=bench.shop.visitor)
    actions.confirm_receipt(item_id=item.pk, by=bench.shop.visitor)
    with leaves_nothing(RuleBroken, "the receipt is confirmed already; hand it over again"):
        actions.recall(item_id=item.pk, reason="交错", by=bench.shop.visitor)
    _now()


def test_hand_overs_refuse_whoever_has_no_business_with_it(bench: Bench, actor: object) -> None:
    item = bench.taken()
    with leaves_nothing(NotAllowed):
        actions.hand_over(item_id=item.pk, to="shelf", place="A", by=bench.shop.agent)
    with leaves_nothing(BadInput):
        actions.hand_over(item_id=item.pk, to="bench", by=bench.shop.visitor)
    with leaves_nothing(BadInput):
        actions.hand_over(item_id=item.pk, to="courier", place="顺丰", by=bench.shop.visitor)
    with leaves_nothing(BadInput):
        actions.hand_over(item_id=item.pk, to="moon", by=bench.shop.visitor)
    with leaves_nothing(NotFound):
        actions.hand_over(item_id=10**9, to="shelf", place="A", by=bench.shop.visitor)
    outsider = actor(Role.TECHNICIAN, name="外人")  # type: ignore[operator]
    with leaves_nothing(RuleBroken):
        actions.hand_over(item_id=item.pk, to="shelf", place="A", by=outsider)


def test_another_organisation_finds_no_item(bench: Bench, actor: object, other_company: object) -> None:
    from wuxing.core.tenants import in_tenant

    item = bench.taken()
    stranger = actor(Role.WORKSHOP, tenant=other_company)  # type: ignore[operator]
    with in_tenant(other_company.pk), pytest.raises(NotFound):  # type: ignore[attr-defined]
        actions.confirm_receipt(item_id=item.pk, by=stranger)


def _held(item: BenchItem) -> Custody:
    return Custody.objects.get(item=item, ended_at=None)


def _copy(held: Custody, **changes: object) -> Custody:
    held.pk, held._state.adding = None, True
    for name, value in changes.items():
        setattr(held, name, value)
    return held


def test_an_item_is_never_in_two_hands(bench: Bench) -> None:
    item = bench.taken()
    with pytest.raises(DatabaseError), transaction.atomic():
        _copy(_held(item), sequence=2).save()


def test_an_item_is_never_in_no_hand(bench: Bench) -> None:
    item = bench.taken()
    ended = Custody.objects.filter(item=item)
    assert (
        refused_at_commit(lambda: ended.update(ended_at=clock.now()))
        == f"item {item.pk} is in 0 hands; it must be in one"
    )


def test_a_hand_over_begins_where_the_last_one_ended(bench: Bench) -> None:
    item = bench.taken()
    held, now = _held(item), clock.now()
    held.ended_at = now
    held.save(update_fields=["ended_at"])
    onward = {
        "sequence": 2, "from_kind": "technician", "from_person_id": held.to_person_id, "from_name": "陈伟",
        "to_kind": "shelf", "to_person_id": None, "to_name": "A-1", "handed_at": now, "confirmed_at": now, "ended_at": None,
    }  # fmt: skip
    for wrong in ({"handed_at": now + timedelta(seconds=1)}, {"from_name": "周涛"}, {"sequence": 3}):
        with pytest.raises(DatabaseError), transaction.atomic():
            _copy(_copy(held), **{**onward, **wrong}).save()
    _copy(held, **onward).save()
    _now()


@pytest.mark.parametrize("change", [{"to_name": "别处"}, {"handed_at": None}, {"from_kind": "shelf"}])
def test_a_hand_over_is_never_rewritten(bench: Bench, change: dict[str, object]) -> None:
    held = _held(bench.taken())
    change = {name: value or clock.now() for name, value in change.items()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Custody.objects.filter(pk=held.pk).update(**change)


def test_nothing_is_handed_on_unconfirmed_in_the_database_either(bench: Bench) -> None:
    item = bench.taken()
    actions.hand_over(item_id=item.pk, to="bench", person_id=bench.smith.pk, by=bench.shop.visitor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Custody.objects.filter(item=item, ended_at=None).update(ended_at=clock.now())


def test_an_open_item_is_not_with_the_customer_and_a_returned_one_is(bench: Bench) -> None:
    item = bench.returned()
    _now()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    rows = BenchItem.objects.filter(pk=item.pk)
    assert (
        refused_at_commit(lambda: rows.update(state="ready", ended_at=None))
        == f"item {item.pk} is ready and with the customer"
    )
