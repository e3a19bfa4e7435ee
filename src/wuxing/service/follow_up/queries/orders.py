"""What follow-up knows of one order: for the draw, for the caller, for the order's page."""

from typing import Any

from django.db.models import F

from wuxing.service.follow_up.models import FollowUpCall, Problem, SurveyAnswer, SurveyInvitation
from wuxing.service.follow_up.rules import Closed
from wuxing.service.follow_up.states import ProblemKind
from wuxing.service.repair.models import Diagnosis, Signature, WorkOrder, WorkOrderLine


def closed_facts(order: WorkOrder) -> Closed:
    """Return what the rules of a plan ask of an order."""
    decision = order.request.entitlement
    unhappy = (
        Signature.objects.filter(order=order, satisfied=False).exists()
        or Problem.objects.filter(order=order, kind=ProblemKind.COMPLAINT).exists()
    )
    return Closed(
        number=order.number,
        line=order.product.category if order.product else "",
        work_type=order.work_type,
        warranty=decision.outcome if decision else "unknown",
        repeat=bool(decision and decision.repeat_repair),
        unhappy=unhappy,
    )


def of_order(order_id: int) -> dict[str, Any]:
    """Return calls, invitations, answers and problems of an order, newest first. Not for who did the work."""
    calls = FollowUpCall.objects.filter(order_id=order_id).order_by("-pk")
    invitations = SurveyInvitation.objects.filter(order_id=order_id).order_by("-pk")
    answers = SurveyAnswer.objects.filter(order_id=order_id).order_by("-pk")
    problems = Problem.objects.filter(order_id=order_id).order_by("-pk")
    marks = ("skill", "attitude", "punctuality", "price", "result", "recommend")
    return {
        "calls": list(calls.values("pk", "kind", "state", "due_at", "next_at", "tries", "satisfied", "ended_at")[:10]),
        "invitations": list(invitations.values("pk", "channel", "state", "invited_at", "expires_at")[:10]),
        "answers": list(answers.values("pk", "channel", "given_at", "comment", "wants_call", *marks)[:10]),
        "problems": list(problems.values("pk", "number", "kind", "state", "severity", "due_at")[:10]),
    }


def work_done(order_id: int) -> dict[str, Any]:
    """Return what was done on an order, in short: for who calls the customer."""
    order = (
        WorkOrder.objects.filter(pk=order_id)
        .values(
            "pk", "number", "title", "outcome", "visits", "closed_at", "resolved_at", "customer_id", "request_id",
            fault=F("request__fault"), customer_name=F("customer__name"), customer_kind=F("customer__kind"),
            contact=F("request__contact__name"),
            phone=F("request__contact__phone"), product_name=F("product__name"), product_model=F("product__model"),
            technician_name=F("technician__name"), warranty=F("request__entitlement__outcome"), outlet_name=F("outlet__name"),
        )
        .get()
    )  # fmt: skip
    findings = Diagnosis.objects.filter(order_id=order_id).order_by("-pk").values_list("finding", flat=True)
    lines = WorkOrderLine.objects.filter(order_id=order_id, struck_at=None).order_by("pk")
    signed = Signature.objects.filter(order_id=order_id).order_by("-pk").values("name", "satisfied", "comment").first()
    return {
        **order,
        "finding": findings.first() or "",
        "lines": list(lines.values("kind", "name", "quantity", "unit_price", "payer")),
        "signed": signed,
    }
