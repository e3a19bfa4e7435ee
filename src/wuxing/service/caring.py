"""What this context keeps of customers and tells of them; see customers/customer_care/erasing.py and above.py.

A part of this context with personal data of customers in a table of its own adds a line to HELD.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.customers.customer_care.above import Done
from wuxing.customers.customer_care.erasing import Held
from wuxing.service.bench_repair.models import BenchItem, Loan
from wuxing.service.bench_repair.states import OPEN as OPEN_ITEMS
from wuxing.service.bench_repair.states import LoanState
from wuxing.service.doors.forgetting import registered_by_phone
from wuxing.service.follow_up.actions.forgetting import forget_customers
from wuxing.service.repair.actions import forgetting
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules import STATE_WORDS
from wuxing.service.repair.states import OrderState, RequestState
from wuxing.service.repair.views.words import ORDER_LOOKS

GONE = "—"
ENDED = (OrderState.CLOSED, OrderState.CANCELLED, OrderState.CANNOT_COMPLETE)

HELD = (
    Held(
        "service.ServiceRequest",
        "customer",
        _("service requests"),
        {"passed_on_by": ""},
        shows=("number", "received_at", "channel", "fault", "closing_note"),
        entries=False,
    ),
    Held(
        "service.WorkOrder",
        "customer",
        _("work orders"),
        shows=("number", "written_at", "title", "state", "outcome", "closed_at"),
        entries=False,
    ),
    Held(
        "service.Signature",
        "order__customer",
        _("customer signatures"),
        {"name": GONE, "comment": ""},
        files=("image",),
        shows=("order__number", "signed_at", "satisfied"),
        entries=False,
    ),
    Held(
        "service.SurveyAnswer",
        "order__customer",
        _("answers to surveys"),
        {"comment": None, "salt": None},
        mark="erased_at",
        shows=(
            "order__number",
            "given_at",
            "skill",
            "attitude",
            "punctuality",
            "price",
            "result",
            "recommend",
            "comment",
        ),
        entries=False,
    ),
    Held(
        "service.FollowUpCall",
        "order__customer",
        _("follow-up calls"),
        shows=("order__number", "planned_at", "ended_at", "state", "satisfied", "answers"),
        entries=False,
    ),
    Held(
        "service.CallTry",
        "call__order__customer",
        _("tries to call"),
        {"note": None},
        mark="erased_at",
        shows=("at", "result"),
        entries=False,
    ),
    Held(
        "service.Problem",
        "order__customer",
        _("problems and complaints"),
        {"text": "", "wish": ""},
        shows=("number", "raised_at", "kind", "state", "text", "wish"),
        entries=False,
    ),
    Held(
        "service.ProblemStep",
        "problem__order__customer",
        _("steps of problems"),
        {"note": None},
        mark="erased_at",
        shows=("at", "step"),
        entries=False,
    ),
    Held(
        "service.WarrantyRegistration",
        "asset__customer",
        _("registrations for warranty"),
        {"name": "", "phone": ""},
        shows=("serial", "purchased_on", "at", "state"),
        attached=True,
        finds=registered_by_phone,
    ),
    # what follows is emptied by repair.forget_customer, and is told in a copy
    Held(
        "service.TakeBack",
        "order__customer",
        _("take-back receipts"),
        shows=("number", "taken_at", "signed_by", "note"),
        entries=False,
    ),
    Held(
        "service.Loan",
        "order__customer",
        _("loaner devices lent"),
        shows=("number", "lent_at", "due_on", "signed_by"),
        entries=False,
    ),
    Held(
        "service.Quote",
        "order__customer",
        _("quotes"),
        shows=("number", "version", "answered_at", "answered_name", "answer"),
        entries=False,
    ),
    Held(
        "service.Settlement",
        "order__customer",
        _("settlement sheets"),
        shows=("number", "version", "issued_on", "buyer", "buyer_tax_number", "paid_on"),
        entries=False,
    ),
)


def _requests(customers: Sequence[int], by: Actor) -> list[int]:
    """Take the person out of the texts that searches read, and out of timelines; it empties its entries itself."""
    for one in customers:
        forgetting.forget_customer(customer_id=one, by=by)
    return []


ERASERS = (_requests, forget_customers)


def open_case(customers: Sequence[int]) -> tuple[str, int, str] | None:
    """Return a case of these customers that is open: an order, a request, an item in the workshop, a device lent."""
    order = WorkOrder.objects.filter(customer_id__in=customers).exclude(state__in=ENDED).order_by("-pk").first()
    if order:
        return CASE, order.request_id, order.number
    waiting = ServiceRequest.objects.filter(
        customer_id__in=customers, state__in=[RequestState.NEW, RequestState.TRIAGED]
    )
    request = waiting.order_by("-pk").first()
    if request:
        return CASE, request.pk, request.number
    item = BenchItem.objects.filter(order__customer_id__in=customers, state__in=sorted(OPEN_ITEMS)).order_by("-pk")
    loan = Loan.objects.filter(order__customer_id__in=customers, state=LoanState.LENT).order_by("-pk")
    held = item.select_related("order").first() or loan.select_related("order").first()
    return (CASE, held.order.request_id, held.number) if held else None


def number_of(kind: str, number: int) -> str:
    """Return what people call a case of repair."""
    found = ServiceRequest.objects.filter(pk=number).values_list("number", flat=True).first() if kind == CASE else None
    return found or ""


def history(customers: Sequence[int], most: int) -> list[Done]:
    """Return the latest orders of customers."""
    rows = WorkOrder.objects.filter(customer_id__in=customers).order_by("-pk")[:most]
    return [
        Done(
            timezone.localdate(row.written_at),
            f"{row.number} {row.title}",
            wording.text(STATE_WORDS.get(row.state, row.state)),
            reverse("repair:order", args=[row.pk]),
            ORDER_LOOKS[row.state],
        )
        for row in rows
    ]
