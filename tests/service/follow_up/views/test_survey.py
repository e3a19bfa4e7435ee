"""The survey that a link opens, and its code on the technician's screen."""

from django.test import Client

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.errors import NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Consent
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import Problem, SurveyAnswer, SurveyInvitation
from wuxing.service.follow_up.queries import may_survey
from wuxing.service.repair.models import WorkOrder

SAID = {"skill": "5", "attitude": "4", "result": "5", "recommend": "9", "comment": "很好"}


def opened(language: str = "en") -> Client:
    client = Client()
    client.cookies["wx_language"] = language
    return client


def test_a_link_opens_the_survey_and_keeps_one_answer(shop: Shop, invitation: SurveyInvitation) -> None:
    url = f"/survey/{actions.word_of(invitation)}/"
    client = opened()
    page = client.get(url)
    assert (page.status_code, page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
        200,
        "no-store",
        "noindex",
    )
    assert "How was our service?" in page.content.decode()
    assert "Thank you" in client.post(url, SAID).content.decode()
    with in_tenant(shop.tenant.pk):
        assert SurveyAnswer.objects.values_list("skill", "attitude", "price", "recommend", "comment").get() == (
            5,
            4,
            None,
            9,
            "很好",
        )
    again = client.post(url, SAID | {"skill": "1"}).content.decode()
    assert "Thank you" in again
    with in_tenant(shop.tenant.pk):
        assert SurveyAnswer.objects.count() == 1


def test_a_low_answer_is_told_that_somebody_calls(shop: Shop, invitation: SurveyInvitation) -> None:
    page = opened().post(f"/survey/{actions.word_of(invitation)}/", {"result": "1"}).content.decode()
    with in_tenant(shop.tenant.pk):
        number = Problem.objects.get().number
    assert [words for words in (number, "Somebody else than the technician calls you") if words not in page] == []


def test_an_empty_answer_is_asked_again(shop: Shop, invitation: SurveyInvitation) -> None:
    answer = opened().post(f"/survey/{actions.word_of(invitation)}/", {})
    assert (answer.status_code, "answer at least one question" in answer.content.decode()) == (422, True)


def test_who_wants_no_more_invitations_says_so_there(shop: Shop, invitation: SurveyInvitation) -> None:
    url = f"/survey/{actions.word_of(invitation)}/"
    assert "Do not invite me any more" in opened().get(url).content.decode()
    for _twice in range(2):
        assert "We do not invite you any more" in opened().post(url, {"object": "1"}).content.decode()
    with in_tenant(shop.tenant.pk):
        customer = invitation.order.customer_id
        said = Consent.objects.values_list("customer_id", "purpose", "given", "channel", "language").get()
        assert (said, may_survey(customer)) == ((customer, "survey", False, "link", "en"), False)
        assert Entry.objects.filter(event="consent.withdraw").count() == 1
        with leaves_nothing(NotAllowed):
            actions.object_to_surveys(invitation_id=invitation.pk, language="en", by=shop.agent)


def test_links_that_open_nothing(hands: Hands, shop: Shop, invitation: SurveyInvitation) -> None:
    client = opened()
    assert client.get("/survey/nothing/").status_code == 404
    assert client.delete(f"/survey/{actions.word_of(invitation)}/").status_code == 405
    hands.forward(days=15)
    assert "This survey is over" in client.get(f"/survey/{actions.word_of(invitation)}/").content.decode()


def test_the_code_on_the_technicians_screen(shop: Shop, order: WorkOrder) -> None:
    client = signed_in(shop.visitor)
    url = f"/survey-code/{order.pk}/"
    assert "<img" not in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    page = client.get(url).content.decode()
    assert ("data:image/svg+xml" in page, "You do not see the answer" in page) == (True, True)
    found = SurveyInvitation.objects.get()
    opened().post(f"/survey/{actions.word_of(found)}/", {"result": "1"})
    page = client.get(url).content.decode()
    assert ("<img" in page, "The customer has answered" in page) == (False, True)
    assert signed_in(shop.agent).get(url).status_code == 403


def test_before_the_work_is_done_there_is_no_code(hands: Hands, shop: Shop) -> None:
    order = shop.at_work()
    answer = signed_in(shop.visitor).post(f"/survey-code/{order.pk}/")
    assert (answer.status_code, "the customer is asked when the work is done" in answer.content.decode()) == (409, True)
