"""The company's pages about its doors, and the customer's page in each state; look, language, walls."""

import struct
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.service.doors.doors import bound_label, path_of, picture, reported, sent, unit
from tests.shop import Shop
from tests.web.reading import read
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User
from wuxing.core.notices.models import Notice
from wuxing.service.doors import actions, finding, queries, windows
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.drawing.photo import size_of
from wuxing.service.doors.models import Label, LabelBinding, ProductManual, ServiceSheet, TrackingLink
from wuxing.service.repair.models import Appointment, ServiceRequest


def signed_in(by: object) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))  # type: ignore[attr-defined]
    return client


def test_public_pages_are_well_formed_in_three_languages(shop: Shop, client: Client) -> None:
    asset = unit(shop)
    label = bound_label(shop, asset)
    blank = actions.make_labels(count=1, by=shop.agent)[0]
    slug = shop.tenant.slug
    urls = [
        *(f"/s/{label.code}/{door}" for door in ("", "register/", "manual/", "part/")),
        f"/s/{blank.code}/",
        "/s/",
        f"/report/{slug}/",
        f"/report/{slug}/link/",
        path_of(reported(shop).url),
        path_of(actions.open_link(shop.closed().pk, shop.agent)),
    ]
    for language in ("zh-hans", "zh-hant", "en"):
        client.cookies["wx_language"] = language
        for url in urls:
            answer = client.get(url)
            assert (url, answer.status_code, read(answer.content.decode()).faults()) == (url, 200, [])


def test_staff_makes_prints_binds_and_retires(shop: Shop) -> None:
    agent, technician = signed_in(shop.agent), signed_in(shop.visitor)
    assert agent.post("/labels/", {"count": "3", "batch": "海岚一"}).status_code == 302
    label = Label.objects.earliest("pk")
    for size in ("a4_3x8", "a4_5x13", "roll_50x30"):
        paper = agent.get(f"/labels/sheet.pdf?batch=海岚一&size={size}")
        assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    asset = unit(shop)
    assert technician.post(f"/labels/{label.code}/", {"asset_id": asset.pk}).status_code == 302
    assert LabelBinding.objects.get().asset_id == asset.pk
    refused = technician.post(f"/labels/{label.code}/", {"asset_id": asset.pk})
    assert refused.status_code == 422
    assert technician.post(f"/labels/{label.code}/", {"retire": "1", "reason": "撕坏"}).status_code == 302
    assert Client().get(f"/s/{label.code}/").status_code == 410
    events = list(Entry.objects.filter(event__startswith="label.").order_by("pk").values_list("event", flat=True))
    assert events == ["label.make", "label.bind", "label.unbind", "label.retire"]


def test_links_are_made_shown_once_and_withdrawn(shop: Shop) -> None:
    order, desk = shop.order(), signed_in(shop.agent)
    page = desk.post(f"/links/{order.pk}/", {"make": "1"}).content.decode()
    link = TrackingLink.objects.get()
    word = page.split("/t/")[1].split("/")[0]
    assert bytes(link.digest) == queries.digest_of(word)
    assert word not in desk.get(f"/links/{order.pk}/").content.decode()
    assert desk.post(f"/links/{order.pk}/", {"link": link.pk, "reason": "发错人"}).status_code == 302
    assert Client().get(f"/t/{word}/").status_code == 410


def test_new_link_goes_to_the_phone_and_the_page_says_nothing(shop: Shop, client: Client) -> None:
    order = shop.order()
    url = f"/report/{shop.tenant.slug}/link/"
    right = client.post(url, sent(number=order.number, digits="2046"))
    wrong = client.post(url, sent(number=order.number, digits="0000"))
    sent_to = Notice.objects.filter(event="tracking.link").values_list("address", flat=True)
    assert list(sent_to) == ["13805912046"]
    strip = [page.content.split(b"</header>", 1)[1] for page in (right, wrong)]
    assert strip[0] == strip[1]


def test_address_is_shown_after_the_last_four_digits_only(shop: Shop, client: Client) -> None:
    url = path_of(actions.open_link(shop.order().pk, shop.agent))
    assert "梅亭路" not in client.get(url).content.decode()
    wrong = client.post(f"{url}verify/", {"digits": "1111"})
    assert (wrong.status_code, 'aria-describedby="digits-error"' in wrong.content.decode()) == (422, True)
    opened = client.get(f"{url}verify/")  # the address that a browser keeps after a refusal
    assert (opened.status_code, opened["Location"], client.get(f"{url}visit/move/").status_code) == (302, url, 302)
    assert client.post(f"{url}verify/", {"digits": "２０４６"}).status_code == 302
    assert "梅亭路88号3-502" in client.get(url).content.decode()
    assert "梅亭路" not in Client().get(url).content.decode()


