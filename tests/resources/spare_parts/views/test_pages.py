"""The pages of parts: a catalogue from a file, a request from store to technician, an old part to its end, a count."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.resources.spare_parts.conftest import Parts
from tests.service.repair.pages import signed_in
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.resources.models import OldPart, Part, PartRequest, PartsSetting, StockBalance, StockMovement
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import Old, OrderLine
from wuxing.resources.spare_parts.queries import lists


@pytest.fixture
def keeper(parts: Parts) -> Client:
    """The storekeeper, signed in; stores are counted."""
    parts.mode("full")
    actions.receive(place_id=parts.store.pk, part_id=parts.fan.pk, quantity=Decimal(3), by=parts.keeper)
    return signed_in(parts.keeper)


def test_a_catalogue_comes_from_a_file_all_of_it_or_nothing(parts: Parts, keeper: Client) -> None:
    head = "备件编号,名称,英文名称,适用产品,安全库存,序列号管理,替代件"
    table = f"{head}\nFAN-01,风机,Fan,冰箱,4,否,FAN-02\nFAN-02,新风机,,冰箱 冷柜,,是,\n"
    sent = SimpleUploadedFile("parts.csv", table.encode("utf-8-sig"), "text/csv")
    assert keeper.post("/parts/import/", {"file": sent}).status_code == 302
    new = Part.objects.get(number="FAN-02")
    old = Part.objects.get(number="FAN-01")
    assert (new.lines, new.serial_tracked, old.superseded_by_id, old.low_mark) == (["冰箱", "冷柜"], True, new.pk, 4)

    wrong = SimpleUploadedFile("parts.csv", "编号,名称\nX-1,甲\nX-2,\n".encode(), "text/csv")
    refused = keeper.post("/parts/import/", {"file": wrong})
    assert refused.status_code == 422
    assert refused.context["form"].errors["file"] == ["line 3: name the part in at most 120 signs"]
    assert Part.objects.filter(number="X-1").exists() is False


def test_a_request_goes_from_the_store_to_the_technician(parts: Parts, keeper: Client) -> None:
    technician = signed_in(parts.shop.visitor)
    assert technician.post("/parts/mine/ask/", {"part_id": parts.fan.pk, "quantity": "2"}).status_code == 302
    made = PartRequest.objects.get()
    page = keeper.get(f"/parts/requests/?do=approve&row={made.pk}")
    assert (page.status_code, page.context["do"]["url"]) == (200, f"/parts/requests/{made.pk}/approve/")
    refused = keeper.post(f"/parts/requests/{made.pk}/approve/", {})
    assert (refused.status_code, list(refused.context["do"]["form"].errors)) == (422, ["store_id"])
    keeper.post(f"/parts/requests/{made.pk}/approve/", {"store_id": parts.store.pk})
    keeper.post(f"/parts/requests/{made.pk}/issue/", {})
    assert (parts.held(parts.store, parts.fan), parts.held(parts.van, parts.fan)) == (1, 0)
    technician.post(f"/parts/requests/{made.pk}/take_over/", {})
    assert (parts.held(parts.van, parts.fan), PartRequest.objects.get().state) == (2, "on_van")
    technician.post("/parts/mine/give_back/", {"part_id": parts.fan.pk, "quantity": "1", "store_id": parts.store.pk})
    assert (parts.held(parts.store, parts.fan), PartRequest.objects.get().state) == (2, "returned_unused")


def test_an_old_part_comes_to_its_end(parts: Parts, keeper: Client) -> None:
    parts.mode("record_only")
    line = OrderLine(1, 1)
    old = Old("returned", "O-1")
    actions.use(
        person=parts.shop.technician, part=parts.fan, quantity=Decimal(1), order_line=line, old=old, by=parts.keeper
    )
    kept = OldPart.objects.get()
    parts.mode("full")
    assert [row["serial"] for row in keeper.get("/parts/old/").context["rows"]] == ["O-1"]
    keeper.post(f"/parts/old/{kept.pk}/take_in/", {"store_id": parts.store.pk})
    assert parts.held(parts.store, parts.fan, "defective") == 1
    keeper.post(f"/parts/old/{kept.pk}/dispose/", {"to": "claimed", "note": "厂家三包"})
    assert (OldPart.objects.get().state, parts.held(parts.store, parts.fan, "defective")) == ("claimed", 0)
    assert [row["serial"] for row in keeper.get("/parts/old/").context["rows"]] == []


def test_a_count_that_differs_says_why(parts: Parts, keeper: Client) -> None:
    url = f"/parts/stock/{parts.store.pk}/count/"
    refused = keeper.post(url, {"part_id": parts.fan.pk, "counted": "2"})
    assert (refused.status_code, list(refused.context["do"]["form"].errors)) == (422, ["reason"])
    assert keeper.post(url, {"part_id": parts.fan.pk, "counted": "2", "reason": "少一件"}).status_code == 302
    made = StockMovement.objects.get(kind="counted")
    assert (parts.held(parts.store, parts.fan), made.source_id, made.reason) == (2, parts.store.pk, "少一件")
    assert Entry.objects.latest("pk").payload["before"] == "3.00"


def test_stores_hold_what_a_transfer_leaves_them(parts: Parts, keeper: Client) -> None:
    keeper.post("/parts/stores/", {"name": "马尾仓"})
    other = parts.store.__class__.objects.get(name="马尾仓")
    url = f"/parts/stock/{parts.store.pk}/transfer/"
    keeper.post(url, {"part_id": parts.fan.pk, "quantity": "2", "target_id": other.pk})
    assert (parts.held(parts.store, parts.fan), parts.held(other, parts.fan)) == (1, 2)
    refused = keeper.post(url, {"part_id": parts.fan.pk, "quantity": "2", "target_id": other.pk})
    assert refused.status_code == 422
    assert refused.context["do"]["form"].non_field_errors() == [
        "福州仓 has only 1 of 风机 FAN-01; count the stock if that is wrong"
    ]


def test_how_parts_are_kept_is_chosen_and_recorded(parts: Parts, keeper: Client) -> None:
    assert keeper.post("/parts/mode/", {"mode": "personal"}).status_code == 302
    entry = Entry.objects.latest("pk")
    assert PartsSetting.objects.get().mode == "personal"
    assert (entry.event, entry.payload) == ("parts.set_mode", {"after": "personal", "before": "full"})


def test_a_low_part_is_marked(parts: Parts, keeper: Client) -> None:
    assert keeper.get("/parts/?low=1").context["rows"] == []
    actions.count(place_id=parts.store.pk, part_id=parts.fan.pk, counted=Decimal(2), reason="盘点", by=parts.keeper)
    page = keeper.get("/parts/?low=1")
    assert ([row["number"] for row in page.context["rows"]], page.context["low_count"]) == (["FAN-01"], 1)


@pytest.mark.parametrize("most", [100, 0])
def test_low_is_what_lies_in_all_places_together(
    parts: Parts, keeper: Client, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_LOW", most)
    other = actions.save_store(name="马尾仓", outlet_id=None, by=parts.keeper)
    for place, count in ((parts.store, 2), (other, 1)):
        actions.count(place_id=place.pk, part_id=parts.fan.pk, counted=Decimal(count), reason="盘点", by=parts.keeper)
    worn = {"place": parts.store, "part": parts.fan, "condition": "defective", "tenant_id": parts.fan.tenant_id}
    StockBalance.objects.create(**worn, quantity=9)
    assert (lists.low_count(), lists.catalogue(low=True)) == (0, [])  # three lie, two is low

    def marks() -> list[bool]:
        rows = keeper.get(f"/parts/stock/{parts.store.pk}/").context["rows"]
        return [row["low"] for row in rows if (row["part_id"], row["condition"]) == (parts.fan.pk, "good")]

    assert marks() == [False]
    actions.count(place_id=other.pk, part_id=parts.fan.pk, counted=Decimal(0), reason="盘点", by=parts.keeper)
    [row] = lists.catalogue(low=True)
    assert (lists.low_count(), row["number"], row["total"], marks()) == (min(most, 1), "FAN-01", 2, [True])
    assert lists.catalogue(low=True, after="FAN-01") == []


def test_a_technician_sees_only_their_own_parts(parts: Parts, keeper: Client, actor: Callable[..., Actor]) -> None:
    technician = signed_in(parts.shop.visitor)
    stranger = signed_in(actor(Role.TECHNICIAN, name="别人"))
    assert technician.get(f"/parts/stock/{parts.van.pk}/").status_code == 200
    assert stranger.get(f"/parts/stock/{parts.van.pk}/").status_code == 403
    assert technician.get(f"/parts/stock/{parts.store.pk}/").status_code == 403
    assert technician.get("/parts/").status_code == 403


def test_lists_of_one_and_of_three_ask_as_often(
    parts: Parts, keeper: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for page in ("/parts/", "/parts/stock/", "/parts/movements/", "/parts/requests/", "/parts/old/"):
        with django_assert_max_num_queries(24):
            assert keeper.get(page).status_code == 200
