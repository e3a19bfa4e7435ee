"""Questions of the doors: whose link or label this is, what stands behind it, who looked."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, Q, QuerySet

from wuxing.core import clock, prepared
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.reading import Question, models_by, rows_by
from wuxing.core.reasons import say
from wuxing.resources.models import Skill
from wuxing.service.doors import rules
from wuxing.service.doors.models import (
    DoorReport,
    DoorSettings,
    DoorView,
    Label,
    LabelBinding,
    ProductManual,
    TrackingLink,
)
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder
from wuxing.service.repair.states import LIVE_VISITS, OPEN_ORDERS, VisitState

OPEN_CASE = Q(state__in=["new", "triaged"]) | Q(state="converted", orders__state__in=sorted(OPEN_ORDERS))


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as its word finds it, outside any walls."""

    pk: int
    request_id: int
    made_at: datetime
    revoked: bool
    newest: int  # the newest entry on the case's timeline: what is shown changes with it
    tenant: Tenant


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label as its code finds it, outside any walls."""

    pk: int
    code: str
    retired: bool
    asset_id: int | None
    tenant: Tenant


def digest_of(word: str) -> bytes:
    """Return what is kept of a link's word."""
    return sha256(word.encode()).digest()


def _tenant(pk: int, slug: str, name: str, zone: str) -> Tenant:
    return Tenant(pk=pk, slug=slug, name=name, zone=zone, kind=Tenant.Kind.COMPANY)


def find_link(word: str) -> FoundLink | None:
    """Return the link of a word, holding or not; None when there is none."""
    rows = prepared.fetch(
        "SELECT link_id, request_id, made_at, revoked_at, newest, tenant_id, slug, name, zone FROM tracking_link_of(%s)",
        [digest_of(word)],
    )
    if not rows:
        return None
    pk, request_id, made_at, revoked_at, newest, *tenant = rows[0]
    return FoundLink(pk, request_id, made_at, revoked_at is not None, newest or 0, _tenant(*tenant))


def find_label(code: str) -> FoundLabel | None:
    """Return the label of a code, bound or blank, retired too; None when there is none."""
    rows = prepared.fetch(
        "SELECT label_id, retired_at, asset_id, tenant_id, slug, name, zone FROM label_of(%s)", [code]
    )
    if not rows:
        return None
    pk, retired_at, asset_id, *tenant = rows[0]
    return FoundLabel(pk, code, retired_at is not None, asset_id, _tenant(*tenant))


def find_company(slug: str) -> Tenant | None:
    """Return the company of an address."""
    return Tenant.objects.filter(slug=slug, kind=Tenant.Kind.COMPANY).first()


SETTINGS = ("is_open", "link_days", "notice_hours", "reports_a_day", "hotline", "hours")


def _settings() -> QuerySet[DoorSettings]:
    return DoorSettings.objects.all()


def settings() -> DoorSettings:
    """Return how the running tenant keeps its doors; the defaults where it said nothing."""
    found = models_by(_settings)
    return found[0] if found else DoorSettings()


def ended_at(request: ServiceRequest, order: WorkOrder | None) -> datetime | None:
    """Return when a case ended, or None while it runs."""
    if order is not None:
        if order.state in OPEN_ORDERS:
            return None
        return order.closed_at or order.cancelled_at or order.resolved_at or order.updated_at
    return None if request.state in ("new", "triaged", "converted") else request.recorded_at


def _case(request_id: int) -> QuerySet[ServiceRequest]:
    rows = ServiceRequest.objects.select_related("product", "asset", "contact", "site", "entitlement")
    return rows.filter(pk=request_id)


def case_of(request_id: int) -> ServiceRequest:
    """Return a case with what its page shows."""
    return models_by(_case, request_id)[0]


def _newest_order(request_id: int) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.select_related("technician", "product", "asset", "outlet")
    return rows.filter(request_id=request_id).order_by("-pk")[:1]


def newest_order(request_id: int) -> WorkOrder | None:
    """Return the order that the customer follows: the newest of the case."""
    return next(iter(models_by(_newest_order, request_id)), None)


def of_case(request_id: int) -> list[Question]:
    """Return what the page of a case asks before it knows the order, to be read `ahead`."""
    return [(_case, request_id), (_newest_order, request_id), (_settings,)]


def links_of(request_id: int) -> list[TrackingLink]:
    """Return the links of a case, newest first."""
    rows = TrackingLink.objects.select_related("made_by", "revoked_by").filter(request_id=request_id)
    return list(rows.order_by("-pk")[:20])


def link_of(order: WorkOrder) -> TrackingLink | None:
    """Return the newest link that still holds for an order's case; its word is kept nowhere: make another to send one."""
    return TrackingLink.objects.filter(request_id=order.request_id, revoked_at=None).order_by("-pk").first()


