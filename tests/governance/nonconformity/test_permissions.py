"""Who may do what: every action of the procedure over every role."""

import inspect
from datetime import date
from typing import Any

import pytest

from tests.governance.nonconformity.treating import House
from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.core.actors import Channel, actor_for
from wuxing.core.errors import BusinessError, NotAllowed
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.actions import Finding, ToDo

P = Permission
ONE = {"nonconformity_id": 0}
DAY = date(2030, 1, 1)
TODO = ToDo(what="x", responsible_id=0, due_on=DAY)
MATRIX: dict[str, tuple[Permission, dict[str, Any]]] = {
    "report": (P.NONCONFORMITY_REPORT, {"finding": Finding(title="", description="")}),
    "contain": (P.NONCONFORMITY_REPORT, ONE | {"what": "x"}),
    "analyse": (P.NONCONFORMITY_REPORT, ONE | {"root_cause": "x", "category": "x", "evidence": "x"}),
    "plan": (P.NONCONFORMITY_REPORT, ONE | {"actions": [], "criterion": "x", "check_on": DAY}),
    "start": (P.NONCONFORMITY_REPORT, ONE),
    "add_action": (P.NONCONFORMITY_REPORT, ONE | {"todo": TODO}),
    "strike_action": (P.NONCONFORMITY_REPORT, ONE | {"action_id": 0, "reason": "x"}),
    "complete_action": (P.NONCONFORMITY_REPORT, ONE | {"action_id": 0, "result": "x"}),
    "check_effectiveness": (P.NONCONFORMITY_VERIFY, ONE | {"verdict": "x", "evidence": "x"}),
    "close": (P.NONCONFORMITY_VERIFY, ONE),
    "reopen": (P.NONCONFORMITY_VERIFY, ONE | {"reason": "x"}),
    "cancel": (P.NONCONFORMITY_VERIFY, ONE | {"reason": "x"}),
    "correct_severity": (P.NONCONFORMITY_VERIFY, ONE | {"severity": "x", "reason": "x"}),
    "move_due": (P.NONCONFORMITY_VERIFY, ONE | {"stage": "x", "due_on": DAY, "reason": "x"}),
    "unmark_deduction": (P.NONCONFORMITY_VERIFY, ONE | {"reason": "x"}),
    "assign": (P.NONCONFORMITY_MANAGE, ONE | {"owner_id": 0}),
    "mark_deduction": (P.NONCONFORMITY_MANAGE, ONE | {"ground": "x"}),
    "escalate_late": (P.NONCONFORMITY_MANAGE, {}),
    "change_term": (
        P.GOVERNANCE_WRITE,
        {"stage": "x", "severity": "x", "count": 1, "unit": "x", "reason": "x"},
    ),
}


def test_every_action_is_in_the_matrix() -> None:
    assert {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))} == set(MATRIX)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", MATRIX)
def test_only_roles_with_the_permission_get_through(house: House, name: str, role: Role) -> None:
    permission, arguments = MATRIX[name]
    by = actor_for(
        tenant_id=house.owner.tenant_id,
        user_id=house.owner.user_id,
        name="x",
        roles=frozenset({role}),
        channel=Channel.WEB,
        zone="Asia/Shanghai",
    )
    try:
        getattr(actions, name)(**arguments, by=by)
        refused = False
    except BusinessError as error:
        refused = isinstance(error, NotAllowed)

    assert refused is (permission not in PERMISSIONS[role])
