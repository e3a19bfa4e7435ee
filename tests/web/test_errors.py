"""Error pages stand without a database, in three languages."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from wuxing.core.errors import RuleBroken
from wuxing.web import errors


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