def test_link_is_locked_after_five_wrong_tries(shop: Shop, client: Client) -> None:
    url = path_of(actions.open_link(shop.order().pk, shop.agent))
    for digits in ("", "204", "1111", "1111", "1111", "1111"):  # what is not four digits is no try
        client.post(f"{url}verify/", {"digits": digits})
    assert Entry.objects.filter(event="link.lock").count() == 0
    client.post(f"{url}verify/", {"digits": "1111"})
    assert client.post(f"{url}verify/", {"digits": "2046"}).status_code == 422
    assert Entry.objects.filter(event="link.lock").count() == 1


def test_customer_moves_the_visit_to_an_offered_time(shop: Shop, client: Client) -> None:
    order = shop.agreed()
    visit = order.appointments.get()
    visit.slot = type(visit.slot)(visit.slot.lower + timedelta(days=1), visit.slot.upper + timedelta(days=1))
    visit.save()
    url = path_of(actions.open_link(order.pk, shop.agent))
    assert client.post(f"{url}visit/move/", {"slot": "x"}).status_code == 403
    client.post(f"{url}verify/", {"digits": "2046"})
    begins = windows.offered_windows(order, visit, visit.slot.lower - timedelta(days=1), "Asia/Shanghai")[0][0]
    assert client.post(f"{url}visit/move/", {"slot": begins.isoformat()}).status_code == 302
    made = Appointment.objects.latest("pk")
    visit.refresh_from_db()
    assert (visit.state, visit.reschedule_asked_by, made.slot.lower) == ("rescheduled", "customer", begins)


def test_time_that_is_not_offered_is_refused(shop: Shop, client: Client) -> None:
    order = shop.agreed()
    url = path_of(actions.open_link(order.pk, shop.agent))
    client.post(f"{url}verify/", {"digits": "2046"})
    assert client.post(f"{url}visit/move/", {"slot": "2030-01-01T09:00:00+08:00"}).status_code in (409, 422)
    for slot in ("2026-13-45T09:00:00+08:00", "tomorrow"):
        assert (slot, client.post(f"{url}visit/move/", {"slot": slot}).status_code) == (slot, 422)
    assert client.post(f"{url}complaint/send/", {"text": "a\x00b"}).status_code == 400  # what no text can hold
    assert Appointment.objects.count() == 1


def test_service_sheet_can_be_checked_by_its_code(shop: Shop, client: Client) -> None:
    order = shop.closed()
    url = path_of(actions.open_link(order.pk, shop.agent))
    first, second = client.get(f"{url}sheet.pdf"), client.get(f"{url}sheet.pdf")
    assert (first.content[:4], second.status_code, ServiceSheet.objects.count()) == (b"%PDF", 200, 1)
    page = client.get(f"/report/sheet/{ServiceSheet.objects.get().code}/").content.decode()
    assert (order.number in page, "王丽华" in page) == (True, False)
    assert client.get("/report/sheet/ABCDEFGH2/").status_code == 404


def test_manual_is_found_behind_the_label(shop: Shop, client: Client) -> None:
    label = bound_label(shop, unit(shop))
    made = actions.add_manual(
        product_id=shop.product.pk, title="说明书", file=picture().content, name="m.png", by=shop.agent
    )
    assert "说明书" in client.get(f"/s/{label.code}/manual/").content.decode()
    assert client.get(f"/s/{label.code}/manual/{made.pk}/").status_code == 200
    actions.retire_label(code=label.code, reason="磨损", by=shop.agent)
    gone = client.get(f"/s/{label.code}/manual/{made.pk}/")
    assert (gone.status_code, gone.templates[0].name) == (410, "service/doors/retired.html")
    label = bound_label(shop, unit(shop))
    actions.take_off_manual(manual_id=made.pk, by=shop.agent)
    assert client.get(f"/s/{label.code}/manual/{made.pk}/").status_code == 404
    assert ProductManual.objects.count() == 1


