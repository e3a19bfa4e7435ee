"""The day that a page was asked for."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest

from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.evidence.readiness import queries


def day_of(request: HttpRequest, by: Actor) -> date:
    """Return the day in the address; where it makes no sense, today, and a message that says why."""
    try:
        return queries.day_asked(by, request.GET.get("as_of"))
    except BadInput as error:
        messages.warning(request, " ".join(wording.text(text) for text in error.fields.values()))
        return clock.today(by.zone)
