"""目标分解: which share of a promise the company, an outlet or a person is to keep, by year and month, as versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger import EntryDraft
from wuxing.core.models import Membership
from wuxing.core.reasons import say
from wuxing.governance.commitments import queries, subjects
from wuxing.governance.commitments.models import Goal, Promise

MOST = 2000
YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is set at once: a share of a promise, for several holders and several periods, and who answers for it."""

    promise_id: int
    holders: Sequence[tuple[str, int]]  # ("company", 0), ("outlet", 3), ("person", 7)
    year: int
    months: Sequence[int]  # 0: the whole year
    share: Decimal
    owner_id: int
    reason: str = ""


@transaction.atomic
def set_goals(*, aim: Aim, by: Actor) -> list[Goal]:
    """设定目标: break a promise down; where a goal stands already, it ends and its next version begins (procedure 2).

    What already stands so is left as it is. Raises NotAllowed, BadInput.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    names = _names(aim.holders)
    promise = Promise.objects.filter(pk=aim.promise_id).first()
    if wrong := _wrong(aim, promise, names, by):
        raise BadInput(wrong)
    assert promise is not None
    scope = {name: getattr(promise, name) for name in ("kind", "area", "product_line", "tier")}
    wanted = [(*holder, month) for holder in dict.fromkeys(aim.holders) for month in sorted(set(aim.months))]
    standing = {
        (one.holder_type, one.holder_id, one.month): one
        for one in Goal.objects.select_for_update().filter(**scope, year=aim.year, ended_at=None).order_by("pk")
    }
    made = [
        _next(standing.get((kind, number, month)), kind, number, month, aim, scope, names, by)
        for kind, number, month in wanted
        if not _stands(standing.get((kind, number, month)), aim)
    ]
    old = [one.replaces_id for one in made if one.replaces_id]
    Goal.objects.filter(pk__in=old).filter(ended_at=None).update(ended_at=clock.now(), end_reason=aim.reason.strip())
    Goal.objects.bulk_create(made)
    ledger.record_many(
        [
            EntryDraft(
                "promise.set_goal",
                ("goal", one.pk),
                payload={
                    **scope,
                    "holder": [one.holder_type, one.holder_id, one.holder_name],
                    "year": one.year,
                    "month": one.month,
                    "share": str(one.share),
                    "version": one.version,
                    "reason": one.reason,
                },
            )
            for one in made
        ],
        by=by,
    )
    return made


@transaction.atomic
def end_goal(*, goal_id: int, reason: str, by: Actor) -> Goal:
    """撤销目标: a goal no longer stands. Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (ended already)."""
    by.require(Permission.GOVERNANCE_WRITE)
    goal = Goal.objects.select_for_update().filter(pk=goal_id).first()
    if goal is None:
        raise NotFound(say("there is no such goal here"))
    if not 0 < len(reason.strip()) <= 300:
        raise BadInput({"reason": say("say why the goal ends, in at most 300 characters")})
    if goal.ended_at:
        raise RuleBroken(say("this goal has ended already"))

    goal.ended_at, goal.end_reason = clock.now(), reason.strip()
    goal.save(update_fields=["ended_at", "end_reason"])
    ledger.record("promise.end_goal", by=by, target=goal, reason=goal.end_reason)
    return goal


def _names(holders: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the holders that there are, with their names."""
    names = {(queries.COMPANY, 0): ""}
    for kind in {kind for kind, _number in holders}:
        if declared := subjects.holders().get(kind):
            names |= {(kind, number): name for number, name in declared.offered()}
    return names


def _wrong(aim: Aim, promise: Promise | None, names: dict[tuple[str, int], str], by: Actor) -> dict[str, str]:
    holders = bool(aim.holders) and all(holder in names for holder in aim.holders)
    many = len(aim.holders) * len(aim.months) > MOST
    months = bool(aim.months) and all(0 <= month <= 12 for month in aim.months)
    owners = Membership.objects.filter(tenant_id=by.tenant_id, user_id=aim.owner_id, active=True)
    asked: tuple[tuple[str, bool, str], ...] = (
        ("promise_id", promise is not None, say("choose one of your promises")),
        ("holders", not many, say("at most %(most)s goals at once", most=MOST)),
        ("holders", holders, say("choose who is to keep it")),
        ("year", YEARS[0] <= aim.year <= YEARS[1], say("give the year with four digits")),
        ("months", months, say("choose the whole year or months")),
        ("share", 0 < aim.share <= 100, say("give a share above 0 and at most 100 percent")),
        ("reason", len(aim.reason.strip()) <= 300, say("at most %(limit)s characters", limit=300)),
        ("owner_id", owners.exists(), say("choose somebody of your organisation")),
    )
    return {name: why for name, right, why in asked if not right}


def _stands(old: Goal | None, aim: Aim) -> bool:
    return old is not None and (old.share, old.owner_id) == (aim.share, aim.owner_id)


def _next(
    old: Goal | None,
    kind: str,
    number: int,
    month: int,
    aim: Aim,
    scope: dict[str, str],
    names: dict[tuple[str, int], str],
    by: Actor,
) -> Goal:
    return Goal(
        tenant_id=by.tenant_id,
        **scope,
        holder_type=kind,
        holder_id=number,
        holder_name=names[kind, number],
        year=aim.year,
        month=month,
        share=aim.share,
        owner_id=aim.owner_id,
        version=old.version + 1 if old else 1,
        replaces=old,
        reason=aim.reason.strip(),
        made_by_id=by.user_id,
        made_at=clock.now(),
    )
