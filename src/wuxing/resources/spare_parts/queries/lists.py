"""What the pages of procedure 11 show: catalogue, stock by place, movements, requests, old parts. Paged by key."""

from collections.abc import Collection
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from wuxing.core.reading import first_of
from wuxing.resources.spare_parts import rules
from wuxing.resources.spare_parts.models import (
    OldPart,
    Part,
    PartRequest,
    PartSerial,
    StockBalance,
    StockMovement,
    StockPlace,
)
from wuxing.resources.spare_parts.states import Condition, OldPartState, PlaceKind, RequestState, SerialState

PAGE, MOST_LOW = 50, 100
NEWEST = 2**62
Row = dict[str, Any]
Key = tuple[int, str]


def _good() -> Any:
    """Return what lies of a part in all places, asked for each row that is shown and no other."""
    lies = StockBalance.objects.filter(part=OuterRef("pk"), condition=Condition.GOOD).order_by()
    total = lies.values("part").annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=DecimalField())


def _low() -> Any:
    """Return the parts at or below their low mark: all balances are added up once, rather than looked for part by part."""
    lies = Coalesce(
        Sum("balances__quantity", filter=Q(balances__condition=Condition.GOOD)), Value(0), output_field=DecimalField()
    )
    marked = Part.objects.filter(active=True, low_mark__isnull=False).order_by()
    return marked.annotate(lies=lies).filter(lies__lte=F("low_mark"))


def catalogue(*, typed: str = "", after: str = "", low: bool = False) -> list[Row]:
    """Return parts by number after a number, one more than a page, with what lies of each in all places."""
    rows = Part.objects.filter(number__gt=after) if after else Part.objects.all()
    if typed:
        rows = rows.filter(Q(number__icontains=typed) | Q(name__icontains=typed) | Q(names__icontains=typed))
    rows = rows.annotate(total=_good())
    if low:  # few are looked up; of many, the next page is soon found by looking at part after part
        few = list(_low().values_list("pk", flat=True)[: MOST_LOW + 1])
        rows = rows.filter(active=True, low_mark__isnull=False, total__lte=F("low_mark"))
        rows = rows if len(few) > MOST_LOW else rows.filter(pk__in=few)
    fields = ("id", "number", "name", "names", "lines", "unit", "serial_tracked", "low_mark", "active", "total")
    found = rows.order_by("number").values(*fields, after=F("superseded_by__number"))
    return [{**row, "superseded_by": row["after"]} for row in found[: PAGE + 1]]


def low_among(part_ids: list[int]) -> set[int]:
    """Return which of these parts lie at or below their low mark, in all places together."""
    return set(_low().filter(pk__in=part_ids).values_list("pk", flat=True))


def low_count() -> int:
    """Return how many parts lie at or below their low mark; a hundred stand for all above."""
    return len(_low().values_list("pk")[:MOST_LOW])


def places() -> list[Row]:
    """Return the stores, then what technicians have with them, with the number of different parts in each."""
    rows = StockPlace.objects.annotate(
        kinds=Coalesce(Sum(Value(1), filter=Q(balances__quantity__gt=0, balances__condition=Condition.GOOD)), Value(0))
    )
    fields = ("pk", "kind", "name", "active", "kinds", "person_id")
    return list(rows.order_by("kind", "-active", "name").values(*fields, outlet_name=F("outlet__name"))[:500])


def stores() -> list[tuple[int, str]]:
    """Return the stores in service."""
    rows = StockPlace.objects.filter(kind=PlaceKind.STORE, active=True).order_by("name")
    return list(rows.values_list("pk", "name"))


def place(place_id: int) -> Row | None:
    """Return a place."""
    fields = ("pk", "kind", "name", "active", "person_id", "outlet_id")
    return first_of(StockPlace.objects.filter(pk=place_id).values(*fields, user_id=F("person__user_id")))


def van_of(user_id: int | None) -> Row | None:
    """Return what a technician has with them, by who signs in."""
    rows = StockPlace.objects.filter(kind=PlaceKind.VAN, person__user_id=user_id or 0)
    return first_of(rows.values("pk", "kind", "name", "active", "person_id", user_id=F("person__user_id")))


def balances(
    place_id: int | None = None, *, part_id: int | None = None, after: str = "", most: int = 1000
) -> list[Row]:
    """Return what lies at a place, or everywhere, by part; after a row of it, named `condition number`."""
    rows = StockBalance.objects.filter(quantity__gt=0)
    if after:
        condition, _space, number = after.partition(" ")
        same = Q(part__number=number, condition__gt=condition)
        rows = rows.filter(Q(part__number__gte=number), Q(part__number__gt=number) | same)
    if part_id is not None:
        rows = rows.filter(part_id=part_id)
    if place_id is not None:
        rows = rows.filter(place_id=place_id)
    named = {
        "place": F("place__name"),
        "number": F("part__number"),
        "name": F("part__name"),
    }
    fields = ("place_id", "part_id", "condition", "quantity", "counted_at")
    found = rows.order_by("part__number", "condition", "place_id").values(*fields, **_under("of_", named))[:most]
    return [{key.removeprefix("of_"): value for key, value in row.items()} for row in found]


def _under(prefix: str, named: dict[str, F]) -> dict[str, F]:
    """Name columns apart from the fields of the row itself."""
    return {f"{prefix}{name}": column for name, column in named.items()}


