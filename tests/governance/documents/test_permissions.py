"""Who may do what: every action of the procedure over every role."""

import inspect
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.errors import BusinessError, NotAllowed
from wuxing.core.models import Tenant
from wuxing.governance.documents import actions

P = Permission
DOCUMENT, VERSION = {"document_id": 0}, {"version_id": 0}
ENTRY = {"title": "x", "tags": [], "indicators": [], "owner_id": None, "review_months": 12, "confidential": False}
MATRIX: dict[str, tuple[Permission, dict[str, Any]]] = {
    "create_document": (P.DOCUMENT_WRITE, {"title": "", "kind": "x"}),
    "change_document": (P.DOCUMENT_WRITE, DOCUMENT | ENTRY),
    "set_number_rule": (P.DOCUMENT_WRITE, {"kind": "x", "pattern": "x"}),
    "draft_version": (P.DOCUMENT_WRITE, DOCUMENT),
    "hand_in_file": (P.DOCUMENT_WRITE, VERSION | {"content": BytesIO(), "name": "x"}),
    "remove_file": (P.DOCUMENT_WRITE, {"file_id": 0}),
    "discard_draft": (P.DOCUMENT_WRITE, VERSION | {"reason": "x"}),
    "submit_version": (P.DOCUMENT_WRITE, VERSION | {"approvers": []}),
    "take_back_version": (P.DOCUMENT_WRITE, VERSION | {"reason": "x"}),
    "review_version": (P.DOCUMENT_APPROVE, VERSION | {"verdict": "passed"}),
    "approve_version": (P.DOCUMENT_APPROVE, VERSION),
    "issue_version": (P.DOCUMENT_APPROVE, VERSION),
    "take_over_version": (P.DOCUMENT_APPROVE, VERSION | {"effective_on": date(2026, 1, 1), "reason": "x"}),
    "obsolete_document": (P.DOCUMENT_APPROVE, DOCUMENT | {"reason": "x"}),
    "distribute": (P.DOCUMENT_WRITE, DOCUMENT | {"audience": "everybody"}),
    "end_distribution": (P.DOCUMENT_WRITE, {"distribution_id": 0}),
    "follow_members": (P.DOCUMENT_WRITE, {}),
    "acknowledge": (P.GOVERNANCE_READ, VERSION),
    "record_review": (P.DOCUMENT_WRITE, DOCUMENT | {"fitness": "fit"}),
    "set_source": (P.DOCUMENT_WRITE, DOCUMENT),
    "check_external": (P.DOCUMENT_WRITE, DOCUMENT | {"found": "unchanged"}),
    "make_preview": (P.DOCUMENT_WRITE, {"file_id": 0}),
}


def test_every_action_is_in_the_matrix() -> None:
    assert {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))} == set(MATRIX)


def refused(name: str, arguments: dict[str, Any], by: Actor) -> bool:
    try:
        getattr(actions, name)(**arguments, by=by)
    except BusinessError as error:
        return isinstance(error, NotAllowed)
    return False


@pytest.mark.parametrize("name", MATRIX)
def test_only_roles_with_the_permission_get_through(inside: Tenant, name: str) -> None:
    permission, arguments = MATRIX[name]
    by = {
        role: actor_for(
            tenant_id=inside.pk,
            user_id=None,
            name="x",
            roles=frozenset({role}),
            channel=Channel.WEB,
            zone="Asia/Shanghai",
        )
        for role in Role
    }
    found = {role for role in Role if refused(name, arguments, by[role])}
    assert found == {role for role in Role if permission not in PERMISSIONS[role]}
