"""Signing in, in a real browser."""

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ActorFactory
from wuxing.core.access import Role
from wuxing.core.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_person_signs_in_and_out_of_a_page_without_faults(browser_page: "Page", actor: ActorFactory) -> None:
    agent = actor(Role.AGENT)
    user = User.objects.get(pk=agent.user_id)
    user.set_password("a long enough word")
    user.save(update_fields=["password"])

    browser_page.goto("/accounts/login/")
    browser_page.fill("[name=login]", user.username)
    browser_page.fill("[name=password]", "a long enough word")
    browser_page.press("[name=password]", "Enter")
    browser_page.wait_for_url("**/")

    assert browser_page.url.endswith("/")
    assert "/accounts/login/" not in browser_page.url
    assert browser_page.locator("body").inner_text().count("王敏") >= 1


def test_a_wrong_word_is_refused(browser_page: "Page", actor: ActorFactory) -> None:
    actor(Role.AGENT)
    browser_page.goto("/accounts/login/")
    browser_page.fill("[name=login]", "user1")
    browser_page.fill("[name=password]", "wrong")
    browser_page.press("[name=password]", "Enter")
    browser_page.wait_for_selector("[role=alert], .wx-error, .errorlist, [aria-invalid=true]")
    assert "/accounts/login/" in browser_page.url
