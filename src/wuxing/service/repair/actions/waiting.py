"""挂起与恢复: steps by which an order begins and ends to wait, with its clocks and its trace. Other actions call them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.governance.commitments import actions as commitments
from wuxing.service.repair.actions.trace import leave, save_order, subject
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import HoldReason, OrderState


def put_on_hold(order: WorkOrder, reason: str, by: Actor, **payload: Any) -> None:
    """Let a locked order wait for a listed reason, which says which of its clocks stop (states.md section 2)."""
    targets = commitments.open_of(subject(order.request_id))
    waiting = [target for target in targets if target.kind in ("arrive", "resolve")]
    commitments.pause(waiting, reason=reason, at=clock.happening())
    order.state, order.hold_reason = OrderState.ON_HOLD, reason
    save_order(order, "state", "hold_reason", targets=targets)
    leave("repair.hold", by=by, target=order, request_id=order.request_id, reason=reason, **payload)


def let_go_on(order: WorkOrder, by: Actor, at: datetime | None = None, **payload: Any) -> None:
    """End the waiting of a locked order; its clocks run again."""
    reason = order.hold_reason
    targets = commitments.open_of(subject(order.request_id))
    commitments.resume(targets, at=at or clock.happening())
    order.state = OrderState.IN_PROGRESS if order.arrived_at else OrderState.DISPATCHED
    order.hold_reason = ""
    save_order(order, "state", "hold_reason", targets=targets)
    leave("repair.resume", by=by, target=order, request_id=order.request_id, reason=reason, **payload)


def is_held_for(order: WorkOrder, reasons: Collection[HoldReason]) -> bool:
    """Say whether an order is on hold for one of these reasons."""
    return order.state == OrderState.ON_HOLD and order.hold_reason in reasons
