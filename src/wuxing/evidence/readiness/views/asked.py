"""The day that a page was asked for, and by which knowledge it is to speak of it."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest

from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.evidence.readiness import queries

BASES = ("now", "true", "known")


def asked_of(data: Mapping[str, str], by: Actor) -> tuple[date, str]:
    """Return day and basis that were asked for. Raises BadInput."""
    basis = data.get("basis") or "now"
    if basis not in BASES:
        raise BadInput({"basis": say("choose by which knowledge the day is judged")})
    return queries.day_asked(by, data.get("as_of")), basis


def basis_of(request: HttpRequest) -> str:
    """Return the basis in the address; where it makes no sense, what is on record now."""
    basis = request.GET.get("basis", "now")
    return basis if basis in BASES else "now"


def day_of(request: HttpRequest, by: Actor) -> date:
    """Return the day in the address; where it makes no sense, today, and a message that says why."""
    try:
        return queries.day_asked(by, request.GET.get("as_of"))
    except BadInput as error:
        messages.warning(request, " ".join(wording.text(text) for text in error.fields.values()))
        return clock.today(by.zone)
