"""The company of the tests, opened in a browser without a browser: a signed-in client for each person."""

from django.test import Client

from wuxing.core.actors import Actor
from wuxing.core.models import User


def signed_in(by: Actor, language: str = "en") -> Client:
    """Return a client signed in as `by`, reading `language`."""
    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(pk=by.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["wx_language"] = language
    return client
