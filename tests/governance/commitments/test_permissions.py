"""Who may do what: every action that somebody calls over every role."""

from decimal import Decimal
from typing import Any

import pytest

from tests.governance.commitments.conftest import House
from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.core.actors import Channel, actor_for
from wuxing.core.errors import BusinessError, NotAllowed
from wuxing.governance.commitments import actions
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.commitments.actions.promises import Content, Wording

CONTENT = {"content": Content(kind="x", area="any", text="", minutes=0, calendar_id=None, reason="")}
MATRIX: dict[str, dict[str, Any]] = {
    "draft_promise": CONTENT,
    "propose_promise": CONTENT,
    "withdraw_proposal": {"proposal_id": 0},
    "approve_promise": {"proposal_id": 0},
    "set_goals": {
        "aim": Aim(promise_id=0, holders=[], year=0, months=[], share=Decimal(0), owner_id=0),
    },
    "end_goal": {"goal_id": 0, "reason": "x"},
    "return_promise": {"proposal_id": 0, "reason": "x"},
    "propose_end": {"promise_id": 0, "reason": "x", "check": Wording()},
    "save_calendar": {"name": "x", "zone": "Mars", "weekly": [], "exceptions": {}},
    "take_holidays": {"calendar_id": 0, "year": 2026, "days": []},
}
DECIDES = ("approve_promise", "return_promise")
STEPS = {  # of other actions, under their permission; and the worker's own
    "choose_time", "customer_acted", "drop", "open_of", "open_targets", "pause", "put_under", "reassess", "remind_due", "resume",
    "stop",
}  # fmt: skip


def test_every_action_is_in_the_matrix() -> None:
    assert set(actions.__all__) == set(MATRIX) | STEPS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", MATRIX)
def test_only_roles_with_the_permission_get_through(house: House, name: str, role: Role) -> None:
    by = actor_for(
        tenant_id=house.tenant.pk,
        user_id=house.manager.user_id,
        name="x",
        roles=frozenset({role}),
        channel=Channel.WEB,
        zone="Asia/Shanghai",
    )
    needed = Permission.PROMISE_APPROVE if name in DECIDES else Permission.GOVERNANCE_WRITE
    allowed = needed in PERMISSIONS[role]
    with pytest.raises(BusinessError) as refusal:
        getattr(actions, name)(**MATRIX[name], by=by)
    assert isinstance(refusal.value, NotAllowed) is not allowed
