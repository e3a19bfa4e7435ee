"""Error pages stand without a database, in three languages."""

import pytest
from django.http import HttpResponseNotAllowed
from django.test import RequestFactory
from django.utils import translation

from wuxing.core.errors import RuleBroken
from wuxing.web import errors
from wuxing.web.middleware import Refusals


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_a_page_says_what_happened_and_what_to_do(status: int, language: str) -> None:
    request = RequestFactory().get("/x?a=1")
    with translation.override(language):
        answer = errors.page(request, status)
        text = answer.content.decode()
        assert answer.status_code == status
        assert str(errors.PAGES[status].title) in text
        assert ("?a=1" in text.split("</header>")[1]) is errors.PAGES[status].again


@pytest.mark.parametrize(
    ("posted", "page"),
    [
        ("/orders/7/contact/", "/orders/7/"),
        ("/promises/proposals/3/approve", "/promises/proposals/3/"),
        ("/labels/manuals/3/off/", "/labels/manuals/"),
        ("/nowhere/at/all/", "/"),
    ],
)
def test_a_browser_that_comes_back_to_where_a_form_was_sent_gets_the_page_above(posted: str, page: str) -> None:
    answers = Refusals(lambda _request: HttpResponseNotAllowed(["POST"]))
    back = answers(RequestFactory().get(posted, headers={"Sec-Fetch-Mode": "navigate"}))
    assert (back.status_code, back["Location"]) == (302, page)
    assert answers(RequestFactory().get(posted)).status_code == 405
    assert answers(RequestFactory().put(posted, headers={"Sec-Fetch-Mode": "navigate"})).status_code == 405


def test_a_refusal_is_shown_in_the_words_of_the_rule() -> None:
    answer = errors.business_error(RequestFactory().get("/"), RuleBroken("the customer's signature is missing"))
    assert answer.status_code == 409
    assert "the customer&#x27;s signature is missing" in answer.content.decode()


def test_when_drawing_breaks_the_words_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "render", fails)
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert answer.content.decode().startswith("<!doctype html>")
