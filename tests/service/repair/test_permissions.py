"""Who may do what: every action of the procedure over every role."""

import inspect
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.shop import Shop
from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.core.actors import Channel, actor_for
from wuxing.core.errors import BusinessError, NotAllowed
from wuxing.service.repair import actions
from wuxing.service.repair.actions import CallDetails

SLOT = (datetime(2030, 1, 1, 9, tzinfo=UTC), datetime(2030, 1, 1, 10, tzinfo=UTC))
P = Permission
ORDER = {"order_id": 0}
REQUEST = {"request_id": 0}
MATRIX: dict[str, tuple[Permission, dict[str, Any]]] = {
    "log_request": (P.REPAIR_INTAKE, {"call": CallDetails(channel="pigeon")}),
    "complete_request": (P.REPAIR_INTAKE, REQUEST | {"changes": {}}),
    "answer_remotely": (P.REPAIR_INTAKE, REQUEST | {"answer": "x"}),
    "reject_request": (P.REPAIR_INTAKE, REQUEST | {"reason": "x"}),
    "take_up_request": (P.REPAIR_INTAKE, REQUEST | {"reason": "x"}),
    "note_answer": (P.REPAIR_INTAKE, REQUEST | {"how": "phone"}),
    "note_call": (P.REPAIR_INTAKE, REQUEST | {"note": "x"}),
    "merge_request": (P.REPAIR_INTAKE, REQUEST | {"into_id": 1}),
    "override_warranty": (P.ENTITLEMENT_OVERRIDE, REQUEST | {"outcome": "goodwill", "reason": "x"}),
    "write_order": (P.REPAIR_INTAKE, REQUEST),
    "dispatch_order": (P.REPAIR_DISPATCH, ORDER | {"technician_id": 0}),
    "accept_order": (P.REPAIR_VISIT, ORDER),
    "decline_order": (P.REPAIR_VISIT, ORDER | {"reason": "x"}),
    "record_contact": (P.REPAIR_VISIT, ORDER | {"reached": True}),
    "agree_appointment": (P.REPAIR_VISIT, ORDER | {"slot": SLOT, "warranty_explained": True}),
    "reschedule_appointment": (P.REPAIR_VISIT, ORDER | {"slot": SLOT, "asked_by": "us", "reason": "x"}),
    "depart": (P.REPAIR_VISIT, ORDER),
    "arrive": (P.REPAIR_VISIT, ORDER),
    "confirm_problem": (P.REPAIR_VISIT, ORDER | {"checklist": {}}),
    "explain_warranty": (P.REPAIR_VISIT, ORDER),
    "except_telling": (P.REPAIR_VISIT, ORDER | {"exception": "danger", "reason": "x"}),
    "note_law_facts": (P.REPAIR_VISIT, ORDER | {"kilometres": 1}),
    "start_work": (P.REPAIR_VISIT, ORDER),
    "finish_visit": (P.REPAIR_VISIT, ORDER | {"outcome": "completed"}),
    "report_no_access": (P.REPAIR_VISIT, ORDER | {"note": "x"}),
    "diagnose": (P.REPAIR_VISIT, ORDER | {"cause": "x", "finding": "x", "branch": "fix_now"}),
    "correct_diagnosis": (P.REPAIR_VISIT, ORDER | {"cause": "x", "finding": "x", "reason": "x"}),
    "add_line": (
        P.REPAIR_VISIT,
        ORDER | {"kind": "part", "name": "x", "quantity": Decimal(1), "unit_price": Decimal(1), "payer": "us"},
    ),
    "strike_line": (P.REPAIR_VISIT, ORDER | {"line_id": 0, "reason": "x"}),
    "sign_order": (P.REPAIR_VISIT, ORDER | {"name": "x"}),
    "finish_work": (P.REPAIR_VISIT, ORDER),
    "review_order": (P.REPAIR_CLOSE, ORDER),
    "close_order": (P.REPAIR_CLOSE, ORDER),
    "reopen_order": (P.REPAIR_CLOSE, ORDER | {"reason": "x"}),
    "hold_order": (P.REPAIR_VISIT, ORDER | {"reason": "waiting_parts"}),
    "resume_order": (P.REPAIR_VISIT, ORDER),
    "cancel_order": (P.REPAIR_DISPATCH, ORDER | {"reason": "x"}),
    "give_up_order": (P.REPAIR_DISPATCH, ORDER | {"reason": "x"}),
    "record_follow_up": (P.REPAIR_INTAKE, ORDER | {"reached": True, "satisfied": True}),
    "record_cases": (P.EVIDENCE_IMPORT, {"cases": []}),
}


def test_every_action_is_in_the_matrix() -> None:
    named = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name)) and name != "details_of"}
    assert named == set(MATRIX)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", MATRIX)
def test_only_roles_with_the_permission_get_through(shop: Shop, name: str, role: Role) -> None:
    permission, arguments = MATRIX[name]
    by = actor_for(
        tenant_id=shop.tenant.pk,
        user_id=shop.agent.user_id,
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
