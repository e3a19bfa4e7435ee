"""The pages of customers' files: kept, corrected, consented to, looked at, asked about, merged."""

from django.test import Client

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.customers.models import AssetTie, Consent, ConsentNotice, Contact, Customer, LookUp, Merge, RightsRequest


def file_of(shop: Shop) -> Customer:
    found = shop.order().customer
    assert found is not None
    return found


def twin_of(shop: Shop, phone: str = "13805912046") -> Customer:
    made = Customer.objects.create(tenant=shop.tenant, name="王丽花", created_at=clock.now())
    Contact.objects.create(tenant=shop.tenant, customer=made, name="王丽花", phone=phone)
    return made


def test_a_file_shows_people_places_units_and_work(shop: Shop) -> None:
    customer = file_of(shop)
    shown = signed_in(shop.manager).get(f"/customers/{customer.pk}/")
    context = shown.context
    assert shown.status_code == 200
    assert [one["phone"] for one in context["contacts"]] == ["138****2046"]
    assert [row["serial"] for row in context["units"]] == ["518A-23-004417"]
    assert [row.look == "done" for row in context["history"]] == [False]  # still open
    asked = dict.fromkeys(("marketing", "manufacturer", "outsourced", "sensitive"), "waiting")
    assert {one["code"]: one["state"] for one in context["consent"]} == {"survey": "done"} | asked


def test_who_may_not_see_data_in_full_sees_first_signs(shop: Shop, client: Client) -> None:
    customer = file_of(shop)
    by = shop.manager
    del client
    page = signed_in(by).get(f"/customers/{customer.pk}/").content.decode()
    assert ("王丽华" in page, "梅亭路" in page) == (True, False)


def test_contacts_places_and_units_are_added_on_the_page(shop: Shop) -> None:
    customer = file_of(shop)
    client, page = signed_in(shop.agent), f"/customers/{customer.pk}/"
    place = {"district": "台江区", "address": "工业路1号", "label": "店面", "outlet_id": shop.technician.outlet_id}
    assert client.post(f"{page}sites", place).status_code == 302
    site = customer.sites.get(label="店面")
    person = {"name": "小李", "phone": "13900001111", "part": "technical", "site_id": site.pk}
    assert client.post(f"{page}contacts", person).status_code == 302
    assert client.post(f"{page}contacts", person).status_code == 422  # on file already
    whole = client.get(page).context["units"][0]["pk"]
    unit = {"product_id": shop.product.pk, "serial": "P-1", "site_id": site.pk, "parent_id": whole}
    assert client.post(f"{page}units", unit).status_code == 302
    assert [(row["serial"], row["depth"]) for row in client.get(page).context["units"]] == [
        ("518A-23-004417", 0),
        ("P-1", 1),
    ]
    contact = customer.contacts.get(name="小李")
    edit = {"name": "小李子", "phone": "", "part": "owner"}
    assert client.post(f"/contacts/{contact.pk}/change", edit).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.phone, contact.part) == ("小李子", "13900001111", "owner")
    assert client.post(f"/sites/{site.pk}/change", {"district": "", "address": ""}).status_code == 422


def test_consent_is_given_and_withdrawn_and_nothing_is_ticked_before(shop: Shop) -> None:
    customer = file_of(shop)
    client, page = signed_in(shop.agent), f"/customers/{customer.pk}/"
    assert "checked" not in str(client.get(page).context["consent_form"]["purposes"])
    assert client.post(f"{page}consent", {"purposes": ["survey"], "channel": "phone"}).status_code == 422
    said = {"purposes": ["survey"], "channel": "phone", "language": "zh-hans", "proof": "录音 0231"}
    assert client.post(f"{page}consent", said).status_code == 302
    assert client.post(f"{page}withdraw", {"purposes": ["survey"], "channel": "phone"}).status_code == 302
    assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [True, False]
    assert len(client.get(page).context["said"]) == 2


def test_a_number_is_shown_for_the_open_order_or_a_reason(shop: Shop) -> None:
    customer = file_of(shop)
    client = signed_in(shop.agent)
    contact = customer.contacts.get()
    assert client.post(f"/contacts/{contact.pk}/reveal").status_code == 302
    assert LookUp.objects.get().case_number.startswith("WO-")
    alone = twin_of(shop, "13911112222").contacts.get()
    assert client.post(f"/contacts/{alone.pk}/reveal").status_code == 422
    assert client.post(f"/contacts/{alone.pk}/reveal", {"reason": "客户来电核对"}).status_code == 302
    rows = client.get("/customers/look-ups/").context["rows"]
    assert rows[0]["why"] == "客户来电核对"
    rule = {"alert_an_hour": 2, "most_a_day": 3, "answer_days": 10, "reason": "收紧"}
    assert client.post("/customers/look-ups/", rule).status_code == 403
    assert signed_in(shop.manager).post("/customers/look-ups/", rule).status_code == 302


