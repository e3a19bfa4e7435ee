"""How every action here begins and ends: who may, in which stage, what it leaves."""

from hashlib import sha256
from typing import Any

from django.db import models

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.people.models import Certifier
from wuxing.core import ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import Reason, say

PLANNING = frozenset({Stage.CONTRACTED, Stage.DOCUMENT_REVIEW, Stage.PLANNED})
BEFORE_CLOSING = PLANNING | {Stage.ON_SITE}


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken with a reason, if there is one."""
    if reason:
        raise RuleBroken(reason)


def lead(case_id: int, by: Actor) -> tuple[Case, Certifier]:
    """Return the case, locked, and who leads its team: the actor. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_EVALUATE)
    case = cases.lock(case_id)
    return case, cases.require_part(case_id, by, Part.LEAD)


def team(case_id: int, by: Actor, *parts: Part) -> tuple[Case, Certifier]:
    """Return the case, locked, and the actor as a member of its team, or one of `parts`. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_EVALUATE)
    case = cases.lock(case_id)
    return case, cases.require_part(case_id, by, *(parts or (Part.LEAD, Part.EVALUATOR, Part.EXPERT)))


def client_or_team(case_id: int, by: Actor) -> Case:
    """Return the case, locked, for its client through a link, or for the team that writes down what the client says."""
    if Permission.CASE_CLIENT in by.permissions:
        return cases.lock(case_id)
    return team(case_id, by)[0]


def during(case: Case, stages: frozenset[Stage]) -> None:
    """Raise RuleBroken when a case is not in one of `stages`, or the closing meeting is over."""
    if case.closing_at is not None:
        raise RuleBroken(say("the closing meeting is over; the evaluation on site stands"))
    if Stage(case.stage) not in stages:
        raise RuleBroken(say("this is not done in the present stage of the case"))


def digest_of(text: str) -> str:
    """Return what stands in the ledger for words that may name persons: their SHA-256; nothing for nothing."""
    return sha256(text.encode()).hexdigest() if text else ""


def leave(verb: str, target: models.Model, case: Case, by: Actor, **payload: Any) -> None:
    """Leave the trace of an action in the case's timeline."""
    ledger.record(f"audit.{verb}", by=by, target=target, case=("case", case.pk), **payload)
