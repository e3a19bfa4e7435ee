"""Records of this context from which a nonconformity can be raised (procedure 22)."""

from typing import Any

from django.db.models import F

from wuxing.governance.nonconformity.queries.origins import Offer, Origin
from wuxing.governance.nonconformity.states import Source
from wuxing.service.repair.models import ServiceRequest, WorkOrder


def _product(row: dict[str, Any]) -> dict[str, Any]:
    name = " ".join(part for part in (row["product_name"], row["product_model"]) if part)
    return {"product_id": row["product_id"], "product_name": name}


def _work_order(pk: int) -> Origin | None:
    rows = WorkOrder.objects.filter(pk=pk).values(
        "number",
        "product_id",
        "outlet_id",
        product_name=F("product__name"),
        product_model=F("product__model"),
        outlet_name=F("outlet__name"),
    )
    row = rows.first()
    if row is None:
        return None
    return Origin(
        number=row["number"], outlet_id=row["outlet_id"], outlet_name=row["outlet_name"] or "", **_product(dict(row))
    )


def _service_request(pk: int) -> Origin | None:
    names = {"product_name": F("product__name"), "product_model": F("product__model")}
    row = ServiceRequest.objects.filter(pk=pk).values("number", "product_id", **names).first()
    return Origin(number=row["number"], **_product(dict(row))) if row else None


OFFERS = (
    Offer("work_order", _work_order, "repair:order", Source.REPAIR),
    Offer("service_request", _service_request, "repair:request", Source.REPAIR),
)
