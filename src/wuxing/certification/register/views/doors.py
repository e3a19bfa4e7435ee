"""What all addresses of the register share: how often one may ask, and answers as Django gives them."""

from allauth.core.internal import ratelimit  # the public one passes every GET
from django.http import HttpRequest, HttpResponse

from wuxing.certification.register import answers

SEARCHES, PAGES, FILES = "certification_register", "certification_register_page", "certification_register_file"


def too_many(request: HttpRequest, action: str) -> bool:
    """Say whether too many questions came from this address; look-ups by number for machines are not counted."""
    return not ratelimit.consume(request, app="allauth.account", action=action, limit_get=True)


def given(answer: answers.Answer, method: str | None) -> HttpResponse:
    """Return an answer as Django's own, with its headers."""
    response = HttpResponse(b"" if method == "HEAD" else answer.body, status=answer.status)
    if "Content-Type" not in answer.headers:
        del response["Content-Type"]
    for name, value in answer.headers.items():
        response[name] = value
    return response
