"""Sign-in, own account and error pages: no fault of any grade, light and dark, on a phone too."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.conftest import ActorFactory
from wuxing.core.access import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _look(page: "Page", *addresses: str) -> None:
    for width, theme, language in ((1440, "light", "zh-hans"), (390, "dark", "en"), (800, "light", "zh-hant")):
        choose(page, theme=theme, language=language, width=width)
        for address in addresses:
            page.goto(address)
            page.wait_for_selector("html[data-ready]", state="attached")
            assert (address, theme, axe(page)) == (address, theme, [])
            assert (address, width, overflow(page)) == (address, width, 0)


def test_sign_in_and_error_pages_have_no_fault(browser_page: "Page") -> None:
    browser_page.goto("/accounts/login/")
    _look(browser_page, "/accounts/login/", "/accounts/signup/", "/no/such/page")


def test_pages_of_the_own_account_have_no_fault(browser_page: "Page", actor: ActorFactory) -> None:
    sign_in(browser_page, actor(Role.AGENT))
    _look(browser_page, "/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/", "/account/")


def test_a_passkey_is_added_and_opens_the_account(browser_page: "Page", actor: ActorFactory) -> None:
    origin = "http://localhost:{}"
    session = browser_page.context.new_cdp_session(browser_page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(browser_page, actor(Role.AGENT))
    site = origin.format(browser_page.url.split(":")[2].split("/")[0])  # a passkey needs a name, not an address
    browser_page.goto(f"{site}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    if browser_page.locator("[name=login]").count():
        _sign_in_again(browser_page)
    if "reauthenticate" in browser_page.url:
        browser_page.fill("[name=password]", "a long enough word")
        browser_page.press("[name=password]", "Enter")
    browser_page.wait_for_selector("#mfa_webauthn_add")
    assert axe(browser_page) == []
    browser_page.check("[name=passwordless]")
    browser_page.click("#mfa_webauthn_add")
    browser_page.wait_for_url(lambda url: "/add/" not in url)

    browser_page.goto(f"{site}/accounts/logout/")
    browser_page.click("main form button[type=submit]")
    browser_page.goto(f"{site}/accounts/login/?next=/account/")
    browser_page.click("#passkey_login")
    browser_page.wait_for_url(lambda url: "/accounts/login/" not in url)
    assert browser_page.locator("main").inner_text().count("王敏") >= 1


def _sign_in_again(page: "Page") -> None:
    from wuxing.core.models import User

    user = User.objects.get(name="王敏")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", "a long enough word")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
