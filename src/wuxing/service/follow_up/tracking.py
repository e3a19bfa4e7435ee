"""Blocks of the tracking page: rate the service, complain."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wuxing.core.reading import rows_by
from wuxing.service.doors.blocks import block, door_act
from wuxing.service.doors.door import Door
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.actions.surveying import ENDED
from wuxing.service.follow_up.models import Problem
from wuxing.service.follow_up.rules.words import PROBLEM_STATES
from wuxing.service.follow_up.sending import survey_url
from wuxing.service.follow_up.states import Channel, InvitationState, ProblemKind
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.views.words import near, word


def _complaints(order_id: int) -> Any:
    rows = Problem.objects.filter(order_id=order_id, kind=ProblemKind.COMPLAINT).order_by("-pk")
    return rows.values("number", "state", "due_at")


@block("survey", order=60, reads=lambda order: [(queries.invitations, order.pk)])
def survey(order: WorkOrder, door: Door) -> dict[str, Any] | None:
    """Offer the survey once the work is done; the answer of one's own link is the same survey."""
    if order.state not in ENDED or not queries.may_survey(order.customer_id):
        return None
    found = queries.invitation_of(order.pk, Channel.TRACKING, since=order.reopened_at)
    sent = queries.invitation_of(order.pk, Channel.LINK, since=order.reopened_at)
    if any(one and one.state == InvitationState.ANSWERED for one in (found, sent)):
        return {"answered": True}
    open_now = found if found and found.expires_at > door.now else None
    if open_now and not queries.is_shown_to_worker(door.link_id, order.pk):
        return {"url": survey_url(actions.word_of(open_now))}
    return {"ask": door.url("survey", "open")}


@door_act("survey", "open", verified=False)
def open_survey(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Open the survey of this page."""
    actions.invite(order_id=order.pk, channel=Channel.TRACKING, link_id=door.link_id, by=door.actor)
    return _("The survey is open: half a minute.")


@block("complaint", order=70, reads=lambda order: [(_complaints, order.pk)])
def complaint(order: WorkOrder, door: Door) -> dict[str, Any]:
    """Offer to complain, and say how far complaints of this order are."""
    complaints = [
        {
            "number": row["number"],
            "word": word(PROBLEM_STATES, row["state"]),
            "due": near(row["due_at"], door.tenant.zone),
        }
        for row in rows_by(_complaints, order.pk)[:3]
    ]
    failed = door.failed if door.failed and door.failed.block == "complaint" else None
    return {
        "complaints": complaints,
        "url": door.url("complaint", "send"),
        "fields": dict(failed.fields) if failed else {},
        "typed": dict(failed.typed) if failed else {},
    }


@door_act("complaint", "send")
def complain(request: HttpRequest, order: WorkOrder, door: Door) -> str:
    """Take a complaint; it has a number at once."""
    said = {name: request.POST.get(name, "") for name in ("text", "wish")}
    made = actions.complain(order_id=order.pk, by=door.actor, **said)
    words = _("Your complaint is received under the number %(number)s. We call you by %(due)s.")
    return words % {"number": made.number, "due": near(made.due_at, door.tenant.zone)}
