"""Rows of procedure 11 for its actions."""

from wuxing.resources.competence.models import Person
from wuxing.resources.spare_parts.models import Part, PartRequest, PartsSetting, StockMovement
from wuxing.resources.spare_parts.states import Mode, MovementKind, RequestState


def mode() -> Mode:
    """Return how far this organisation counts its parts; one that never chose only records them."""
    return Mode(PartsSetting.objects.values_list("mode", flat=True).first() or Mode.RECORD_ONLY)


def lock_on_van(person: Person, part: Part, order_id: int | None) -> PartRequest | None:
    """Return the oldest request by which a technician has a part, for one order or for any, locked."""
    rows = PartRequest.objects.select_for_update().filter(person=person, part=part, state=RequestState.ON_VAN)
    return (rows.filter(order_id=order_id) if order_id else rows).order_by("pk").first()


def used_on(line_id: int) -> StockMovement | None:
    """Return the movement by which the part of an order's line was used."""
    rows = StockMovement.objects.select_related("part", "source", "person", "request")
    return rows.filter(line_id=line_id, kind=MovementKind.CONSUMED).first()


def is_undone(line_id: int) -> bool:
    """Say whether the use of an order's line was struck."""
    good = StockMovement.objects.filter(line_id=line_id, kind=MovementKind.UNDONE, condition="good")
    return good.exists()
