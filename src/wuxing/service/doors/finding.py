"""What the pages of the company ask about labels, registrations and manuals."""

from typing import Any

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


def batches() -> list[dict[str, Any]]:
    """Return the latest batches of labels: how many, how many of them bound, how many retired."""
    live = FilteredRelation("bindings", condition=Q(bindings__ended_at=None))  # one at most: each label counts once
    rows = (
        Label.objects.annotate(live=live)
        .values("batch")
        .annotate(
            first=Min("pk"),
            made_at=Max("made_at"),
            total=Count("pk"),
            bound=Count("live"),
            retired=Count("pk", filter=Q(retired_at__isnull=False)),
        )
    )
    return [dict(row) for row in rows.order_by("-first")[:PAGE]]


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
