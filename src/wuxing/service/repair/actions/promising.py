"""Which promises bind a request: by its place, its product line, its customer's tier, in its outlet's calendar."""

from collections.abc import Iterable
from datetime import datetime

from wuxing.core.actors import Actor
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.models import Target
from wuxing.resources.models import Outlet
from wuxing.service.repair.actions.trace import subject
from wuxing.service.repair.models import ServiceRequest


def open_for(
    request: ServiceRequest, kinds: Iterable[str], *, start: datetime, by: Actor, outlet: Outlet | None = None
) -> list[Target]:
    """Open the promises of `kinds` that bind a request."""
    rural, line, tier, calendar = _scope(request, outlet)
    return commitments.open_targets(
        kinds,
        subject=subject(request),
        start=start,
        rural=rural,
        by=by,
        product_line=line,
        tier=tier,
        calendar_id=calendar,
    )


def reassess(request: ServiceRequest, by: Actor) -> list[Target]:
    """Put the running promises of a corrected request under those that bind it now; return all that run, locked."""
    targets = commitments.open_of(subject(request))
    rural, line, tier, calendar = _scope(request, None)
    commitments.reassess(targets, rural=rural, by=by, product_line=line, tier=tier, calendar_id=calendar)
    return targets


def _scope(request: ServiceRequest, outlet: Outlet | None) -> tuple[bool, str, str, int | None]:
    site, product, customer = request.site, request.product, request.customer
    return (
        bool(site and site.rural),
        product.category if product else "",
        customer.tier if customer else "",
        outlet.calendar_id if outlet else _calendar_at(site.district if site else ""),
    )


def _calendar_at(district: str) -> int | None:
    """Return the calendar of the outlet that serves a district, where it has its own."""
    if not district:
        return None
    serving = Outlet.objects.filter(active=True, districts__contains=[district], calendar__isnull=False)
    return serving.order_by("pk").values_list("calendar_id", flat=True).first()
