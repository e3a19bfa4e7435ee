"""Error pages: what happened, in plain words, and what to do. They need neither database nor session."""

import logging
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuxing.core.errors import BusinessError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What one error page says."""

    title: str | Promise
    text: str | Promise
    state: str = "waiting"
    again: bool = False


PAGES: dict[int, Words] = {
    400: Words(_("This address or form cannot be read"), _("Go back and send it again."), "late"),
    403: Words(_("This is not open to you"), _("Ask an administrator for the role that opens it."), "excluded"),
    404: Words(
        _("There is nothing here"), _("The address is wrong, or the record is in another organisation."), "unknown"
    ),
    405: Words(_("This address does not take that"), _("Go back and use the buttons of the page."), "excluded"),
    409: Words(_("A rule refuses this"), _("Go back; the page says what is missing."), "late"),
    422: Words(_("This cannot be taken as it is"), _("Go back and correct what is marked."), "late"),
    429: Words(_("Too many tries"), _("Wait 5 minutes, then try again."), "waiting", again=True),
    500: Words(_("Something broke on our side"), _("Nothing was changed. It has been logged."), "late", again=True),
    503: Words(_("Not ready yet"), _("The system is starting; try again in a moment."), "waiting", again=True),
}


def page(request: HttpRequest, status: int, text: str | Promise = "", title: str | Promise = "") -> HttpResponse:
    """Return the error page of `status`; `text` replaces its usual sentence."""
    words = PAGES.get(status, PAGES[500])
    context = {
        "title": title or words.title,
        "text": text or words.text,
        "state": words.state,
        "code": status,
        "url": "/",
        "do": gettext("To the start"),
        "again": request.get_full_path() if words.again and request.method == "GET" else "",
    }
    return render(request, "web/errors/error.html", context, status=status)


def business_error(request: HttpRequest, error: BusinessError) -> HttpResponse:
    """Return the page of a refusal, with its reason in the words of the rule."""
    return page(request, error.status, error.reason)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return page(request, 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429."""
    return page(request, 429)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was open too long, or comes from elsewhere."""
    log.warning("csrf: %s", reason)
    return page(
        request,
        403,
        gettext("Open the page again and send the form once more; what you typed may be lost."),
        gettext("The page was open too long"),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, even when drawing pages is what broke."""
    try:
        return page(request, 500)
    except Exception:
        log.exception("the error page itself broke")
        words = PAGES[500]
        text = f"<!doctype html><meta charset=utf-8><title>500</title><h1>{escape(words.title)}</h1><p>{escape(words.text)}</p>"
        return HttpResponse(text, status=500)
