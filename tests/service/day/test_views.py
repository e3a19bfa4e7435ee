"""The door of the phone's outbox, parts and photos on the visit; all of it also without a script."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.resources.spare_parts.conftest import Parts, parts
from tests.service.day.picture import PNG
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import tokens
from wuxing.core.models import Attachment
from wuxing.resources.spare_parts import actions as stock
from wuxing.service.day.models import CapturedAct
from wuxing.service.repair.models import Appointment, WorkOrder, WorkOrderLine

__all__ = ["parts"]


def _send(client: Client, order: WorkOrder, *acts: tuple[str, dict[str, str]]) -> Any:
    now = datetime.now(UTC)
    body = {
        "device": "phone-1",
        "sent_at": now.isoformat(),
        "acts": [
            {
                "key": f"key-{order.pk}-{place}-{name}",
                "order": order.pk,
                "name": name,
                "at": (now - timedelta(minutes=9 - place)).isoformat(),
                "fields": list(fields.items()),
            }
            for place, (name, fields) in enumerate(acts)
        ],
    }
    return client.post("/today/outbox/", json.dumps(body), content_type="application/json")


def test_the_outbox_takes_acts_as_the_forms_do(shop: Shop) -> None:
    order = shop.agreed()
    client = signed_in(shop.visitor)
    given = _send(client, order, ("depart", {}), ("arrive", {}), ("check", {"checks": "badge_shown"}))
    assert [(one["outcome"], one["url"]) for one in given.json()["results"]] == [("kept", f"/today/{order.pk}/")] * 3
    visit = Appointment.objects.get(order=order)
    assert (visit.state, visit.checklist["badge_shown"]) == ("arrived", True)


def test_what_is_missing_comes_back_by_field(shop: Shop) -> None:
    order = shop.at_work()
    given = _send(signed_in(shop.visitor), order, ("diagnose", {"cause": "fan", "branch": "fix_now"}))
    (one,) = given.json()["results"]
    assert (one["outcome"], one["fields"]) == ("refused", {"finding": "fill this in"})


def test_what_a_phone_kept_before_the_page_asked_for_a_drawing_counts(shop: Shop) -> None:
    order = shop.at_work()
    client, name = signed_in(shop.visitor), {"signed_by": "王丽华"}
    found = {"cause": "fan", "finding": "风机卡滞", "branch": "fix_now"}
    (_done, now) = _send(client, order, ("diagnose", found), ("sign", name | {"not_drawn": ""})).json()["results"]
    wanted = "have the customer draw their signature, or tick this and say why not"
    assert (now["outcome"], now["fields"]) == ("refused", {"by_name": wanted})
    order = WorkOrder.objects.get(pk=order.pk)
    assert [one["outcome"] for one in _send(client, order, ("sign", name)).json()["results"]] == ["kept"]


@pytest.mark.parametrize("body", ["", "[]", '{"device": "x"}', '{"device":"x","sent_at":"now","acts":[]}'])
def test_what_cannot_be_read_is_refused(shop: Shop, body: str) -> None:
    answer = signed_in(shop.visitor).post("/today/outbox/", body, content_type="application/json")
    assert (answer.status_code, CapturedAct.objects.count()) == (422, 0)


def test_a_part_is_used_in_two_taps_from_the_own_stock(parts: Parts) -> None:
    parts.mode("personal")
    stock.receive(place_id=parts.van.pk, part_id=parts.fan.pk, quantity=Decimal(2), by=parts.keeper)
    order = parts.shop.at_work()
    client = signed_in(parts.shop.visitor)
    rows = client.get(f"/today/{order.pk}/").context["use"]["form"].rows()
    assert [(row["number"], row["name"], row["held"]) for row in rows] == [("FAN-01", "Fan motor", "2")]

    tapped = {"part_id": parts.fan.pk, "old_part": "returned", "quantity": "1"}
    refused = client.post(f"/today/{order.pk}/use_part/", tapped)
    assert (refused.status_code, list(refused.context["use"]["form"].errors)) == (422, ["unit_price"])
    done = client.post(f"/today/{order.pk}/use_part/", {**tapped, "unit_price": "86"})
    assert (done.status_code, WorkOrderLine.objects.get().part_id) == (302, parts.fan.pk)
    assert client.get(f"/today/{order.pk}/?part=pcb").context["use"]["form"].rows() == []


def test_a_tracked_part_is_tapped_by_its_serial_number(parts: Parts) -> None:
    parts.mode("personal")
    given = {"place_id": parts.van.pk, "part_id": parts.board.pk, "by": parts.keeper}
    stock.receive(**given, quantity=Decimal(2), serials=["N-1", "N-2"])
    order = parts.shop.at_work()
    client = signed_in(parts.shop.visitor)
    rows = client.get(f"/today/{order.pk}/").context["use"]["form"].rows()
    number = parts.board.pk
    assert [(row["id"], row["serial"]) for row in rows] == [(f"{number}:N-1", "N-1"), (f"{number}:N-2", "N-2")]

    tapped = {"part_id": rows[1]["id"], "old_part": "none", "quantity": "1", "unit_price": "86"}
    assert client.post(f"/today/{order.pk}/use_part/", tapped).status_code == 302
    line = WorkOrderLine.objects.get()
    assert (line.part_id, line.new_serial, parts.held(parts.van, parts.board)) == (number, "N-2", 1)
    again = client.post(f"/today/{order.pk}/use_part/", tapped)
    assert (again.status_code, list(again.context["use"]["form"].errors)) == (422, ["part_id"])


def test_a_photo_is_taken_with_and_without_the_script(shop: Shop) -> None:
    order = shop.on_site()
    client = signed_in(shop.visitor)
    sent = SimpleUploadedFile("a.png", PNG, "image/png")
    assert client.post(f"/today/{order.pk}/photo/", {"kind": "fault", "photo": sent}).status_code == 302
    import base64

    text = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    given = _send(client, order, ("photo", {"kind": "after", "photo": text}))
    assert [one["outcome"] for one in given.json()["results"]] == ["kept"]
    kept = Attachment.objects.order_by("pk")
    assert [one.name for one in kept] == [f"{order.number}-fault.png", f"{order.number}-after.jpg"]
    photos = client.get(f"/today/{order.pk}/").context["photos"]
    shown = client.get(photos[0]["url"])
    assert (len(photos), shown.status_code, shown["Content-Type"]) == (2, 200, "image/png")
    other = shop.order(phone="139 0000 1111", serial="518A-26-1")
    assert client.get(f"/orders/{other.pk}/photos/{kept[0].pk}/").status_code == 404


def test_the_closing_gate_lists_what_is_missing_and_by_which_rule(shop: Shop) -> None:
    order = shop.at_work()
    client = signed_in(shop.visitor)
    client.post(f"/today/{order.pk}/diagnose/", {"cause": "fan", "finding": "卡滞", "branch": "fix_now"})
    answer = client.get(f"/today/{order.pk}/")
    gate = answer.context["gate"]
    assert answer["X-Kept-For"] == f"{shop.tenant.pk}-{shop.visitor.user_id}"  # for whom a phone may keep a copy
    rule = "procedure 4, before the work is reported as done"
    assert [(row["text"], row["rule"]) for row in gate] == [
        ("end the visit that is under way", rule), ("have the customer sign", rule),
    ]  # fmt: skip


def test_the_api_takes_the_same_outbox(shop: Shop) -> None:
    order = shop.agreed()
    token = tokens.issue_token(user_id=shop.visitor.user_id or 0, name="phone", by=shop.visitor)
    now = datetime.now(UTC).isoformat()
    acts = [
        {"key": f"api-key-{step}", "order_id": order.pk, "step": step, "captured_at": now, "details": details}
        for step, details in (("depart", {}), ("arrive", {}), ("hold", {}), ("start_work", {}))
    ]
    answer = Client().post(
        "/api/repair/outbox",
        json.dumps({"device": "phone-1", "sent_at": now, "acts": acts}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "outbox-1"},
    )
    found = [one["outcome"] for one in answer.json()["results"]]
    assert (answer.status_code, found) == (200, ["kept", "kept", "refused", "held"])
