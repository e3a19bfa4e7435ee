"""服务单: the paper of a finished order; its code shows later whether a copy is ours."""

from hashlib import sha256
from secrets import choice
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.entitlement.rules import words as warranty_words
from wuxing.customers.entitlement.views.panel import word
from wuxing.proof.canonical import canonical
from wuxing.service.doors import rules
from wuxing.service.doors.models import ServiceSheet
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules.words import CAUSES, REMEDIES
from wuxing.service.repair.views.words import at


@transaction.atomic
def issue_sheet(*, order_id: int, company: str, language: str, by: Actor) -> ServiceSheet:
    """服务单: return the sheet of a finished order as it stands; what says the same is issued once.

    No name, number or address of the customer stands on it. Raises NotAllowed, NotFound, RuleBroken (not finished).
    """
    if not by.may(Permission.REPAIR_READ):
        by.require(Permission.OWN_ORDER)
    rows = WorkOrder.objects.select_related("product", "asset", "technician", "request__entitlement")
    order = rows.filter(pk=order_id).first()
    if order is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    if order.resolved_at is None:
        raise RuleBroken(say("the service sheet is made when the work is done"))
    with translation.override(language):
        told = _told(order, company, by.zone)
    told["lang"] = language
    digest = sha256(canonical(told)).hexdigest()
    if found := ServiceSheet.objects.filter(order=order, digest=digest).first():
        return found
    made = ServiceSheet.objects.create(
        tenant_id=by.tenant_id, order=order, code=rules.drawn(choice), told=told, digest=digest, made_at=clock.now()
    )
    ledger.record("sheet.issue", by=by, target=made, case=(CASE, order.request_id), code=made.code, digest=digest)
    return made


def _told(order: WorkOrder, company: str, zone: str) -> dict[str, Any]:
    """Return what stands on the sheet, in the language that is active."""
    unit = " ".join(part for part in (getattr(order.product, "name", ""), getattr(order.product, "model", "")) if part)
    found = order.diagnoses.order_by("-pk").first()
    decision = order.request.entitlement
    facts = [
        (_("Number of the order"), order.number),
        (_("Equipment"), unit),
        (_("Serial number"), order.asset.serial if order.asset else ""),
        (pgettext("on a sheet", "Reported"), at(order.request.received_at, zone)),
        (_("Arrived"), at(order.arrived_at, zone)),
        (pgettext("on a sheet", "Work done"), at(order.resolved_at, zone)),
        (_("Technician"), order.technician.name if order.technician else ""),
        (_("Cause"), word(CAUSES, found.cause) if found else ""),
        (pgettext("on a sheet", "What was done"), word(REMEDIES, found.remedy) if found and found.remedy else ""),
        (_("Warranty"), word(warranty_words.OUTCOMES, decision.outcome) if decision else ""),
        (_("Signed by the customer"), at(order.signed_at, zone)),
    ]
    lines = order.lines.filter(struck_at=None, kind="part").order_by("pk")
    return {
        "title": _("Service sheet"),
        "company": company,
        "facts": [[label, value] for label, value in facts if value and value != "—"],
        "heads": [pgettext("on a sheet", "Part"), _("Quantity"), _("Old serial number"), _("New serial number")],
        "parts": [[one.name, f"{one.quantity.normalize():f}", one.old_serial, one.new_serial] for one in lines],
        "said": _("Whoever holds this sheet can check at the address beside the code whether it is ours:"),
        "foot": company,
    }
