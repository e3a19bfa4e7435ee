"""What was taken back: receipts, items, their steps and hands, written at once (procedure 5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from wuxing.core import bulk
from wuxing.core.actors import Actor
from wuxing.resources.models import Person
from wuxing.service.bench_repair.models import BenchItem, Custody, ItemStep, TakeBack
from wuxing.service.repair.actions.history_parts.bound import Bound, take_numbers
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.rules.history import ItemFact


def write_items(bound: Sequence[Bound], crew: Mapping[str, Person], by: Actor) -> bool:
    """收件: write what the stories took back; say whether there was anything."""
    taken = [b for b in bound if b.story.receipts and b.order]
    if not taken:
        return False
    numbers = take_numbers("TB", [b.story.receipts[0]["taken_at"] for b in taken], by)
    for b, number in zip(taken, numbers, strict=True):
        if b.order is not None:
            b.parts["take_back"] = [_receipt(b, b.order, number, crew, by)]
    receipts = [one for b in taken for one in b.parts["take_back"]]
    bulk.number(receipts)
    for b in taken:
        if b.order is not None:
            receipt = b.parts["take_back"][0]
            b.parts["bench_item"] = [
                _item(fact, place, receipt, b.order, crew) for place, fact in enumerate(b.story.items, 1)
            ]
    items = [one for b in taken for one in b.parts["bench_item"]]
    facts = [fact for b in taken for fact in b.story.items]
    bulk.number(items)
    for rows in (receipts, items, _steps(items, facts, crew), _custody(items, facts, crew)):
        bulk.insert(rows)
    return True


def _user(crew: Mapping[str, Person], name: str) -> int | None:
    return crew[name].user_id if name in crew else None


def _receipt(b: Bound, order: WorkOrder, number: str, crew: Mapping[str, Person], by: Actor) -> TakeBack:
    facts = b.story.receipts[0]
    visits, place = b.parts.get("appointment", []), facts["visit"]
    return TakeBack(
        tenant_id=by.tenant_id,
        number=number,
        order=order,
        visit=visits[place] if 0 <= place < len(visits) else None,
        channel=TakeBack.Channel.VISIT,
        taken_at=facts["taken_at"],
        taken_by_id=_user(crew, facts["taken_by_name"]),
        taken_by_name=facts["taken_by_name"],
        signed_by=facts["signed_by"],
        method="typed",
    )


def _item(fact: ItemFact, place: int, receipt: TakeBack, order: WorkOrder, crew: Mapping[str, Person]) -> BenchItem:
    facts = {name: value for name, value in fact.facts.items() if name not in ("technician", "tested_by")}
    number = f"{receipt.number}-{place}"
    ours = place == 1 and order.asset is not None and order.asset.serial in ("", facts["serial"].upper())
    return BenchItem(
        tenant_id=receipt.tenant_id,
        number=number,
        take_back=receipt,
        order=order,
        product=order.product if place == 1 else None,
        asset=order.asset if ours else None,
        technician=crew.get(fact.facts.get("technician", "")),
        tested_by_id=_user(crew, fact.facts.get("tested_by", "")),
        search=f"{number} {facts['name']} {facts['serial']} {order.number}".lower(),
        **facts,
    )


def _steps(items: Sequence[BenchItem], facts: Sequence[ItemFact], crew: Mapping[str, Person]) -> list[ItemStep]:
    return [
        ItemStep(tenant_id=item.tenant_id, item=item, by_id=_user(crew, step["by_name"]), **step)
        for item, fact in zip(items, facts, strict=True)
        for step in fact.steps
    ]


def _custody(items: Sequence[BenchItem], facts: Sequence[ItemFact], crew: Mapping[str, Person]) -> list[Custody]:
    return [
        _hand(item, place, hand, crew)
        for item, fact in zip(items, facts, strict=True)
        for place, hand in enumerate(fact.hands, 1)
    ]


def _hand(item: BenchItem, place: int, hand: Mapping[str, Any], crew: Mapping[str, Person]) -> Custody:
    told = {name: value for name, value in hand.items() if name != "by"}
    user = _user(crew, hand["by"])
    return Custody(
        tenant_id=item.tenant_id,
        item=item,
        sequence=place,
        from_person=crew.get(hand.get("from_name", "")),
        to_person=crew.get(hand["to_name"]),
        handed_by_id=user,
        confirmed_by_id=user,
        **told,
    )
