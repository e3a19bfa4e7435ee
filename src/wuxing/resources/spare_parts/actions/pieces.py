"""序列号: the pieces of a part that is tracked go where its stock goes; what is elsewhere by the records is refused."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason
from wuxing.resources.spare_parts import rules
from wuxing.resources.spare_parts.actions.trace import OrderLine, refuse
from wuxing.resources.spare_parts.models import Part, PartRequest, PartSerial, StockPlace
from wuxing.resources.spare_parts.states import Condition, MovementKind, SerialState

K, S = MovementKind, SerialState
OUT_OF_A_UNIT = frozenset({K.REMOVED, K.UNDONE})
MAY_BE_UNNAMED = frozenset({K.TAKEN_OVER, K.UNDONE, K.COUNTED})
LEFT: dict[MovementKind, SerialState] = {K.ISSUED: S.ON_WAY, K.CONSUMED: S.FITTED, K.UNDONE: S.FITTED}


@dataclass(frozen=True, slots=True)
class Carried:
    """What moves, as its pieces see it. `there`: the balance where they leave."""

    kind: MovementKind
    part: Part
    quantity: Decimal
    serials: Sequence[str]
    source: StockPlace | None
    target: StockPlace | None
    condition: str
    request: PartRequest | None
    order_line: OrderLine | None
    there: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What a count by serial number found beside the records. `named`: pieces whose number was never written till now."""

    lacking: tuple[str, ...]
    surplus: tuple[str, ...]
    named: tuple[str, ...]
    unnamed: int


def lock(part: Part, serials: Collection[str], by: Actor) -> dict[str, PartSerial]:
    """Return the pieces of these serial numbers, locked, by their signs; one never heard of is opened as gone."""
    signs = dict(sorted((rules.sign_of(serial), serial) for serial in serials))
    fresh = [
        PartSerial(
            tenant_id=by.tenant_id, part=part, serial=serial, sign=sign, state=S.GONE, moved_at=clock.happening()
        )
        for sign, serial in signs.items()
    ]
    PartSerial.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = PartSerial.objects.select_for_update(of=("self",)).select_related("place", "request")
    return {row.sign: row for row in rows.filter(part=part, sign__in=list(signs)).order_by("sign")}


def unnamed_at(place: StockPlace, part: Part, condition: str, quantity: Decimal) -> int:
    """Return how many pieces lie at a place whose serial numbers were never written."""
    lying = PartSerial.objects.filter(state=S.LYING, place=place, part=part, condition=condition)
    return max(0, int(quantity) - lying.count())


def _where(row: PartSerial) -> str:
    return row.place.name if row.place else row.request.number if row.request else ""


def carry(given: Carried, by: Actor) -> None:
    """Take the pieces where their stock goes. Raises BadInput (one number a piece), RuleBroken (one is elsewhere)."""
    lenient = given.condition == Condition.DEFECTIVE or given.kind in MAY_BE_UNNAMED
    wrong = rules.why_not_pieces(Decimal(len(given.serials)) if lenient else given.quantity, given.serials)
    if wrong:
        raise BadInput({"serials": wrong})
    rows = list(lock(given.part, given.serials, by).values())
    refuse(_why_not_out_of(given.source, given, rows) if given.source else _why_not_in(given, rows))
    for row in rows:
        _put(given, row)


def _why_not_in(given: Carried, rows: list[PartSerial]) -> Reason | None:
    """Return why pieces cannot come in from nowhere."""
    old = given.kind in OUT_OF_A_UNIT
    elsewhere = [row for row in rows if given.request is None or row.request_id != given.request.pk]
    reasons = (rules.why_not_enter(serial=r.serial, state=r.state, where=_where(r), old=old) for r in elsewhere)
    return next((reason for reason in reasons if reason), None)


def _why_not_out_of(place: StockPlace, given: Carried, rows: list[PartSerial]) -> Reason | None:
    """Return why pieces cannot leave a place: they lie there by their numbers, or number is given to one without."""
    unnamed = unnamed_at(place, given.part, given.condition, given.there or Decimal())
    for row in rows:
        here = row.place_id == place.pk and row.condition == given.condition
        where, some = _where(row), unnamed > 0
        reason = rules.why_not_leave(
            serial=row.serial, place=place.name, state=row.state, here=here, where=where, unnamed=some
        )
        if reason:
            return reason
        unnamed -= not here
    return None


def _put(given: Carried, row: PartSerial) -> None:
    """Write where a piece is now."""
    row.state = S.LYING if given.target else LEFT.get(given.kind, S.GONE)
    row.place, row.condition = given.target, given.condition
    row.request = given.request if row.state == S.ON_WAY else None
    fitted = given.order_line if given.kind == K.CONSUMED else None
    row.order_id, row.line_id = (fitted.order_id, fitted.line_id) if fitted else (None, None)
    row.moved_at = clock.happening()
    row.save(update_fields=["state", "place", "condition", "request", "order_id", "line_id", "moved_at"])


def set_off(request: PartRequest, serials: Sequence[str], by: Actor) -> None:
    """Write down which pieces are on their way where no store is counted. Raises BadInput, RuleBroken."""
    carry(
        Carried(K.ISSUED, request.part, request.quantity, serials, None, None, Condition.GOOD, request, None, None), by
    )


def gone(request: PartRequest) -> None:
    """Let go of the pieces that were on their way, where nothing is counted any more."""
    PartSerial.objects.filter(state=S.ON_WAY, request=request).update(state=S.GONE, request=None)


def on_way(request: PartRequest) -> list[str]:
    """Return the serial numbers of the pieces that are on their way for a request."""
    rows = PartSerial.objects.filter(state=S.ON_WAY, request=request).order_by("sign")
    return list(rows.values_list("serial", flat=True))


def compare(place: StockPlace, part: Part, found: Sequence[str], quantity: Decimal, by: Actor) -> Compared:
    """Compare what was found at a place with what lies there by the records (procedure 11). Raises BadInput, RuleBroken."""
    if wrong := rules.why_not_pieces(Decimal(len(found)), found):
        raise BadInput({"serials": wrong})
    here = PartSerial.objects.filter(state=S.LYING, place=place, part=part, condition=Condition.GOOD)
    lying = dict(here.order_by("sign").values_list("sign", "serial"))
    known = lock(part, found, by)
    fresh = [row for sign, row in known.items() if sign not in lying]
    reasons = (rules.why_not_enter(serial=row.serial, state=row.state, where=_where(row)) for row in fresh)
    refuse(next((reason for reason in reasons if reason), None))
    unnamed = max(0, int(quantity) - len(lying))
    return Compared(
        lacking=tuple(serial for sign, serial in lying.items() if sign not in known),
        surplus=tuple(row.serial for row in fresh[unnamed:]),
        named=tuple(row.serial for row in fresh[:unnamed]),
        unnamed=max(0, unnamed - len(fresh)),
    )


def name(place: StockPlace, part: Part, serials: Sequence[str], by: Actor) -> None:
    """Write down the serial numbers of pieces that lie at a place already."""
    given = Carried(K.COUNTED, part, Decimal(len(serials)), serials, None, place, Condition.GOOD, None, None, None)
    for row in lock(part, serials, by).values():
        _put(given, row)
