"""Actions on outlets (procedure 6): written, changed, closed; never deleted."""

from collections.abc import Sequence

from django.db import transaction

from wuxing.core import ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.governance.models import WorkCalendar
from wuxing.resources.outlets.models import Outlet


@transaction.atomic
def save_outlet(
    *,
    outlet_id: int | None = None,
    code: str,
    name: str,
    kind: str,
    city: str = "",
    districts: Sequence[str] = (),
    calendar_id: int | None = None,
    active: bool = True,
    by: Actor,
) -> Outlet:
    """网点登记: write down an outlet or change it; a closed one stays on file (procedure 6).

    Raises NotAllowed, NotFound, BadInput (a field, or a code that is taken).
    """
    by.require(Permission.RESOURCE_WRITE)
    if wrong := _wrong(outlet_id, code.strip(), name.strip(), kind, calendar_id):
        raise BadInput(wrong)
    outlet = (
        Outlet.objects.select_for_update().filter(pk=outlet_id).first() if outlet_id else Outlet(tenant_id=by.tenant_id)
    )
    if outlet is None:
        raise NotFound(say("there is no such outlet here"))

    outlet.code, outlet.name, outlet.kind = code.strip()[:20], name.strip()[:120], kind
    outlet.city, outlet.active, outlet.calendar_id = city.strip()[:40], active, calendar_id
    outlet.districts = [part.strip()[:40] for part in districts if part.strip()]
    outlet.save()
    ledger.record(
        "outlet.save" if outlet_id else "outlet.add",
        by=by,
        target=outlet,
        code=outlet.code,
        name=outlet.name,
        kind=kind,
        city=outlet.city,
        districts=outlet.districts,
        active=active,
    )
    return outlet


def _wrong(outlet_id: int | None, code: str, name: str, kind: str, calendar_id: int | None) -> dict[str, str]:
    """Return what cannot be written down, and why, by field."""
    wrong: dict[str, str] = {}
    if not code:
        wrong["code"] = say("give the outlet a short code")
    elif Outlet.objects.filter(code=code).exclude(pk=outlet_id or 0).exists():
        wrong["code"] = say("another outlet has this code")
    if not name:
        wrong["name"] = say("name the outlet")
    if kind not in Outlet.Kind.values:
        wrong["kind"] = say("choose own or entrusted")
    if calendar_id and not WorkCalendar.objects.filter(pk=calendar_id).exists():
        wrong["calendar_id"] = say("choose one of your calendars")
    return wrong
