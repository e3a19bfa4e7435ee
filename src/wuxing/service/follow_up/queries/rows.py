"""Rows, locked for actions; and what belongs to one call, problem or invitation."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.models import Membership
from wuxing.core.reading import all_of, is_id, models_by
from wuxing.core.reasons import Reason, say
from wuxing.core.tenants import current_tenant
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.queries import may_use, standing_file
from wuxing.resources.models import Person
from wuxing.service.doors.models import TrackingLink
from wuxing.service.follow_up import rules
from wuxing.service.follow_up.models import CallTry, FollowUpCall, Problem, ProblemStep, SurveyInvitation
from wuxing.service.follow_up.states import WORKING_STEPS, CallKind, InvitationState
from wuxing.service.repair import queries as repair_queries
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import has_own_work


def lock_order(order_id: int) -> WorkOrder:
    """Return a work order of the tenant, locked. Raises NotFound."""
    return repair_queries.lock_order(order_id)


def lock_call(call_id: int, by: Actor) -> FollowUpCall:
    """Return a call of the tenant, locked. Raises NotFound, NotAllowed (about one's own work)."""
    rows = FollowUpCall.objects.select_for_update(of=("self",)).select_related("order__request", "plan", "script")
    found = rows.filter(pk=call_id).first() if is_id(call_id) else None
    if found is None:
        raise NotFound(say("there is no follow-up call %(id)s here", id=call_id))
    refuse_own_work(found.order_id, by)
    return found


def lock_problem(problem_id: int, by: Actor) -> Problem:
    """Return a problem of the tenant, locked. Raises NotFound, NotAllowed (about one's own work)."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("order__request")
    found = rows.filter(pk=problem_id).first() if is_id(problem_id) else None
    if found is None:
        raise NotFound(say("there is no problem %(id)s here", id=problem_id))
    refuse_own_work(found.order_id, by)
    return found


def lock_invitation(invitation_id: int) -> SurveyInvitation:
    """Return an invitation of the tenant, locked. Raises NotFound."""
    rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("order")
    found = rows.filter(pk=invitation_id).first() if is_id(invitation_id) else None
    if found is None:
        raise NotFound(say("there is no such invitation here"))
    return found


def find_invitation(digest: bytes) -> SurveyInvitation | None:
    """Return the invitation whose word has this digest, with what its page shows."""
    rows = SurveyInvitation.objects.select_related("order__product", "order__technician")
    return rows.filter(digest=digest).first()


def invitations(order_id: int) -> QuerySet[SurveyInvitation]:
    """The invitations of an order that are open or answered, newest first: to be read by `reading`."""
    return SurveyInvitation.objects.filter(order_id=order_id).exclude(state=InvitationState.EXPIRED).order_by("-pk")


def invitation_of(order_id: int, channel: str, since: datetime | None = None) -> SurveyInvitation | None:
    """Return the newest invitation of an order by a channel that is open or answered, since it was opened again."""
    rows = (one for one in models_by(invitations, order_id) if one.channel == channel)
    return next((one for one in rows if since is None or one.invited_at >= since), None)


def expire_of(order_id: int, now: datetime) -> None:
    """Mark the invitations of an order whose time is over; it says what is so already."""
    SurveyInvitation.objects.filter(order_id=order_id, state=InvitationState.INVITED, expires_at__lte=now).update(
        state=InvitationState.EXPIRED
    )


def require_own_technician(order: WorkOrder, by: Actor) -> None:
    """Raise NotAllowed unless the order is the actor's own as technician."""
    if not Person.objects.filter(pk=order.technician_id or 0, user_id=by.user_id or 0).exists():
        raise NotAllowed(say("this order is not yours; ask the dispatcher to hand it to you"))


def workers_of_order(order_id: int) -> frozenset[int]:
    """Return who served an order as its technician, or went on one of its visits."""
    orders = WorkOrder.objects.filter(pk=order_id)
    found = [*orders.values_list("technician__user_id", flat=True)]
    found += orders.values_list("appointments__technician__user_id", flat=True)
    return frozenset(one for one in found if one)


def refuse_own_work(order_id: int, by: Actor) -> None:
    """Raise NotAllowed for who served an order: answers to one's own work are read by others."""
    if reason := rules.why_not_read_answers(served=has_own_work(order_id, by.user_id)):
        raise NotAllowed(reason)


def may_survey(customer_id: int | None) -> bool:
    """Say whether a customer may be asked about our own service, by the purpose of that name (procedure 14).

    As shipped no consent is needed, and whoever objected is not asked; an organisation may write that it needs consent.
    """
    return customer_id is not None and may_use(customer_id, "survey") is None


def is_restricted(customer_id: int | None) -> bool:
    """Say whether a customer restricted the use of their data to what the service needs, or had them erased."""
    standing = standing_file(customer_id) if customer_id else None
    rows = Customer.objects.filter(pk=standing or 0)
    return rows.exclude(restricted_at=None, erased_at=None).exists()


def why_not_disturb(call: FollowUpCall) -> Reason | None:
    """Return why the customer of a call is not called; who asked to be called back always is."""
    if call.kind == CallKind.CALL_BACK:
        return None
    return rules.why_not_disturb(restricted=is_restricted(call.order.customer_id))


def is_shown_to_worker(link_id: int | None, order_id: int) -> bool:
    """Say whether a tracking link was shown to somebody who served the order, and not sent to the customer alone."""
    shown = TrackingLink.objects.filter(pk=link_id, via=TrackingLink.Via.STAFF) if link_id else None
    maker = shown.values_list("made_by_id", flat=True).first() if shown is not None else None
    return maker is not None and has_own_work(order_id, maker)


def is_member(user_id: int) -> bool:
    """Say whether somebody works in the organisation."""
    return Membership.objects.filter(tenant_id=current_tenant(), user_id=user_id, active=True).exists()


def members() -> list[tuple[int, str]]:
    """Return the people of the organisation, to choose an owner from."""
    rows = Membership.objects.filter(tenant_id=current_tenant(), active=True).order_by("user__name", "user_id")
    return list(rows.values_list("user_id", "user__name"))


def tries_of(call_id: int) -> list[dict[str, Any]]:
    """Return the tries of a call, newest first."""
    rows = CallTry.objects.filter(call_id=call_id).order_by("-sequence")
    return all_of(rows.values("sequence", "result", "at", "later_at", "note", "by__name"))


def workers_of(problem_id: int) -> frozenset[int]:
    """Return who worked on a problem: talked about it, solved it or passed it on, at any time."""
    rows = ProblemStep.objects.filter(problem_id=problem_id, step__in=sorted(WORKING_STEPS), by__isnull=False)
    return frozenset(pk for pk in rows.values_list("by_id", flat=True) if pk)


def steps_of(problem_id: int) -> list[dict[str, Any]]:
    """Return the steps of a problem, newest first."""
    rows = ProblemStep.objects.filter(problem_id=problem_id).order_by("-pk")
    return all_of(rows.values("step", "at", "note", "by__name", "passed_to", "passed_id", "passed_number"))
