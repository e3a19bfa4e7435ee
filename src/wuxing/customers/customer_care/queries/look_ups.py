"""查看记录: who looked at whom, when and why; how often; and the numbers that count."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from wuxing.core import clock
from wuxing.customers.customer_care.models import CareRule, LookUp
from wuxing.customers.customer_care.queries.files import family_of
from wuxing.customers.customer_care.queries.lists import NEWEST, PAGE
from wuxing.customers.customer_care.rules.looking import Limits


def care_rule() -> CareRule | None:
    """Return the rule that counts, or None while the defaults do."""
    return CareRule.objects.order_by("-version").first()


def limits() -> Limits:
    """Return the numbers that count."""
    row = care_rule()
    return Limits(row.alert_an_hour, row.most_a_day, row.answer_days) if row else Limits()


def midnight(zone: str) -> datetime:
    """Return the instant at which the day began."""
    return datetime.combine(clock.today(zone), time(), ZoneInfo(zone))


def count_since(user_id: int | None, since: datetime) -> int:
    """Return how often a person has looked since an instant."""
    return LookUp.objects.filter(person_id=user_id, at__gte=since).count()


def look_ups(
    *,
    customer_id: int | None = None,
    person_id: int | None = None,
    unusual: bool = False,
    before: int = NEWEST,
    most: int = PAGE + 1,
) -> list[dict[str, Any]]:
    """Return look-ups, newest first: of a customer's files, of a person, or those out of the usual."""
    rows = LookUp.objects.filter(pk__lt=before)
    if customer_id is not None:
        rows = rows.filter(customer_id__in=family_of(customer_id))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if unusual:
        rows = rows.filter(unusual=True)
    named = {"who": F("person__name"), "whom": F("customer__name"), "kind": F("customer__kind")}
    fields = ("pk", "customer_id", "person_id", "case_type", "case_id", "case_number", "reason", "unusual", "at")
    return list(rows.order_by("-pk").values(*fields, **named)[:most])
