"""The bulk path: whole cases recorded at once, by the same rules and with the same traces as the single actions.

Imports from other systems and the simulator come through here. Nothing is half-written: a call is one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.resources.models import Person
from wuxing.service.repair.actions.history_parts.bindings import bindings_of
from wuxing.service.repair.actions.history_parts.items import write_items
from wuxing.service.repair.actions.history_parts.orders import write_orders, write_parts
from wuxing.service.repair.actions.history_parts.reminders import write_reminders
from wuxing.service.repair.actions.history_parts.requests import write_requests
from wuxing.service.repair.actions.history_parts.traces import write_targets, write_traces
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.history import CaseDraft, tell


@dataclass(slots=True)
class Recorded:
    """What became of the cases: written, and those that were there already (same source and key)."""

    request_ids: list[int] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    events: int = 0


@transaction.atomic
def record_cases(
    cases: Sequence[CaseDraft], *, technicians: Mapping[str, int] | None = None, strict: bool = True, by: Actor
) -> Recorded:
    """批量登记: record whole cases; those of `by.source` whose key is known are left alone (procedure 4, all steps).

    `technicians` maps the names in the stories to people; `strict` stories must follow the state machines.

    Raises:
        NotAllowed: the actor may not import.
        OutOfOrder: a strict story does not follow from itself; nothing is written.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    cases, known = _unknown_cases(cases, by)
    recorded = Recorded(known=known)
    if not cases:
        return recorded
    _plan_anew(True)
    people = {p.pk: p for p in Person.objects.select_related("outlet").filter(pk__in=set((technicians or {}).values()))}
    crew = {name: people[pk] for name, pk in (technicians or {}).items() if pk in people}

    bindings = bindings_of(cases, crew, by)
    stories = [tell(case, binding, strict=strict) for case, binding in zip(cases, bindings, strict=True)]
    bound = write_requests(cases, stories, decided=strict, by=by)  # of a foreign case nobody knows what was decided
    written = write_targets(bound, by, reminded=strict)
    write_orders(bound, crew, by)
    write_parts(bound, by)
    taken = write_items(bound, crew, by)
    recorded.request_ids = [b.request.pk for b in bound]
    called = write_reminders(written, clock.now(), by) if strict else []
    recorded.events = write_traces(bound, called, by)
    _plan_anew(False)
    if taken:
        connection.check_constraints()  # inside the walls: at the commit nobody would see whose hands an item is in
    return recorded


def _plan_anew(wanted: bool) -> None:
    """Have triggers planned anew for each batch: a plan made while the tables were empty reads all of them later."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {'force_custom_plan' if wanted else 'auto'}")


def _unknown_cases(cases: Sequence[CaseDraft], by: Actor) -> tuple[list[CaseDraft], list[str]]:
    if not by.source:
        return list(cases), []
    keys = [case.key for case in cases]
    there = set(
        ServiceRequest.objects.filter(source=by.source, external_id__in=keys).values_list("external_id", flat=True)
    )
    return [case for case in cases if case.key not in there], [key for key in keys if key in there]
