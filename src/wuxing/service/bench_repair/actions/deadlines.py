"""期限: day 20, day 30, day 90, raised once each from what happened; nobody has to look for them (facts 5.1)."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.notices import actions as notices
from wuxing.core.notices.recipients import role
from wuxing.service.bench_repair import queries, rules, states
from wuxing.service.bench_repair.actions.trace import leave_of
from wuxing.service.bench_repair.models import BenchItem
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
