"""Work orders with visits, diagnoses, lines and signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from wuxing.core import bulk
from wuxing.core.actors import Actor
from wuxing.resources.models import Person
from wuxing.service.repair.actions.dispatch import title_for
from wuxing.service.repair.actions.history_parts.bound import Bound
from wuxing.service.repair.models import Appointment, Diagnosis, Signature, WorkOrder, WorkOrderLine

_ORDER_FACTS = (
    "state", "hold_reason", "held_at", "written_at", "dispatched_at", "accepted_at", "contacted_at",
    "warranty_explained_at", "arrived_at", "work_started_at", "resolved_at", "outcome", "visits", "checklist_complete",
    "signed_at", "closed_at", "followed_up_at", "follow_up_satisfied", "cancelled_at", "reopened_at", "next_due_at",
    "next_due_kind", "broken",
)  # fmt: skip


def write_orders(bound: Sequence[Bound], crew: Mapping[str, Person], by: Actor) -> None:
    """开单: write the orders of all cases that have one, at once, with numbers by their years."""
    with_order = [b for b in bound if b.story.order is not None]
    if not with_order:
        return
    for b in with_order:
        facts = b.story.order or {}
        request, product = b.request, b.request.product
        technician = crew.get(facts.get("technician") or "")
        last = max([b.case.received_at, *(step.at for step in b.case.steps)])
        b.order = WorkOrder(
            tenant_id=by.tenant_id,
            number=b.order_number,
            request=request,
            work_type=request.work_type,
            title=title_for(product.name if product else "", request.fault),
            trade=product.trade if product else "",
            skill_level=product.skill_level if product else 1,
            customer=request.customer,
            asset=request.asset,
            product=product,
            symptom=request.symptom,
            technician=technician,
            outlet_id=technician.outlet_id if technician else None,
            recorded_at=request.recorded_at,
            updated_at=last,
            **{name: facts[name] for name in _ORDER_FACTS if name in facts},
        )
    orders = [b.order for b in with_order if b.order]
    bulk.number(orders)
    bulk.insert(orders)


def write_parts(bound: Sequence[Bound], by: Actor) -> None:
    """Write visits, diagnoses, lines and signatures of all orders, each kind at once."""
    made: dict[str, list[Any]] = {"appointment": [], "diagnosis": [], "work_order_line": [], "signature": []}
    for b in bound:
        b.parts = {kind: [] for kind in made}
        if b.order is not None:
            _make_parts(b, b.order, by)
        for kind, rows in b.parts.items():
            made[kind] += rows
    for rows in made.values():
        bulk.number(rows)
    _link_visits(bound)
    for rows in made.values():
        bulk.insert(rows)


def _make_parts(b: Bound, order: WorkOrder, by: Actor) -> None:
    owned = {"tenant_id": by.tenant_id, "order": order}
    for place, visit in enumerate(b.story.visits):
        if visit["slot"] is None or order.technician_id is None:
            continue  # a foreign story without a window: its times are on the order
        facts = {k: v for k, v in visit.items() if k not in ("slot", "rescheduled_to")}
        slot = DateTimeTZRange(*visit["slot"])
        b.parts["appointment"].append(
            Appointment(**owned, sequence=place + 1, technician_id=order.technician_id, slot=slot, **facts)
        )
    for facts in b.story.diagnoses:
        b.parts["diagnosis"].append(Diagnosis(**owned, **{k: v for k, v in facts.items() if k != "visit"}))
    b.parts["work_order_line"] += [WorkOrderLine(**owned, **facts) for facts in b.story.lines]
    b.parts["signature"] += [Signature(**owned, **facts) for facts in b.story.signatures]


def _link_visits(bound: Sequence[Bound]) -> None:
    """Let diagnoses name their visits, and visits the ones that took their place."""
    for b in bound:
        visits = b.parts["appointment"]
        for diagnosis, facts in zip(b.parts["diagnosis"], b.story.diagnoses, strict=False):
            diagnosis.appointment = visits[facts["visit"]] if 0 <= facts["visit"] < len(visits) else None
        for place, facts in enumerate(b.story.visits):
            if "rescheduled_to" in facts and facts["rescheduled_to"] < len(visits):
                visits[place].rescheduled_to = visits[facts["rescheduled_to"]]
