"""The page behind a label: what it names, what it takes, what it refuses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.service.doors.doors import PIXEL, bound_label, path_of, reported, sent, unit
from tests.shop import Shop
from wuxing.core.models import Attachment
from wuxing.customers.models import Asset
from wuxing.service.doors import actions
from wuxing.service.doors.models import DoorReport, DoorView, WarrantyRegistration
from wuxing.service.repair.models import ServiceRequest


@pytest.fixture
def asset(shop: Shop) -> Asset:
    return unit(shop)


def test_label_opens_the_product_and_names_nobody(shop: Shop, asset: Asset, client: Client) -> None:
    label = bound_label(shop, asset)
    page = client.get(f"/s/{label.code}/").content.decode()
    assert ("冰箱 YL-BCD518" in page, "王丽华" in page, "梅亭路" in page, "2046" in page) == (True, False, False, False)
    assert list(DoorView.objects.values_list("page", "label_id")) == [("scan", label.pk)]


def test_report_by_label_gives_number_and_link_at_once(shop: Shop, asset: Asset, client: Client) -> None:
    label = bound_label(shop, asset)
    photo = SimpleUploadedFile("p.png", PIXEL, "image/png")
    answer = client.post(f"/s/{label.code}/", sent(photos=photo))
    assert answer.status_code == 302
    request = ServiceRequest.objects.latest("pk")
    assert (request.channel, request.asset_id, request.fault) == ("qr", asset.pk, "漏水")
    assert DoorReport.objects.get().request_id == request.pk
    assert Attachment.objects.filter(target_type="service_request", target_id=request.pk).count() == 1
    page = client.get(answer["Location"]).content.decode()
    assert request.number in page


def test_stranger_does_not_get_the_owners_address(shop: Shop, asset: Asset) -> None:
    made = reported(shop, asset_id=asset.pk, label_id=bound_label(shop, asset).pk).request
    assert (made.asset_id, made.site, made.customer_id == asset.customer_id) == (asset.pk, None, False)


def test_owner_is_known_by_the_number(shop: Shop, asset: Asset, client: Client) -> None:
    ServiceRequest.objects.update(state="rejected")
    made = reported(shop, asset_id=asset.pk, phone="13805912046", label_id=bound_label(shop, asset).pk).request
    assert (made.customer_id, made.site_id) == (asset.customer_id, asset.site_id)


def test_same_number_again_opens_the_open_case(shop: Shop, asset: Asset) -> None:
    open_case = ServiceRequest.objects.get()
    found = reported(shop, asset_id=asset.pk, phone="13805912046", fault="还漏水")
    assert (found.request.pk, found.joined, ServiceRequest.objects.count()) == (open_case.pk, True, 1)


def test_same_form_twice_makes_one_request(shop: Shop) -> None:
    assert reported(shop).request.pk == reported(shop).request.pk


def test_registration_is_a_proposal_until_an_agent_confirms(shop: Shop, asset: Asset, client: Client) -> None:
    label = bound_label(shop, asset)
    fields = sent(purchased_on="2024-05-01", photos=SimpleUploadedFile("i.png", PIXEL, "image/png"))
    assert client.post(f"/s/{label.code}/register/", fields).status_code == 200
    made = WarrantyRegistration.objects.get()
    asset.refresh_from_db()
    assert (made.state, str(asset.purchased_on)) == ("proposed", "2024-05-02")
    actions.confirm_registration(registration_id=made.pk, by=shop.agent)
    asset.refresh_from_db()
    assert str(asset.purchased_on) == "2024-05-01"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"website": "http://spam"}, 422),
        ({"opened": "forged"}, 422),
        ({"phone": "138"}, 422),
        ({"fault": ""}, 422),
    ],
)
def test_report_is_refused(shop: Shop, asset: Asset, client: Client, changes: dict[str, str], status: int) -> None:
    label = bound_label(shop, asset)
    before = ServiceRequest.objects.count()
    assert client.post(f"/s/{label.code}/", sent(**changes)).status_code == status
    assert ServiceRequest.objects.count() == before


def test_fourth_report_in_an_hour_asks_a_sum(shop: Shop, client: Client) -> None:
    url = f"/report/{shop.tenant.slug}/"
    answers = [client.post(url, sent(f"f{n}", phone=f"1390591777{n}")).status_code for n in range(3)]
    photo = SimpleUploadedFile("p.png", PIXEL, "image/png")
    page = client.post(url, sent("f9", phone="13905917779", photos=photo))
    form, drawn = page.context["form"], page.content.decode()
    assert (answers, page.status_code) == ([302, 302, 302], 422)
    told = (
        f'aria-describedby="{form["sum"].auto_id}_error"' in drawn,
        form["sum"].errors[0] in drawn,
        "照片要重新选择" in drawn,
    )
    assert told == (True, True, True)  # the page says what it asks, and that the photos are not kept
    one, two = form.asks.split(" + ")
    again = sent("f9", phone="13905917779", asked=form["asked"].value(), sum=str(int(one) + int(two)))
    assert client.post(url, again).status_code == 302


@pytest.mark.parametrize("code", ["ABC", "ABCDEFGH0", "222222223"])
def test_typing_error_is_refused(shop: Shop, client: Client, code: str) -> None:
    assert client.get(f"/s/{code}/").status_code == 404


def test_pages_need_no_script(shop: Shop, asset: Asset, client: Client) -> None:
    label = bound_label(shop, asset)
    pages = [f"/s/{label.code}/", f"/report/{shop.tenant.slug}/", path_of(reported(shop).url)]
    for url in pages:
        page = client.get(url).content.decode()
        assert ("module" in page.split("</head>")[0], "getUserMedia" in page, 'method="post"' in page) == (
            False,
            False,
            True,
        )
