"""The installed base by machine: units, and their ties with dates."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.customers.customer_care import queries
from wuxing.customers.customer_care.api.shapes import actor_of
from wuxing.customers.customer_care.api.units import CareRetireIn, CareUnitOut, TieIn, TieOut, UnitIn
from wuxing.customers.customer_care.queries.files import customer_of
from wuxing.customers.entitlement.queries import asset_of
from wuxing.customers.installed_base import actions
from wuxing.customers.installed_base import queries as base
from wuxing.customers.products.models import Asset

router = Router()


def _unit(found: Asset) -> CareUnitOut:
    names = [name for name in CareUnitOut.model_fields if name != "id"]
    return CareUnitOut(id=found.pk, **{name: getattr(found, name) for name in names})


@router.get("/files/{customer_id}/units", response={200: list[dict[str, Any]], **ANSWERS}, summary="装机档案")
def list_units(request: HttpRequest, customer_id: int) -> list[dict[str, Any]]:
    """List a customer's units with the whole that each is part of."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    rows = base.units_of(queries.family_of(customer_of(customer_id).pk))
    parents = base.parents_of([row["pk"] for row in rows])
    return [{**row, "id": row["pk"], "parent_id": parents.get(row["pk"])} for row in rows]


@router.post("/files/{customer_id}/units", response={201: CareUnitOut, **ANSWERS}, summary="登记设备")
def add_unit(request: HttpRequest, customer_id: int, body: UnitIn) -> Status[CareUnitOut]:
    """Add a unit."""
    return Status(201, _unit(actions.add_unit(customer_id=customer_id, by=actor_of(request), **body.model_dump())))


@router.get("/units/{asset_id}/ties", response={200: list[TieOut], **ANSWERS}, summary="设备关系")
def list_ties(request: HttpRequest, asset_id: int) -> list[TieOut]:
    """List every tie of a unit and to it, those that stand first."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    rows = base.ties_of(asset_of(asset_id).pk)
    names = [name for name in TieOut.model_fields if name != "id"]
    return [TieOut(id=row["pk"], **{name: row[name] for name in names}) for row in rows]


@router.post("/units/{asset_id}/ties", response={200: CareUnitOut, **ANSWERS}, summary="设备关系变更")
def tie(request: HttpRequest, asset_id: int, body: TieIn) -> CareUnitOut:
    """End a tie of a unit on a day, and open the next."""
    actions.tie_unit(asset_id=asset_id, by=actor_of(request), **body.model_dump())
    return _unit(asset_of(asset_id))


@router.post("/units/{asset_id}/retire", response={200: CareUnitOut, **ANSWERS}, summary="设备停用")
def retire(request: HttpRequest, asset_id: int, body: CareRetireIn) -> CareUnitOut:
    """Take a unit out of use."""
    return _unit(actions.retire_unit(asset_id=asset_id, by=actor_of(request), **body.model_dump()))
