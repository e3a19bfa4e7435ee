"""Count the records of a class, for the register to read."""

from django.db import transaction

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.governance.records import registry
from wuxing.governance.records.models import RecordFigure
from wuxing.governance.records.queries import due, policies, register


@transaction.atomic
def count_class(*, record_class: str, by: Actor) -> RecordFigure | None:
    """Count one class of this system and keep the figures; None for records kept outside."""
    found = registry.classes().get(record_class)
    if found is None or found.table is None:
        return None
    counted = due.figures(found, policies.policy_of(found), clock.today(by.zone), by.zone)
    kept, _made = RecordFigure.objects.update_or_create(
        tenant_id=by.tenant_id,
        record_class=record_class,
        defaults={
            "counted_at": clock.now(),
            "records": counted.records,
            "oldest": counted.oldest,
            "due": counted.due,
            "held": counted.held,
        },
    )
    return kept


def count_all(*, by: Actor) -> int:
    """Count every class of this system; return how many classes."""
    codes = [code for code, one in registry.classes().items() if not one.outside]
    for code in codes:
        count_class(record_class=code, by=by)
    return len(codes)


def count_if_stale(*, by: Actor) -> int:
    """Count everything when something was not counted in the last day; return how many classes."""
    return count_all(by=by) if register.is_stale(clock.now()) else 0
