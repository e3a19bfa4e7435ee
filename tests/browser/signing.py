"""Signing in, for journeys."""

from typing import TYPE_CHECKING

from wuxing.core.actors import Actor
from wuxing.core.models import User

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "a long enough word"


def sign_in(page: "Page", actor: Actor) -> None:
    """Give the actor's user a password and sign in with it."""
    user = User.objects.get(pk=actor.user_id)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    page.goto("/accounts/login/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def choose(page: "Page", *, theme: str = "auto", language: str = "zh-hans", width: int = 1440) -> None:
    """Take another theme, language and width from the next page on."""
    origin = "/".join(page.url.split("/")[:3])
    page.context.add_cookies(
        [
            {"name": "wx_theme", "value": theme, "url": origin},
            {"name": "wx_language", "value": language, "url": origin},
        ]
    )
    page.set_viewport_size({"width": width, "height": 844 if width < 720 else 900})
