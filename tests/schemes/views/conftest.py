"""Pages as somebody with a role sees them, in English."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.schemes.drafts.conftest import draft, edition, editor
from wuxing.core.actors import Actor
from wuxing.core.models import User

__all__ = ["draft", "edition", "editor"]
Signed = Callable[..., Client]


@pytest.fixture
def signed() -> Signed:
    """Sign somebody in: `signed(actor)`."""

    def make(by: Actor, language: str = "en") -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=by.user_id))
        client.cookies["wx_language"] = language
        return client

    return make
