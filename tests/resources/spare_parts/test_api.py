"""The API of procedure 11: every action has its route, with the same refusals; stock is always the sum of its movements."""

import json
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.resources.spare_parts.conftest import Parts
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.resources.models import OldPart, Part, PartRequest, StockBalance, StockMovement
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import Old, OrderLine, PartDetails

_keys = count(1)
Post = Callable[..., Any]


@pytest.fixture
def post(parts: Parts) -> Post:
    """Post as somebody: `post(parts.keeper, "/mode", {...})`."""

    def send(by: Actor, path: str, body: dict[str, Any] | None = None) -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
        return Client().post(
            f"/api/parts{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"parts-{next(_keys)}"},
        )

    return send


def _sums() -> dict[tuple[int, int, str], Decimal]:
    """Return what movements add up to, by place, part and condition."""
    found: dict[tuple[int, int, str], Decimal] = defaultdict(Decimal)
    for one in StockMovement.objects.all():
        if one.target_id:
            found[one.target_id, one.part_id, one.condition] += one.quantity
        if one.source_id:
            found[one.source_id, one.part_id, one.condition] -= one.quantity
    return {key: total for key, total in found.items() if total}


def test_parts_go_their_whole_way_by_machine(parts: Parts, post: Post) -> None:
    keeper, fan, store, person = parts.keeper, parts.fan.pk, parts.store.pk, parts.shop.technician.pk
    other = post(keeper, "/stores", {"name": "马尾仓"}).json()["made"]
    steps: list[tuple[str, dict[str, Any]]] = [
        ("/mode", {"mode": "full"}),
        (f"/parts/{fan}", {"number": "FAN-01", "name": "风机", "low_mark": 3}),
        (f"/stores/{other}", {"name": "马尾备件仓"}),
        ("/vans", {"person_id": person}),
        ("/receive", {"place_id": store, "part_id": fan, "quantity": 9}),
        ("/transfer", {"source_id": store, "target_id": other, "part_id": fan, "quantity": 2}),
        ("/count", {"place_id": other, "part_id": fan, "counted": 1, "reason": "少一件"}),
        ("/requests", {"person_id": person, "part_id": fan, "quantity": 3}),
    ]
    assert [(path, post(keeper, path, body).status_code) for path, body in steps] == [(p, 200) for p, _b in steps]
    made = PartRequest.objects.get().pk
    for step, body in (("approve", {"store_id": store}), ("issue", {}), ("take_over", {})):
        assert post(keeper, f"/requests/{made}/{step}", body).status_code == 200
    line = OrderLine(1, 1)
    technician = parts.shop.technician
    actions.use(person=technician, part=parts.fan, quantity=Decimal(1), order_line=line, old=Old("returned"), by=keeper)
    post(keeper, "/return_unused", {"person_id": person, "part_id": fan, "quantity": 1, "store_id": store})
    old = OldPart.objects.get().pk
    assert post(keeper, f"/old-parts/{old}/take_in", {"store_id": store}).status_code == 200
    assert post(keeper, f"/old-parts/{old}/dispose", {"to": "scrapped"}).status_code == 200
    kept = StockBalance.objects.filter(quantity__gt=0).values_list("place_id", "part_id", "condition", "quantity")
    assert {(place, part, condition): total for place, part, condition, total in kept} == _sums()
    assert _sums() == {(store, fan, "good"): 5, (other, fan, "good"): 1, (parts.van.pk, fan, "good"): 1}


def test_what_lies_where_is_read_by_machine(parts: Parts, post: Post) -> None:
    parts.mode("full")
    actions.receive(place_id=parts.store.pk, part_id=parts.fan.pk, quantity=Decimal(2), by=parts.keeper)
    token = tokens.issue_token(user_id=parts.keeper.user_id or 0, name="read", by=parts.keeper)
    read = Client(headers={"Authorization": f"Bearer {token}"})
    assert [(one["number"], one["total"]) for one in read.get("/api/parts/parts").json()] == [
        ("FAN-01", "2.00"), ("PCB-7", "0"),
    ]  # fmt: skip
    assert [one["place"] for one in read.get("/api/parts/stock").json()] == ["福州仓"]
    assert read.get("/api/parts/awaited").json() == []


