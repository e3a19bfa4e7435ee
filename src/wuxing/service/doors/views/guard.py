"""What stands before every public form: limits, a trap for programs, a sum where many came. No service of others is asked."""

from collections.abc import Callable
from functools import wraps
from secrets import randbelow
from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.errors import BadInput, BusinessError
from wuxing.service.doors import limits
from wuxing.service.doors.actions import Photo
from wuxing.service.doors.forms import ASKED, OPENED, PublicForm


def posted_to_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view of a case take what is posted; who opens its address (copied, or kept by the browser) gets the case's page."""

    @wraps(view)
    def either(request: HttpRequest, door_word: str, **named: str) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return redirect("doors:tracking", door_word=door_word)
        if any("\x00" in value for values in request.POST.lists() for value in values[1]):
            raise SuspiciousOperation("a zero byte in what was posted")
        return view(request, door_word, **named)

    return either


def fresh(**first: Any) -> dict[str, Any]:
    """Return what a new form carries hidden."""
    opened = signing.dumps(int(clock.now().timestamp()), salt=OPENED)
    return {"once": uuid4().hex, "opened": opened, **first}


def taken(request: HttpRequest, form: PublicForm, run: Callable[[PublicForm], Any], label: str = "") -> tuple[Any, int]:
    """Return what the action gave, or None and the status of the answer; what was typed stays in the form."""
    if not form.is_valid():
        return None, 422
    if form.cleaned_data["website"]:
        form.add_error(None, _("leave the field that is not shown empty; a program may have filled it in"))
        return None, 422
    if form.is_hurried():
        form.add_error(
            None, _("this form was sent too quickly, or was open for a day; look at it once more and send it again")
        )
        _renew(form)
        return None, 422
    if limits.too_many(request, limits.SOFT) and not form.is_summed():
        _ask(form)
        return None, 422
    if limits.too_many(request, limits.REPORT) or (label and limits.too_many(request, limits.LABEL, key=label)):
        form.add_error(None, _("too much came from your connection, or about this label; try later, or call us"))
        return None, 429
    try:
        return run(form), 302
    except BadInput as error:
        form.blame(error.fields)
        return None, 422
    except BusinessError as error:
        form.add_error(None, wording.text(error.reason))
        return None, error.status


def _renew(form: PublicForm) -> None:
    """Let the same form be sent again from now on."""
    data: Any = form.data
    again = data.copy()
    again["opened"] = signing.dumps(int(clock.now().timestamp()), salt=OPENED)
    form.data = again


def _ask(form: PublicForm) -> None:
    """Ask a sum that a person answers at a glance."""
    one, two = 2 + randbelow(8), 2 + randbelow(8)
    data: Any = form.data
    again = data.copy()
    again["asked"], again["sum"] = signing.dumps(one + two, salt=ASKED), ""
    form.data = again
    form.asks = f"{one} + {two}"  # type: ignore[attr-defined]
    form.add_error(
        "sum", _("several reports came from your connection: work out %(one)s + %(two)s") % {"one": one, "two": two}
    )


def photos_of(form: PublicForm) -> list[Photo]:
    """Return the pictures of a form."""
    return [Photo(one.name, one) for one in form.cleaned_data.get("photos") or []]