def test_a_request_goes_from_the_file_to_the_copy_and_the_answer(shop: Shop) -> None:
    customer = file_of(shop)
    client = signed_in(shop.agent)
    asked = client.post(f"/customers/{customer.pk}/request", {"kind": "access", "channel": "phone"})
    found = RightsRequest.objects.get()
    page = f"/customers/rights/{found.pk}/"
    assert asked["Location"] == page
    assert client.post(f"{page}answer", {"answer": "已交付"}).status_code == 422
    assert client.post(f"{page}identify", {"how": "回拨档案号码"}).status_code == 302
    copied = client.post(f"{page}copy.json").json()
    assert copied["data"][1]["rows"] == [{"name": "王丽华", "phone": "13805912046"}]
    assert client.post(f"{page}copy.pdf").content[:5] == b"%PDF-"
    assert client.post(f"{page}answer", {"answer": "已交付"}).status_code == 302
    assert client.get("/customers/rights/").context["rows"] == []
    assert len(client.get("/customers/rights/?only=all").context["rows"]) == 1
    late = client.post(f"{page}withdraw", follow=True)
    assert [one.level_tag for one in late.context["messages"]] == ["error"]


def test_files_that_look_alike_are_merged_and_parted(shop: Shop) -> None:
    customer = file_of(shop)
    twin = twin_of(shop)
    client = signed_in(shop.agent)
    pairs = client.get("/customers/duplicates/").context["pairs"]
    assert [(row["pair"].low, row["pair"].high) for row in pairs] == [(customer.pk, twin.pk)]
    page = f"/customers/duplicates/{customer.pk}/{twin.pk}/"
    assert client.post(page, {"kept": customer.pk, "reason": ""}).status_code == 422
    assert client.post(page, {"kept": customer.pk, "reason": "来电确认"}).status_code == 302
    assert client.get(f"/customers/{twin.pk}/")["Location"] == f"/customers/{customer.pk}/"
    merge = Merge.objects.get()
    assert client.post(f"/customers/merges/{merge.pk}/undo", {"reason": "误并"}).status_code == 302
    assert client.get(f"/customers/{twin.pk}/").status_code == 200
    assert client.post(page, {"different": "1"}).status_code == 302
    assert client.get("/customers/duplicates/").context["pairs"] == []


def test_a_notice_gets_a_version_and_the_due_list_opens(shop: Shop) -> None:
    client = signed_in(shop.manager)
    assert client.get("/customers/purposes/?purpose=survey").context["form"]["purpose"].value() == "survey"
    said = {
        "purpose": "survey", "title": "调查", "basis": "consent", "text_hans": "一", "text_hant": "一", "text_en": "one",
        "reason": "更清楚",
    }  # fmt: skip
    assert client.post("/customers/purposes/", said | {"text_en": ""}).status_code == 422
    assert client.post("/customers/purposes/", said).status_code == 302
    assert ConsentNotice.objects.get().version == 1
    assert client.get("/customers/due/").status_code == 200
    assert client.post("/customers/due/").status_code == 302


def test_a_unit_moves_becomes_a_part_and_goes_out_of_use_on_its_page(shop: Shop) -> None:
    customer = file_of(shop)
    client = signed_in(shop.agent)
    unit = customer.assets.get()
    site = customer.sites.create(tenant=shop.tenant, district="台江区", address="工业路1号")
    page = f"/equipment/{unit.pk}/"
    move = {"kind": "located_at", "site": site.pk, "on": "2026-01-05", "reason": "搬家"}
    assert client.post(f"{page}ties", move).status_code == 302
    unit.refresh_from_db()
    assert (unit.site_id, AssetTie.objects.filter(asset=unit).count()) == (site.pk, 2)
    assert client.post(f"{page}ties", move | {"kind": "parent", "whole": ""} | {"reason": ""}).status_code == 422
    assert client.post(f"{page}retire", {"on": "2026-02-01", "reason": "报废"}).status_code == 302
    assert client.get(page).context["base"]["may_write"] is False
