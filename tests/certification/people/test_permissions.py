"""Who may do what: every action about people and impartiality over every role."""

import inspect
from datetime import date
from typing import Any

import pytest

from tests.certification.body import Body
from wuxing.certification.people import actions, assigning
from wuxing.certification.people.actions import Facts
from wuxing.certification.people.impartiality import actions as impartiality
from wuxing.core.access import Permission, Role, permissions_of
from wuxing.core.actors import Channel, actor_for
from wuxing.core.errors import BusinessError, NotAllowed

P = Permission
DAY = date(2030, 1, 1)
FACTS = Facts("x", DAY)
NOBODY = {"certifier_id": 0}
DECLARE = {P.CERTIFIER_DECLARE, P.CERTIFIER_MANAGE}
OFFICE = {P.CASE_MANAGE, P.CERTIFIER_MANAGE}
MATRIX: dict[str, tuple[set[Permission], dict[str, Any]]] = {
    "add_certifier": ({P.CERTIFIER_MANAGE}, {"facts": FACTS}),
    "change_certifier": ({P.CERTIFIER_MANAGE}, NOBODY | {"facts": FACTS}),
    "retire_certifier": ({P.CERTIFIER_MANAGE}, NOBODY | {"reason": "x"}),
    "grant_competence": ({P.CERTIFIER_MANAGE}, NOBODY | {"scheme": "", "parts": [], "basis": "", "until": DAY}),
    "withdraw_competence": ({P.CERTIFIER_MANAGE}, {"competence_id": 0, "reason": "x"}),
    "declare_tie": (DECLARE, NOBODY | {"kind": "x", "since": DAY}),
    "end_tie": (DECLARE, {"tie_id": 0, "until": DAY}),
    "declare_relation": (OFFICE, {"client_id": 0, "kind": "x", "since": DAY}),
    "end_relation": (OFFICE, {"relation_id": 0, "until": DAY}),
    "add_absence": (DECLARE, NOBODY | {"starts_on": DAY, "ends_on": DAY}),
    "remove_absence": (DECLARE, {"absence_id": 0}),
    "declare_year": ({P.CERTIFIER_MANAGE}, NOBODY | {"text": ""}),
    "declare_for_case": ({P.CERTIFIER_DECLARE}, {"case_id": 0, "text": ""}),
    "assign": ({P.CASE_MANAGE}, NOBODY | {"case_id": 0, "part": "lead"}),
    "release": ({P.CASE_MANAGE}, {"role_id": 0, "reason": "x"}),
    "raise_risk": (
        {P.IMPARTIALITY_MANAGE},
        {"title": "", "source": "x", "likelihood": 0, "effect": 0, "measures": "", "owner_id": 0},
    ),
    "change_risk": ({P.IMPARTIALITY_MANAGE}, {"risk_id": 0, "measures": "", "owner_id": 0}),
    "review_risk": ({P.IMPARTIALITY_MANAGE}, {"risk_id": 0, "likelihood": 0, "effect": 0, "text": ""}),
    "keep_minutes": ({P.IMPARTIALITY_MANAGE}, {"held_on": DAY, "attendance": [], "text": "", "advice": ""}),
}


def test_every_action_is_in_the_matrix() -> None:
    known = {name for name in actions.__all__ if inspect.isfunction(getattr(actions, name))}
    others = {
        name
        for module in (assigning, impartiality)
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and "by" in inspect.signature(one).parameters and name[0] != "_"
    }
    assert known | others == set(MATRIX)


@pytest.mark.parametrize("role", Role)
def test_only_roles_with_the_permission_get_through(body: Body, role: Role) -> None:
    by = actor_for(
        tenant_id=body.tenant.pk, user_id=body.lead.user_id, name="x", roles=frozenset({role}),
        channel=Channel.WEB, zone="Asia/Shanghai",
    )  # fmt: skip
    found = {}
    for name, (_needed, arguments) in MATRIX.items():
        module = next(one for one in (actions, assigning, impartiality) if hasattr(one, name))
        try:
            getattr(module, name)(**arguments, by=by)
            found[name] = True
        except BusinessError as error:
            found[name] = not isinstance(error, NotAllowed)
    may = permissions_of(frozenset({role}))
    expected = {name: bool(needed & may) for name, (needed, _arguments) in MATRIX.items()}
    assert found == expected
