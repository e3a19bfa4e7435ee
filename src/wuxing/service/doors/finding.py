"""What the pages of the company ask about labels, registrations and manuals."""

from typing import Any

from django.db import connection
from django.db.models import Count, F, FilteredRelation, Max, Min, Q

from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.core.tenants import current_tenant
from wuxing.customers.models import Asset, Product
from wuxing.service.doors import rules
from wuxing.service.doors.models import DoorView, Label, LabelBinding, ProductManual, WarrantyRegistration
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import OPEN_ORDERS

PAGE = 50
MANY = 1000


def company() -> Tenant:
    """Return the running company."""
    return Tenant.objects.get(pk=current_tenant())


_NEWEST_BATCHES = """
WITH RECURSIVE walked AS (
  SELECT %(before)s::bigint AS id, NULL::text AS batch, ARRAY[]::text[] AS seen
  UNION ALL
  SELECT n.id, n.batch::text, w.seen || n.batch::text FROM walked w, LATERAL (
    SELECT id, batch FROM service_label l WHERE tenant_id = %(tenant)s AND id < w.id AND batch <> ALL (w.seen)
      AND NOT EXISTS (SELECT FROM service_label m WHERE m.tenant_id = %(tenant)s AND m.batch = l.batch AND m.id >= %(before)s)
    ORDER BY id DESC LIMIT 1) n
  WHERE cardinality(w.seen) <= %(most)s
)
SELECT id, batch FROM walked WHERE batch IS NOT NULL"""


def batches(before: int = 2**62) -> tuple[list[dict[str, Any]], int | None]:
    """Return a page of batches, the one with the newest label first, and where the next page begins.

    Of each: how many labels, how many of them bound, how many retired. Batches with a label from `before` on stand on an earlier
    page. The walk goes from one batch to the next by the newest label, so it costs what the page shows, however many there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_BATCHES, {"tenant": current_tenant(), "before": before, "most": PAGE})
        newest = {batch: pk for pk, batch in cursor.fetchall()}
    shown = list(newest)[:PAGE]
    live = FilteredRelation("bindings", condition=Q(bindings__ended_at=None))  # one at most: each label counts once
    rows = (
        Label.objects.annotate(live=live)
        .filter(batch__in=shown)
        .values("batch")
        .annotate(
            first=Min("pk"),
            made_at=Max("made_at"),
            total=Count("pk"),
            bound=Count("live"),
            retired=Count("pk", filter=Q(retired_at__isnull=False)),
        )
    )
    found = sorted((dict(row) for row in rows), key=lambda row: -newest[row["batch"]])
    return found, newest[shown[-1]] if len(newest) > PAGE else None


def to_print(*, batch: str, codes: list[str]) -> list[dict[str, Any]]:
    """Return the labels of a batch, or those with these codes, with what they stand for."""
    chosen = Label.objects.filter(code__in=codes) if codes else Label.objects.filter(batch=batch)
    rows = (
        chosen.filter(retired_at=None)
        .order_by("pk")
        .values(
            "pk",
            "code",
            live=F("bindings__ended_at"),
            name=F("bindings__asset__product__name"),
            model=F("bindings__asset__product__model"),
            serial=F("bindings__asset__serial"),
        )[: MANY * 2]
    )
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        live = row["live"] is None
        title = " ".join(part for part in (row["name"], row["model"]) if part) if live else ""
        if live or row["pk"] not in found:
            found[row["pk"]] = {"code": row["code"], "title": title, "serial": (row["serial"] or "") if live else ""}
    return list(found.values())[:MANY]


def units_to_bind(typed: str, by: Actor) -> list[dict[str, Any]]:
    """Return units that a label may stand for: by serial number, else those of the actor's open orders."""
    if unit := unit_behind(typed):
        rows = Asset.objects.filter(pk=unit)
    elif typed:
        rows = Asset.objects.filter(serial__istartswith=typed).order_by("-pk")
    else:
        own = WorkOrder.objects.filter(
            technician__user_id=by.user_id or 0, state__in=sorted(OPEN_ORDERS), asset__isnull=False
        )
        rows = Asset.objects.filter(pk__in=own.values("asset_id")[:PAGE]).order_by("-pk")
    fields = {"name": F("product__name"), "model": F("product__model"), "district": F("site__district")}
    return [dict(row) for row in rows.values("pk", "serial", **fields)[:20]]


def unit_behind(typed: str) -> int | None:
    """Return the unit that a label stands for whose code was typed or scanned; None for anything else."""
    code = rules.code_from(typed)
    if rules.why_not_code(code):
        return None
    rows = LabelBinding.objects.filter(label__code=code, label__retired_at=None, ended_at=None)
    return rows.values_list("asset_id", flat=True).first()


def serial_behind(typed: str) -> str:
    """Return the serial number of the unit behind a label's code, or what was typed."""
    unit = unit_behind(typed)
    return (Asset.objects.filter(pk=unit).values_list("serial", flat=True).first() if unit else "") or typed


def views_of_label(label_id: int) -> dict[str, Any]:
    """Return how often a label was opened, and when last."""
    return DoorView.objects.filter(label_id=label_id).aggregate(count=Count("pk"), last=Max("at"))


def registrations(state: str, before: int) -> list[WarrantyRegistration]:
    """Return registrations of a state, newest first, one more than a page."""
    rows = WarrantyRegistration.objects.select_related("asset", "product", "decided_by", "label")
    return list(rows.filter(state=state, pk__lt=before).order_by("-pk")[: PAGE + 1])


def state_of(registration_id: int) -> str:
    """Return what became of a registration. Raises NotFound."""
    state = WarrantyRegistration.objects.filter(pk=registration_id).values_list("state", flat=True).first()
    if state is None:
        raise NotFound(say("there is no such registration here"))
    return state


def product_of(product_id: int) -> Product:
    """Return a product of the tenant. Raises NotFound."""
    found = Product.objects.select_related("photo").filter(pk=product_id).first()
    if found is None:
        raise NotFound(say("there is no product %(id)s here", id=product_id))
    return found


def products() -> list[Product]:
    """Return the products that are served, by name."""
    return list(Product.objects.filter(active=True).order_by("category", "name", "model")[:MANY])


def manuals() -> list[ProductManual]:
    """Return all manuals that can be opened, by product."""
    rows = ProductManual.objects.select_related("product", "file").filter(taken_off_at=None)
    return list(rows.order_by("product__name", "product__model", "-pk")[:MANY])


def order_of(order_id: int) -> WorkOrder:
    """Return an order of the tenant. Raises NotFound."""
    found = WorkOrder.objects.filter(pk=order_id).first()
    if found is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return found
