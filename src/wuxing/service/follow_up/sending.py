"""What is said to customers and to the desk: through the outbox of notices."""

from django.db.models import Q

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.actions import send
from wuxing.core.notices.models import Notice
from wuxing.core.places import public_url
from wuxing.service.follow_up.models import Problem, SurveyInvitation
from wuxing.service.follow_up.queries.rows import workers_of_order
from wuxing.service.repair.models import WorkOrder


def survey_url(word: str) -> str:
    """Return the address of a survey, as it is sent."""
    return public_url(f"/survey/{word}/")


def tell_invited(invitation: SurveyInvitation, word: str, by: Actor) -> None:
    """Send the link of a survey to the customer of an order."""
    to = _customer_of(invitation.order)
    if to is None:
        return
    send(
        "survey.invite",
        to=to,
        facts={"name": to.name, "number": invitation.order.number, "link": survey_url(word)},
        by=by,
        target=("survey_invitation", invitation.pk),
        case=("service_request", invitation.order.request_id),
    )


def tell_closed(order: WorkOrder, by: Actor) -> bool:
    """Tell the customer that an order is closed, without a contact by their file; say whether there is anybody to tell."""
    to = _customer_of(order)
    if to is None and order.customer is not None:
        to = recipients.customer(order.customer.pk, order.customer.name)
    if to is None:
        return False
    send(
        "repair.closed",
        to=to,
        facts={"number": order.number},
        by=by,
        target=("work_order", order.pk),
        case=("service_request", order.request_id),
    )
    return True


def was_told_closed(order: WorkOrder) -> bool:
    """Say whether the customer heard that an order is closed, by itself or with the survey, since it was opened again."""
    since = {"made_at__gte": order.reopened_at} if order.reopened_at else {}
    surveys = SurveyInvitation.objects.filter(order=order).values("pk")
    own = Q(event="repair.closed", target_type="work_order", target_id=order.pk)
    with_survey = Q(event="survey.invite", target_type="survey_invitation", target_id__in=surveys)
    return Notice.objects.filter(own | with_survey, **since).exists()


def tell_problem(problem: Problem, by: Actor) -> None:
    """Tell the heads of service that a problem is there; and the customer, that the complaint came in.

    Nobody who did the work is told, whatever else they are; where that leaves no head, who works on problems is.
    """
    facts = {"number": problem.number, "order": problem.order.number, "due": problem.due_at}
    target = ("problem", problem.pk)
    served = workers_of_order(problem.order_id)
    if not send(
        "problem.raise", to=recipients.role(Role.SERVICE_MANAGER, besides=served), facts=facts, by=by, target=target
    ):
        send("problem.raise", to=recipients.role(Role.AGENT, besides=served), facts=facts, by=by, target=target)
    to = _customer_of(problem.order)
    if problem.kind == "complaint" and to is not None:
        said = {"name": to.name, **facts}
        send("problem.complaint", to=to, facts=said, by=by, target=target)


def _customer_of(order: WorkOrder) -> recipients.Recipient | None:
    """Return whom to write to about an order: its contact."""
    contact = order.request.contact
    if order.customer_id is None or contact is None:
        return None
    return recipients.customer(order.customer_id, contact.name, contact.phone)