def test_what_was_asked_for_and_what_came_out_is_listed_by_machine(
    parts: Parts, post: Post, actor: Callable[..., Actor]
) -> None:
    parts.mode("full")
    fan, technician = parts.fan.pk, parts.shop.technician.pk
    for person in (technician, parts.shop.novice.pk):
        actions.request_part(person_id=person, part_id=fan, quantity=Decimal(1), by=parts.keeper)

    def read(by: Actor, path: str) -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="read", by=by)
        return Client().get(f"/api/parts{path}", headers={"Authorization": f"Bearer {token}"})

    assert [one["person_id"] for one in read(parts.keeper, "/requests").json()] == [parts.shop.novice.pk, technician]
    assert read(parts.keeper, "/requests?state=issued").json() == []
    assert read(parts.keeper, "/old-parts").json() == []
    assert read(actor(Role.AGENT), "/old-parts").status_code in {200, 403}


def test_a_catalogue_comes_by_machine_all_rows_or_none(parts: Parts) -> None:
    def send(by: Actor, text: str) -> Any:
        token = tokens.issue_token(user_id=by.user_id or 0, name="import", by=by)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"parts-{next(_keys)}"}
        file = SimpleUploadedFile("parts.csv", text.encode())
        return Client().post("/api/parts/import", {"file": file}, headers=headers)

    good = "编号,名称,安全库存\nCAP-1,电容,5\nFAN-01,风机,2\n"
    assert (send(parts.keeper, good).json(), send(parts.shop.agent, good).status_code) == (
        {"added": 1, "changed": 1}, 403,
    )  # fmt: skip
    refused = send(parts.keeper, "编号,名称,安全库存\nCAP-2,电容,x\nCAP-3,电容,1\n")
    assert (refused.status_code, "2" in refused.content.decode()) == (422, True)
    assert send(parts.keeper, "%PDF-1.7").status_code == 422
    assert Part.objects.filter(number__startswith="CAP").count() == 1


def test_a_stock_of_ones_own_is_opened_once_and_leaves_a_trace(parts: Parts) -> None:
    for _twice in range(2):
        made = actions.open_van(person_id=parts.shop.novice.pk, by=parts.keeper)
    found = Entry.objects.filter(event="parts.open_van", target_id=made.pk)
    assert [(one.target_type, one.actor_id) for one in found] == [("stock_place", parts.keeper.user_id)]


def test_refusals_are_the_same_by_machine(parts: Parts, post: Post) -> None:
    body = {"place_id": parts.store.pk, "part_id": parts.fan.pk, "quantity": 1}
    assert post(parts.keeper, "/receive", body).status_code == 409  # parts are only recorded
    assert post(parts.keeper, "/mode", {"mode": "other"}).status_code == 422
    assert post(parts.shop.agent, "/mode", {"mode": "full"}).status_code == 403
    assert post(parts.keeper, "/requests/1000000/issue").status_code == 404


def _each(parts: Parts) -> list[Callable[[Actor], object]]:
    store, fan, person = parts.store.pk, parts.fan.pk, parts.shop.technician.pk
    one = Decimal(1)
    return [
        lambda by: actions.set_mode(mode="full", by=by),
        lambda by: actions.save_part(details=PartDetails("X", "X"), by=by),
        lambda by: actions.save_store(name="X", by=by),
        lambda by: actions.open_van(person_id=person, by=by),
        lambda by: actions.receive(place_id=store, part_id=fan, quantity=one, by=by),
        lambda by: actions.transfer(source_id=store, target_id=store, part_id=fan, quantity=one, by=by),
        lambda by: actions.count(place_id=store, part_id=fan, counted=one, reason="X", by=by),
        lambda by: actions.request_part(person_id=person, part_id=fan, quantity=one, by=by),
        lambda by: actions.approve_request(request_id=1, by=by),
        lambda by: actions.refuse_request(request_id=1, reason="X", by=by),
        lambda by: actions.issue_request(request_id=1, by=by),
        lambda by: actions.return_unused(person_id=person, part_id=fan, quantity=one, by=by),
        lambda by: actions.take_in_old_part(old_part_id=1, by=by),
        lambda by: actions.dispose_old_part(old_part_id=1, to="scrapped", by=by),
    ]


@pytest.mark.parametrize("place", range(14))
def test_who_has_nothing_to_do_with_parts_changes_nothing(
    parts: Parts, actor: Callable[..., Actor], place: int
) -> None:
    parts.mode("full")
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        _each(parts)[place](actor(Role.AGENT))
    assert Entry.objects.count() == before


def test_a_technician_asks_for_themselves_only(parts: Parts) -> None:
    with pytest.raises(NotAllowed):
        actions.request_part(
            person_id=parts.shop.novice.pk, part_id=parts.fan.pk, quantity=Decimal(1), by=parts.shop.visitor
        )
    assert PartRequest.objects.count() == 0
