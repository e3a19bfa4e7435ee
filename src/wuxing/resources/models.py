"""Tables of the context."""

from wuxing.resources.competence.models import Person, Skill
from wuxing.resources.outlets.models import Outlet
from wuxing.resources.spare_parts.models import (
    OldPart,
    Part,
    PartRequest,
    PartSerial,
    PartsSetting,
    StockBalance,
    StockMovement,
    StockPlace,
)

__all__ = [
    "OldPart",
    "Outlet",
    "Part",
    "PartRequest",
    "PartSerial",
    "PartsSetting",
    "Person",
    "Skill",
    "StockBalance",
    "StockMovement",
    "StockPlace",
]
