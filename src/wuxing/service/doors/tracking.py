"""Blocks of the tracking page that belong to the case itself: how far it is, the phone's digits."""

from typing import Any

from django.utils.translation import gettext as _

from wuxing.service.doors.blocks import block
from wuxing.service.doors.door import Door
from wuxing.service.repair.models import WorkOrder


@block("steps", order=10, before_order=True)
def steps(order: WorkOrder | None, door: Door) -> dict[str, Any]:
    """Say how far the case is."""
    return {"stages": [], "title": _("Where it stands")}
