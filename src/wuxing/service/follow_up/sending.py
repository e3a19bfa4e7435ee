"""What is said to customers and to the desk: through the outbox of notices."""

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.actions import send
from wuxing.core.places import public_url
from wuxing.service.follow_up.models import Problem, SurveyInvitation
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


def tell_problem(problem: Problem, by: Actor) -> None:
    """Tell the heads of service that a problem is there; and the customer, that the complaint came in."""
    facts = {"number": problem.number, "order": problem.order.number, "due": problem.due_at}
    target = ("problem", problem.pk)
    send("problem.raise", to=recipients.role(Role.SERVICE_MANAGER), facts=facts, by=by, target=target)
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