def movements(*, before: int = NEWEST, part_id: int | None = None, place_id: int | None = None) -> list[Row]:
    """Return movements, newest first, one more than a page."""
    rows = StockMovement.objects.filter(pk__lt=before)
    if part_id is not None:
        rows = rows.filter(part_id=part_id)
    if place_id is not None:  # the newest of each index, rather than all that ever moved there
        out, into = rows.filter(source_id=place_id), rows.filter(target_id=place_id)
        newest = [pk for found in (out, into) for pk in found.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1]]
        rows = rows.filter(pk__in=newest)
    fields = (
        "pk",
        "kind",
        "condition",
        "quantity",
        "serial",
        "reason",
        "order_id",
        "part_id",
        "moved_at",
        "recorded_at",
    )
    named = {
        "number": F("part__number"),
        "name": F("part__name"),
        "source_name": F("source__name"),
        "target_name": F("target__name"),
        "who": F("moved_by__name"),
    }
    return list(rows.order_by("-pk").values(*fields, **named)[: PAGE + 1])


def requests(*, before: int = NEWEST, states: frozenset[str] | None = None, user_id: int | None = None) -> list[Row]:
    """Return part requests, newest first, one more than a page; of one technician where a user is given."""
    rows = PartRequest.objects.filter(pk__lt=before)
    if states is not None:
        rows = rows.filter(state__in=sorted(states))
    if user_id is not None:
        rows = rows.filter(person__user_id=user_id)
    fields = (
        "pk", "number", "state", "quantity", "note", "expected_on", "requested_at", "order_id", "closing_note", "person_id",
        "part_id",
    )  # fmt: skip
    named = {
        "part_number": F("part__number"),
        "part_name": F("part__name"),
        "who": F("person__name"),
        "user_id": F("person__user_id"),
        "store_name": F("store__name"),
    }
    return list(rows.order_by("-pk").values(*fields, **named)[: PAGE + 1])


def old_parts(*, before: int = NEWEST, states: frozenset[str] | None = None, user_id: int | None = None) -> list[Row]:
    """Return old parts, newest first, one more than a page; of one technician where a user is given."""
    rows = OldPart.objects.filter(pk__lt=before)
    if states is not None:
        rows = rows.filter(state__in=sorted(states))
    if user_id is not None:
        rows = rows.filter(person__user_id=user_id)
    fields = ("pk", "state", "serial", "quantity", "wish", "note", "removed_at", "due_on", "order_id", "part_id")
    named = {"number": F("part__number"), "name": F("part__name"), "who": F("person__name")}
    return list(rows.order_by("-pk").values(*fields, **named)[: PAGE + 1])


def pieces(
    *, typed: str = "", part_id: int | None = None, place_id: int | None = None, after: int = 0, most: int = PAGE
) -> list[Row]:
    """Return pieces of parts that are tracked, where each is; by what their serial number begins with."""
    rows = PartSerial.objects.filter(pk__gt=after)
    if typed.strip():
        rows = rows.filter(sign__startswith=rules.sign_of(typed))
    if part_id is not None:
        rows = rows.filter(part_id=part_id)
    if place_id is not None:
        rows = rows.filter(place_id=place_id, state=SerialState.LYING)
    fields = ("pk", "part_id", "serial", "state", "condition", "place_id", "order_id", "moved_at")
    named = {"number": F("part__number"), "name": F("part__name"), "place": F("place__name")}
    found = rows.order_by("pk").values(*fields, **_under("of_", named))[:most]
    return [{key.removeprefix("of_"): value for key, value in row.items()} for row in found]


def lying_pieces(place_id: int, part_ids: Collection[int], *, most: int = 200) -> dict[Key, list[str]]:
    """Return serial numbers of parts that lie at a place, by part and condition."""
    rows = PartSerial.objects.filter(place_id=place_id, state=SerialState.LYING, part_id__in=list(part_ids))
    found: dict[Key, list[str]] = {}
    for part_id, condition, serial in rows.order_by("part", "sign").values_list("part_id", "condition", "serial")[
        :most
    ]:
        found.setdefault((part_id, condition), []).append(serial)
    return found


def with_technician(person_id: int | None, part_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the serial numbers of good parts that a technician has with them, by part."""
    rows = PartSerial.objects.filter(
        state=SerialState.LYING, condition=Condition.GOOD, place__kind=PlaceKind.VAN, place__person_id=person_id or 0
    )
    found: dict[int, list[str]] = {}
    for part_id, serial in rows.filter(part_id__in=list(part_ids)).order_by("sign").values_list("part_id", "serial"):
        found.setdefault(part_id, []).append(serial)
    return found


def part(part_id: int) -> Part | None:
    """Return a part of the catalogue."""
    return Part.objects.select_related("superseded_by").filter(pk=part_id).first()


def of_technician(user_id: int | None) -> dict[str, int]:
    """Return how many parts wait to be taken over by a technician, and how many old ones to be handed in."""
    own = {"person__user_id": user_id or 0}
    return {
        "issued": PartRequest.objects.filter(state=RequestState.ISSUED, **own).count(),
        "old": OldPart.objects.filter(state=OldPartState.ON_VAN_DEFECTIVE, **own).count(),
    }