def test_registration_is_decided_on_its_page(shop: Shop) -> None:
    asset = unit(shop)
    said = actions.Registered(
        once="r", phone="13905917777", purchased_on=asset.purchased_on, asset_id=asset.pk, photos=[picture()]
    )
    made = actions.register_purchase(said=said, by=customer_actor(shop.tenant))
    desk = signed_in(shop.agent)
    assert "2024-05-02" in desk.get("/labels/registrations/").content.decode()
    path = f"/labels/registrations/{made.pk}/"
    typed = {"reason": "发票" * 151, "refuse": "1"}
    for given, wrong in (
        (typed, "reason"),
        ({"asset_id": "x1"}, "asset_id"),
        ({"reason": " ", "refuse": "1"}, "reason"),
    ):
        refused = desk.post(path, given)
        ((*_row, form),) = refused.context["rows"]
        assert (refused.status_code, list(form.errors), form[wrong].value()) == (422, [wrong], given[wrong])
    desk.post(path, {})
    made.refresh_from_db()
    assert made.state == "confirmed"
    again = desk.post(path, {})  # decided already, by another hand: said where it stands now, with who did it
    ((*_row, form),) = again.context["rows"]
    assert (again.status_code, again.context["state"]) == (422, "confirmed")
    page = again.content.decode()
    assert form.non_field_errors() == ["这条登记已处理"]
    assert [part in page for part in ("这条登记已处理", shop.agent.name, f'action="{path}')] == [True, True, False]
    assert desk.post("/labels/registrations/999999/", {"asset_id": "x1"}).status_code == 404


@pytest.mark.parametrize("person", ["visitor", "dispatcher", "manager"])
def test_any_member_passes_a_request_on(shop: Shop, person: str) -> None:
    desk = signed_in(getattr(shop, person))
    said = {"received_on": "2026-01-02", "received_at": "10:30", "phone": "13905917777", "fault": "漏水", "how": "微信"}
    assert desk.post("/pass-on/", said).status_code == 302
    made = ServiceRequest.objects.get()
    assert (made.channel, made.passed_on_by, made.received_at.isoformat()) == (
        "passed_on",
        getattr(shop, person).name,
        "2026-01-02T02:30:00+00:00",
    )
    assert made.recorded_at > made.received_at


def test_chosen_units_get_their_labels(shop: Shop) -> None:
    asset, desk = unit(shop), signed_in(shop.agent)
    assert desk.post("/labels/units/", {})["Location"] == "/labels/"
    paper = desk.post("/labels/units/", {"unit": asset.pk}, follow=True)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert [one.code for one in queries.labels_of(asset.pk)] == [Label.objects.get().code]


def test_photo_of_a_product_is_drawn_anew_and_shown_behind_the_label(shop: Shop, client: Client) -> None:
    label = bound_label(shop, unit(shop))
    path, desk = f"/labels/products/{shop.product.pk}/", signed_in(shop.agent)
    assert client.get(f"/s/{label.code}/photo.png").status_code == 404
    for wrong in (b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, png(30000, 30000)):
        assert desk.post(path, {"file": SimpleUploadedFile("p.png", wrong)}).status_code == 422
    secret = png(3, 2) + b"GPS 26.08N 119.30E"
    assert desk.post(path, {"file": SimpleUploadedFile("/etc/p.png", secret)}).status_code == 302
    shown = client.get(f"/s/{label.code}/photo.png")
    assert (shown.status_code, shown["Content-Type"], shown["Content-Security-Policy"]) == (
        200, "image/png", "default-src 'none'; sandbox",
    )  # fmt: skip
    assert (size_of(shown.content), b"GPS" in shown.content) == ((240, 240), False)
    assert f"/s/{label.code}/photo.png" in client.get(f"/s/{label.code}/").content.decode()
    assert Entry.objects.filter(event="manual.photo").count() == 1
    assert signed_in(shop.visitor).post(path, {"off": "1"}).status_code == 403
    assert desk.post(path, {"off": "1"}).status_code == 302
    assert client.get(f"/s/{label.code}/photo.png").status_code == 404


def png(width: int, height: int) -> bytes:
    """Return a white picture; one that only says its size where it is large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\xff" * 3 * width) * height) if width < 100 else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_fields_can_be_filled_by_the_camera_and_our_labels_are_understood(shop: Shop, client: Client) -> None:
    asset = unit(shop)
    label, blank = bound_label(shop, asset), actions.make_labels(count=1, by=shop.agent)[0]
    desk = signed_in(shop.agent)
    pages = {
        f"/report/{shop.tenant.slug}/": 'data-label="open"',
        f"/labels/{blank.code}/": 'data-fields="#q"',
        "/workshop/": 'data-open="/workshop/"',
    }
    for path, said in pages.items():
        page = desk.get(path).content.decode()
        own = "vendor/jsqr/jsQR" in page  # where the browser reads no codes itself
        assert (path, "service/scan.js" in page, own, said in page) == (path, True, True, True)
    assert finding.units_to_bind(f"{label.code[:3]}-{label.code[3:].lower()}", shop.agent)[0]["pk"] == asset.pk
    assert (finding.serial_behind(label.code), finding.serial_behind(blank.code)) == (asset.serial, blank.code)
