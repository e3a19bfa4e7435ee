"""A case on its way into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wuxing.core import numbering
from wuxing.core.actors import Actor
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.rules.history import CaseDraft, Story


@dataclass(slots=True)
class Bound:
    """A case with the rows that its parts became."""

    case: CaseDraft
    story: Story
    request: ServiceRequest
    order_number: str = ""
    order: WorkOrder | None = None
    parts: dict[str, list[Any]] = field(default_factory=dict)


def take_numbers(series: str, times: Sequence[datetime], by: Actor) -> list[str]:
    """Take numbers in the order of time, by the year of each."""
    zone = ZoneInfo(by.zone)
    years = [at.astimezone(zone).year for at in times]
    taken = {
        year: iter(numbering.take(series, by=by, year=year, count=years.count(year))) for year in sorted(set(years))
    }
    order = sorted(range(len(times)), key=lambda i: times[i])
    numbers = [""] * len(times)
    for i in order:
        numbers[i] = next(taken[years[i]])
    return numbers
