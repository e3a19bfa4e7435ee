"""Cases of this context on which promises run (procedure 2)."""

from collections.abc import Callable, Collection, Mapping

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.commitments.subjects import Case, Subject
from wuxing.service.follow_up.models import Problem
from wuxing.service.repair.actions.trace import save_order
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE


def _requests(ids: Collection[int]) -> Mapping[int, Case]:
    """Return requests by their latest order, where they have one: its number, its page, its technician."""
    found: dict[int, Case] = {}
    rows = ServiceRequest.objects.filter(pk__in=ids).values_list("pk", "number", "fault")
    for pk, number, fault in rows:
        found[pk] = Case(number, fault[:60], page="repair:request", page_id=pk)
    orders = WorkOrder.objects.filter(request_id__in=ids).select_related("technician").order_by("pk")
    for order in orders.only("request_id", "number", "title", "technician__user_id", "technician__name"):
        who = order.technician
        found[order.request_id] = Case(
            order.number,
            order.title,
            user_id=who.user_id if who else None,
            user_name=who.name if who else "",
            page="repair:order",
            page_id=order.pk,
        )
    return found


def _changed(request_id: int, by: Actor) -> None:
    """Note on the latest order of a request which promise falls due next now."""
    order = WorkOrder.objects.select_for_update().filter(request_id=request_id).order_by("-pk").first()
    if order:
        targets = [target for target in commitments.open_of((CASE, request_id)) if target.stopped_at is None]
        save_order(order, targets=targets)
    background.announce(by.tenant_id, "repair", request_id)


def _problems(ids: Collection[int]) -> Mapping[int, Case]:
    """Return the problems of customers whom somebody promised to call back: number and order, and who sees to it."""
    rows = Problem.objects.filter(pk__in=ids).select_related("order", "owner")
    return {
        one.pk: Case(
            one.number,
            one.order.number,
            user_id=one.owner_id,
            user_name=one.owner.name if one.owner else "",
            page="repair:problem",
            page_id=one.pk,
        )
        for one in rows
    }


def _announced(problem_id: int, by: Actor) -> None:
    background.announce(by.tenant_id, "problem", problem_id)


def _latest(field: str) -> Callable[[], Combinable]:
    """Return what the latest order of a request says: whose it is."""
    return lambda: Subquery(
        WorkOrder.objects.filter(request_id=OuterRef("subject_id")).order_by("-pk").values(field)[:1]
    )


def _of_problem(field: str) -> Callable[[], Combinable]:
    return lambda: Subquery(Problem.objects.filter(pk=OuterRef("subject_id")).values(f"order__{field}")[:1])


SUBJECTS = (
    Subject(CASE, _requests, _changed, held={"outlet": _latest("outlet_id"), "person": _latest("technician_id")}),
    Subject(
        "problem",
        _problems,
        _announced,
        held={"outlet": _of_problem("outlet_id"), "person": _of_problem("technician_id")},
    ),
)
