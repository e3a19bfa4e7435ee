"""The blocks of the tracking page: the survey once the work is done, a complaint with its number at once."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.shop import Shop
from wuxing.core.tenants import in_tenant
from wuxing.service.doors.actions.links import open_link
from wuxing.service.doors.models import TrackingLink
from wuxing.service.doors.views import tracking
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import Problem, SurveyInvitation
from wuxing.service.repair.models import WorkOrder


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Limits and drawings begin anew with each test."""
    cache.clear()
    tracking._kept.clear()
    yield
    cache.clear()


@pytest.fixture
def page(shop: Shop, order: WorkOrder) -> str:
    """The address of the order's tracking page."""
    return "/t/" + open_link(order.pk, shop.agent).split("/t/")[1]


@pytest.fixture
def guest() -> Client:
    client = Client()
    client.cookies["wx_language"] = "en"
    return client


def test_the_survey_is_offered_and_opened(shop: Shop, page: str, guest: Client) -> None:
    assert "Open the survey" in guest.get(page).content.decode()
    assert guest.post(f"{page}survey/open/").status_code == 302
    with in_tenant(shop.tenant.pk):
        found = SurveyInvitation.objects.get()
    shown = guest.get(page).content.decode()
    assert (found.channel, f"/survey/{actions.word_of(found)}/" in shown) == ("tracking", True)
    guest.post(f"/survey/{actions.word_of(found)}/", {"result": "5"})
    assert "You rated this service" in guest.get(page).content.decode()


def test_nobody_who_did_the_work_opens_the_survey_behind_a_link_shown_to_them(
    shop: Shop, order: WorkOrder, page: str, guest: Client
) -> None:
    shown = "/t/" + open_link(order.pk, shop.visitor).split("/t/")[1]
    answered = guest.post(f"{shown}survey/open/", follow=True).content.decode()
    with in_tenant(shop.tenant.pk):
        assert ("this link was shown to who did the work" in answered, SurveyInvitation.objects.count()) == (True, 0)
        sent = open_link(order.pk, shop.visitor, via=TrackingLink.Via.AGAIN)  # went to the phone on record alone
    guest.post("/t/" + sent.split("/t/")[1] + "survey/open/")
    with in_tenant(shop.tenant.pk):
        made = SurveyInvitation.objects.get()
    assert made.channel == "tracking"
    pages = [guest.get(one).content.decode() for one in ("/t/" + sent.split("/t/")[1], shown)]
    assert [actions.word_of(made) in page for page in pages] == [True, False]  # nor when the customer has opened it


def test_a_complaint_needs_the_last_digits_and_has_a_number_at_once(shop: Shop, page: str, guest: Client) -> None:
    assert "First give the last four digits" in guest.get(page).content.decode()
    guest.post(f"{page}complaint/send/", {"text": "态度差"})
    with in_tenant(shop.tenant.pk):
        assert Problem.objects.count() == 0
    guest.post(f"{page}verify/", {"digits": "2046"})
    refused = guest.post(f"{page}complaint/send/", {"text": " "}, follow=True).content.decode()
    assert "write a sentence that others understand" in refused
    shown = guest.post(f"{page}complaint/send/", {"text": "态度差", "wish": "道歉"}, follow=True).content.decode()
    with in_tenant(shop.tenant.pk):
        found = Problem.objects.get()
    assert (found.kind, found.state, found.text, found.wish) == ("complaint", "acknowledged", "态度差", "道歉")
    assert found.number in shown


def test_before_the_work_is_done_there_is_no_survey(shop: Shop, guest: Client) -> None:
    order = shop.at_work()
    page = "/t/" + open_link(order.pk, shop.agent).split("/t/")[1]
    shown = guest.get(page).content.decode()
    assert ("How was our service?" in shown, "I want to complain" in shown) == (False, True)
