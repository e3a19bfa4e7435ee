"""A small store: two parts, a storekeeper, and what the technician has with them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.resources.models import Part, StockBalance, StockPlace
from wuxing.resources.spare_parts import actions
from wuxing.resources.spare_parts.actions import PartDetails


@dataclass
class Parts:
    """The parts of the shop."""

    shop: Shop
    keeper: Actor
    fan: Part
    board: Part  # tracked by serial number
    store: StockPlace
    van: StockPlace

    def mode(self, mode: str) -> None:
        actions.set_mode(mode=mode, by=self.keeper)

    def held(self, place: StockPlace, part: Part, condition: str = "good") -> Decimal:
        rows = StockBalance.objects.filter(place=place, part=part, condition=condition)
        return rows.values_list("quantity", flat=True).first() or Decimal(0)


def parts_of(shop: Shop, keeper: Actor) -> Parts:
    """Write the catalogue; nothing lies anywhere yet."""
    fan = actions.save_part(
        details=PartDetails("FAN-01", "风机", {"en": "Fan motor"}, ["冰箱"], low_mark=Decimal(2)), by=keeper
    )
    board = actions.save_part(details=PartDetails("PCB-7", "主板", serial_tracked=True), by=keeper)
    store = actions.save_store(name="福州仓", outlet_id=shop.technician.outlet_id, by=keeper)
    van = actions.open_van(person_id=shop.technician.pk, by=keeper)
    return Parts(shop, keeper, fan, board, store, van)


@pytest.fixture
def parts(shop: Shop, actor: Callable[..., Actor]) -> Parts:
    """The parts of the shop, inside its walls."""
    return parts_of(shop, actor(Role.STOREKEEPER, name="仓管"))