def lock_link(link_id: int) -> TrackingLink:
    """Return a link of the tenant, locked. Raises NotFound."""
    found = TrackingLink.objects.select_for_update().filter(pk=link_id).first()
    if found is None:
        raise NotFound(say("there is no such link here"))
    return found


def views_of(request_id: int) -> list[dict[str, Any]]:
    """Return who opened the links of a case, newest first: when, what, whether the digits were given."""
    rows = DoorView.objects.filter(link__request_id=request_id).order_by("-pk")
    return [dict(row) for row in rows.values("at", "page", "verified", "source", "link_id")[:50]]


def lock_label(code: str) -> Label:
    """Return a label of the tenant by its code as typed, locked. Raises NotFound."""
    found = Label.objects.select_for_update().filter(code=rules.code_from(code)).first()
    if found is None:
        raise NotFound(say("there is no such label here"))
    return found


def binding_of(label: Label) -> LabelBinding | None:
    """Return what a label is bound to now."""
    return (
        LabelBinding.objects.select_related("asset", "asset__product", "asset__customer")
        .filter(label=label, ended_at=None)
        .first()
    )


def bindings_of(label: Label) -> list[LabelBinding]:
    """Return what a label was bound to, newest first."""
    rows = LabelBinding.objects.select_related("asset", "asset__product", "bound_by", "ended_by").filter(label=label)
    return list(rows.order_by("-pk"))


def labels_of(asset_id: int) -> list[Label]:
    """Return the labels that stand for a unit now."""
    rows = Label.objects.filter(bindings__asset_id=asset_id, bindings__ended_at=None, retired_at=None)
    return list(rows.order_by("pk"))


def open_case_of(asset_id: int) -> dict[str, Any] | None:
    """Return the newest open case about a unit: when it came in, nothing of whose it is."""
    rows = ServiceRequest.objects.filter(OPEN_CASE, asset_id=asset_id).order_by("-pk")
    found = rows.values("pk", "received_at", phone=F("contact__phone")).first()
    return dict(found) if found else None


def wait_for_twin(once: str, tenant_id: int) -> None:
    """Let the same form, sent twice by two taps, be taken one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"form:{tenant_id}:{once}"])


def reports_today(zone: str) -> int:
    """Return how many reports came in by the public doors since midnight."""
    midnight = clock.now().astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return DoorReport.objects.filter(at__gte=midnight).count()


def manuals_of(product_id: int, language: str = "") -> list[ProductManual]:
    """Return the manuals of a product, those in the reader's language first."""
    rows = ProductManual.objects.select_related("file").filter(product_id=product_id, taken_off_at=None).order_by("-pk")
    return sorted(rows, key=lambda one: one.language != language)


def all_visits(order_id: int) -> QuerySet[Appointment]:
    """Every visit of an order, newest first: to be read by `reading`."""
    return Appointment.objects.filter(order_id=order_id).order_by("-sequence")


def visits_of(order_id: int) -> list[Appointment]:
    """Return every visit of an order, newest first."""
    return models_by(all_visits, order_id)


def visit_of(order_id: int) -> Appointment | None:
    """Return the visit that stands, if any."""
    return next((one for one in visits_of(order_id) if one.state in LIVE_VISITS), None)


def moved_by(order_id: int) -> list[str]:
    """Return who asked for each move of the visit of an order, newest first."""
    return [one.reschedule_asked_by for one in visits_of(order_id) if one.state == VisitState.RESCHEDULED]


def skills(person_id: int) -> Any:
    """Return what a person may repair: to be read by `reading`."""
    return Skill.objects.filter(person_id=person_id).values("trade", "level", "certificate_no", "valid_until")


def skill_of(order: WorkOrder) -> dict[str, Any] | None:
    """Return the technician's skill for the trade of an order."""
    rows = rows_by(skills, order.technician_id) if order.technician_id else []
    return next((row for row in rows if row["trade"] == order.trade), None)


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A service sheet as its code finds it, outside any walls."""

    tenant: Tenant
    told: dict[str, Any]
    made_at: datetime

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands on it, label and value, in the language of the sheet."""
        return [(label, value) for label, value in self.told["facts"]]


def find_sheet(code: str) -> FoundSheet | None:
    """Return the service sheet of a code; None when there is none."""
    rows = prepared.fetch("SELECT tenant_id, slug, name, zone, told, made_at FROM sheet_of(%s)", [code])
    if not rows:
        return None
    *tenant, told, made_at = rows[0]
    return FoundSheet(_tenant(*tenant), json.loads(told) if isinstance(told, str) else told, made_at)
