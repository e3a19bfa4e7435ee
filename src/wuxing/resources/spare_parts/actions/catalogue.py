"""备件清单: the catalogue, the stores, and how far parts are counted; each change is on the ledger."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.resources.outlets.models import Outlet
from wuxing.resources.spare_parts import queries
from wuxing.resources.spare_parts.actions.trace import leave
from wuxing.resources.spare_parts.models import Part, PartsSetting, StockPlace
from wuxing.resources.spare_parts.states import Mode, PlaceKind


@dataclass(frozen=True, slots=True)
class PartDetails:
    """What the catalogue says of a part. `lines`: the categories or models it fits; none named: all."""

    number: str
    name: str
    names: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    unit: str = ""
    serial_tracked: bool = False
    low_mark: Decimal | None = None
    superseded_by: str = ""
    active: bool = True


def _superseding(details: PartDetails, own: int) -> Part | None:
    """Return the part that replaces this one; a chain may not come back to its beginning. Raises BadInput."""
    if not details.superseded_by.strip():
        return None
    found = Part.objects.filter(number=details.superseded_by.strip()).first()
    if found is None:
        raise BadInput({"superseded_by": say("no part has this number")})
    seen: set[int] = set()
    following: Part | None = found
    while following is not None and following.pk not in seen:
        if following.pk == own:
            raise BadInput({"superseded_by": say("this part replaces that one already; a chain cannot close")})
        seen.add(following.pk)
        following = following.superseded_by
    return found


def _checked(details: PartDetails, own: int) -> None:
    number, name = details.number.strip(), details.name.strip()
    others = Part.objects.exclude(pk=own)
    checks = (
        ("number", not number or len(number) > 60, say("give the part a number of at most 60 signs")),
        ("number", others.filter(number=number).exists(), say("another part has this number")),
        ("name", not name or len(name) > 120, say("name the part in at most 120 signs")),
        ("lines", any(len(line) > 60 for line in details.lines), say("at most %(limit)s characters", limit=60)),
        ("unit", len(details.unit.strip()) > 20, say("at most %(limit)s characters", limit=20)),
        ("low_mark", not _is_mark(details.low_mark), say("write %(limit_value)s or more", limit_value=0)),
    )
    if wrong := {name: reason for name, refused, reason in checks if refused}:
        raise BadInput(wrong)


def _is_mark(mark: Decimal | None) -> bool:
    return mark is None or (mark.is_finite() and 0 <= mark <= 99_999 and mark == mark.quantize(Decimal("0.01")))


@transaction.atomic
def save_part(*, part_id: int | None = None, details: PartDetails, by: Actor) -> Part:
    """备件登记: write a part into the catalogue, or change it; it is never deleted (procedure 11).

    Raises NotAllowed, NotFound, BadInput.
    """
    by.require(Permission.PARTS_MANAGE)
    part = Part.objects.select_for_update().filter(pk=part_id).first() if part_id else Part(tenant_id=by.tenant_id)
    if part is None:
        raise NotFound(say("there is no such part here"))
    _checked(details, part.pk or 0)
    part.superseded_by = _superseding(details, part.pk or 0)

    part.number, part.name, part.unit = details.number.strip(), details.name.strip(), details.unit.strip()
    part.names = {language: name.strip()[:120] for language, name in details.names.items() if name.strip()}
    part.lines = [line.strip() for line in details.lines if line.strip()]
    part.serial_tracked, part.low_mark, part.active = details.serial_tracked, details.low_mark, details.active
    part.save()
    leave(
        "parts.save",
        by=by,
        target=part,
        number=part.number,
        name=part.name,
        lines=part.lines,
        serial_tracked=part.serial_tracked,
        low_mark=part.low_mark,
        superseded_by=part.superseded_by.number if part.superseded_by else "",
        active=part.active,
    )
    return part


@transaction.atomic
def save_store(
    *, store_id: int | None = None, name: str, outlet_id: int | None = None, active: bool = True, by: Actor
) -> StockPlace:
    """库房登记: write down a store, or change it (procedure 11). Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.PARTS_MANAGE)
    stores = StockPlace.objects.filter(kind=PlaceKind.STORE)
    fresh = StockPlace(tenant_id=by.tenant_id, kind=PlaceKind.STORE)
    store = stores.select_for_update().filter(pk=store_id).first() if store_id else fresh
    if store is None:
        raise NotFound(say("there is no such place here"))
    known = outlet_id is None or Outlet.objects.filter(pk=outlet_id).exists()
    checks = (
        ("name", not name.strip() or len(name.strip()) > 120, say("name the store in at most 120 signs")),
        (
            "name",
            stores.exclude(pk=store.pk or 0).filter(name=name.strip()).exists(),
            say("another store has this name"),
        ),
        ("outlet_id", not known, say("choose the outlet")),
    )
    if wrong := {field: reason for field, refused, reason in checks if refused}:
        raise BadInput(wrong)
    store.name, store.outlet_id, store.active = name.strip(), outlet_id, active
    store.save()
    leave("parts.save_store", by=by, target=store, name=store.name, outlet_id=outlet_id, active=active)
    return store


@transaction.atomic
def set_mode(*, mode: str, by: Actor) -> PartsSetting:
    """备件管理方式: choose how far parts are counted: recorded only, technicians' own stock, or stores too.

    Raises NotAllowed, BadInput. What was counted stays on record and goes on when counting begins again.
    """
    by.require(Permission.PARTS_MANAGE)
    if mode not in set(Mode):
        raise BadInput({"mode": say("choose how parts are kept")})
    before = queries.mode()
    setting = PartsSetting.objects.select_for_update().first() or PartsSetting(tenant_id=by.tenant_id)
    setting.mode, setting.changed_at = mode, clock.now()
    setting.save()
    leave("parts.set_mode", by=by, target=setting, before=before, after=mode)
    return setting
