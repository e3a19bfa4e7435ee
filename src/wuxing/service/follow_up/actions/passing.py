"""转办: a problem goes to who can cure it: as a nonconformity, as a new request, or by opening the order again."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.governance.nonconformity import actions as nonconformities
from wuxing.governance.nonconformity.states import Source
from wuxing.service.follow_up import queries, rules
from wuxing.service.follow_up.actions.problems import NOTE, record_step
from wuxing.service.follow_up.actions.trace import refuse, said
from wuxing.service.follow_up.models import Problem
from wuxing.service.follow_up.rules.words import PASSED_TO
from wuxing.service.follow_up.states import ProblemState
from wuxing.service.repair import actions as repair


@transaction.atomic
def pass_on(*, problem_id: int, to: str, note: str, by: Actor) -> Problem:
    """转办: hand a problem on; `note` is what the others read, in the words of who passes it on, never the customer's.

    `to`: nonconformity, service_request (a new one) or work_order (opened again). Each asks for its own permission.
    Raises NotAllowed, NotFound, BadInput, RuleBroken (it is past that, the order cannot be opened again).
    """
    by.require(Permission.FOLLOW_UP)
    words = said("note", note, NOTE)
    if to not in PASSED_TO:
        raise BadInput({"to": say("choose where it goes")})
    problem = queries.lock_problem(problem_id, by)
    refuse(rules.why_not_step(ProblemState(problem.state), ProblemState.PASSED_ON))
    now = clock.now()

    passed = _handed_on(problem, to, words, by)
    problem.state, problem.updated_at = ProblemState.PASSED_ON, now
    problem.solved_at = problem.solved_by_id = None
    problem.save(update_fields=["state", "updated_at", "solved_at", "solved_by"])
    record_step(problem, "pass_on", by, note=words, passed=passed)
    return problem


def _handed_on(problem: Problem, to: str, words: str, by: Actor) -> tuple[str, int, str]:
    order = problem.order
    if to == "nonconformity":
        finding = nonconformities.Finding(
            title=words[:120],
            description=words,
            source=Source.COMPLAINT if problem.kind == "complaint" else Source.CUSTOMER,
            severity=problem.severity,
            origin_type="work_order",
            origin_id=order.pk,
        )
        made = nonconformities.report(finding=finding, by=by)
        return (to, made.pk, made.number)
    if to == "work_order":
        repair.reopen_order(order_id=order.pk, reason=words[:300], by=by)
        return (to, order.pk, order.number)
    request = repair.log_request(call=_call_of(problem, words), by=by)
    return (to, request.pk, request.number)


def _call_of(problem: Problem, words: str) -> repair.CallDetails:
    """Return the call of a new request: the same customer, place and unit."""
    before = problem.order.request
    unit, place, contact = before.asset, before.site, before.contact
    return repair.CallDetails(
        channel="passed_on",
        work_type=before.work_type,
        passed_on_by=problem.number,
        customer_id=before.customer_id,
        contact_name=contact.name if contact else "",
        phone=contact.phone if contact else "",
        city=place.city if place else "",
        district=place.district if place else "",
        address=place.address if place else "",
        rural=place.rural if place else False,
        product_id=before.product_id,
        serial=unit.serial if unit else "",
        serial_unknown=not (unit and unit.serial),
        purchased_on=unit.purchased_on if unit else None,
        purchase_unknown=not (unit and unit.purchased_on),
        symptom=before.symptom,
        fault=words,
    )
