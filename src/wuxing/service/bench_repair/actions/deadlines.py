"""期限: day 20, 30 and 90 of an item, the day of a loaner device: each told once; nobody has to look for them (facts 5.1)."""

from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import customer, role
from wuxing.service.bench_repair import queries, rules, states
from wuxing.service.bench_repair.actions.trace import leave, leave_of
from wuxing.service.bench_repair.models import BenchItem, Loan
from wuxing.service.repair.queries import CASE


@transaction.atomic
def raise_alarms(*, by: Actor) -> int:
    """期限预警: raise what is due on items in repair, and return how many. Part of the clock; safe to run at any time."""
    today = clock.today(by.zone)
    found = list(BenchItem.objects.filter(state__in=sorted(states.IN_REPAIR)).order_by("pk").values_list("pk", "alarm"))
    days = queries.days_of([pk for pk, _alarm in found], today, by.zone)
    raised = 0
    for pk, before in found:
        alarm = rules.alarm_for(days[pk])
        if not rules.is_higher(alarm.level, before):
            continue
        item = queries.lock_item(pk)
        if not rules.is_higher(alarm.level, item.alarm):
            continue  # somebody was faster
        item.alarm = alarm.level
        item.save(update_fields=["alarm"])
        one = days[pk]
        leave_of(
            "alarm",
            item,
            by=by,
            level=alarm.level,
            days=one.own,
            since=one.since,
            parts_days=one.parts,
            own_fault=rules.is_own_fault(one),
        )
        notices.send(
            "bench.alarm",
            to=[role(Role.SERVICE_MANAGER), role(Role.WORKSHOP)],
            facts={
                "number": item.number,
                "item": item.name,
                "days": one.since,
                "alarm": alarm.limit - max(alarm.left, 0),
            },
            by=by,
            target=(queries.KIND, item.pk),
            case=(CASE, item.order.request_id),
        )
        raised += 1
    return raised


@transaction.atomic
def tell_overdue(*, by: Actor) -> int:
    """备用机逾期: tell customer and dispatcher, once a lending, and return how many. Part of the clock; safe to run at any time."""
    today = clock.today(by.zone)
    late = Loan.objects.filter(state=states.LoanState.LENT, due_on__lt=today, overdue_told_at=None).order_by("pk")
    told = 0
    for loan_id in list(late.values_list("pk", flat=True)):
        loan = queries.lock_loan(loan_id)
        if loan.state != states.LoanState.LENT or loan.overdue_told_at is not None:
            continue  # somebody was faster
        loan.overdue_told_at = clock.now()
        loan.save(update_fields=["overdue_told_at"])
        device = f"{loan.loaner.code} {loan.loaner.name}"
        leave(
            "loan_overdue",
            by=by,
            target=loan,
            order=loan.order,
            number=loan.number,
            code=loan.loaner.code,
            due_on=loan.due_on,
        )
        _tell_both(loan, device, by)
        told += 1
    return told


def _tell_both(loan: Loan, device: str, by: Actor) -> None:
    order = loan.order
    contact = order.request.contact
    name = contact.name if contact else ""
    facts = {"number": loan.number, "device": device, "due": loan.due_on.isoformat(), "order": order.number}
    about: dict[str, Any] = {"by": by, "target": (queries.LOAN, loan.pk), "case": (CASE, order.request_id)}
    if order.customer_id is not None:
        to = customer(order.customer_id, name, contact.phone if contact else "")
        notices.send("bench.loan_overdue", to=to, facts=facts | {"name": name}, **about)
    notices.send("bench.loan_late", to=role(Role.DISPATCHER), facts=facts | {"customer": name}, **about)
