"""Promises as a house makes them: proposed by one person, approved by another."""

from dataclasses import replace
from datetime import date
from typing import Any

from wuxing.core.access import Role, permissions_of
from wuxing.core.actors import Actor
from wuxing.core.models import User
from wuxing.governance.commitments import actions
from wuxing.governance.commitments.actions.promises import Content, Wording
from wuxing.governance.commitments.models import Promise

CHECKED = Wording(legal_checked_by="方律师", legal_checked_on=date(2026, 11, 10), legal_check="三包规定、广告法")
DIRECTOR = frozenset({Role.GENERAL_MANAGER})


def director_beside(by: Actor, name: str = "黄建国") -> Actor:
    """Return a general manager of the same organisation."""
    user, _new = User.objects.get_or_create(username=f"director-{by.tenant_id}", defaults={"name": name})
    return replace(by, user_id=user.pk, name=name, roles=DIRECTOR, permissions=permissions_of(DIRECTOR))


def promised(*, by: Actor, director: Actor | None = None, **given: Any) -> Promise:
    """Propose a promise and have it approved; the legal check is noted unless told."""
    proposal = actions.propose_promise(content=Content(**{"wording": CHECKED} | given), by=by)
    return actions.approve_promise(proposal_id=proposal.pk, by=director or director_beside(by))
