"""What goes in and out about units by machine."""

from datetime import date
from typing import Literal

from ninja import Schema

from wuxing.customers.customer_care.api.shapes import CareReasonIn


class UnitIn(Schema):
    """A unit of the installed base."""

    product_id: int
    serial: str = ""
    site_id: int | None = None
    parent_id: int | None = None
    installed_on: date | None = None


class CareUnitOut(Schema):
    """A unit."""

    id: int
    product_id: int
    customer_id: int
    site_id: int | None
    serial: str
    installed_on: date | None
    replaced_by_id: int | None
    retired_on: date | None


class TieIn(CareReasonIn):
    """A change of a unit's tie; without `to` it only ends."""

    kind: Literal["parent", "replaced_by", "located_at", "owned_by", "managed_by"]
    to: int | None = None
    on: date


class TieOut(Schema):
    """A tie of a unit."""

    id: int
    kind: str
    asset_id: int
    other_id: int | None
    site_id: int | None
    customer_id: int | None
    since: date | None
    until: date | None
    reason: str


class CareRetireIn(CareReasonIn):
    """The last day of use."""

    on: date
