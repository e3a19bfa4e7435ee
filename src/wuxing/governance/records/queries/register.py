"""记录清单: every class of records with what counts for it and the figures as counted last. Reads no big table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.governance.records import registry
from wuxing.governance.records.models import LegalHold, RecordFigure
from wuxing.governance.records.queries import policies
from wuxing.governance.records.states import Scope

FRESH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Row:
    """One class in the register."""

    record_class: registry.RecordClass
    policy: policies.Policy
    figure: RecordFigure | None
    held: bool  # the whole class


def figures() -> dict[str, RecordFigure]:
    """Return the figures as counted last, by class."""
    return {row.record_class: row for row in RecordFigure.objects.all()}


def register() -> list[Row]:
    """Return every class of records, in the order of the procedures."""
    counted, decided = figures(), policies.policies()
    held = set(
        LegalHold.objects.filter(lifted_at=None, scope=Scope.RECORD_CLASS).values_list("record_class", flat=True)
    )
    return [Row(one, decided[code], counted.get(code), code in held) for code, one in registry.classes().items()]


def is_stale(now: datetime) -> bool:
    """Say whether a class of this system was not counted in the last day."""
    fresh = set(RecordFigure.objects.filter(counted_at__gt=now - FRESH).values_list("record_class", flat=True))
    return any(one.code not in fresh for one in registry.classes().values() if not one.outside)


def erasable() -> list[tuple[registry.RecordClass, policies.Policy]]:
    """Return the classes that this system destroys when their time is over, with what counts for them."""
    decided = policies.policies()
    return [
        (one, decided[code])
        for code, one in registry.classes().items()
        if one.destroy is not None and decided[code].disposal == "erase"
    ]
