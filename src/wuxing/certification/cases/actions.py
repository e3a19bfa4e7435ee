"""What moves a case: the one way from stage to stage, and what the office does with a case as a whole."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from wuxing.certification.cases import gates, queries, states
from wuxing.certification.cases.models import Case, Client, ClientDoor
from wuxing.certification.cases.states import ENDS, Kind, Stage
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.reasons import Reason, say

_STAMPS = {
    Stage.SUBMITTED: "submitted_at",
    Stage.ACCEPTED: "accepted_at",
    Stage.CONTRACTED: "contracted_at",
    Stage.FINDINGS: "closing_at",
    Stage.GRANTED: "decided_at",
    Stage.NOT_GRANTED: "decided_at",
}
DOOR_DAYS = 400


def advance(case: Case, to: Stage, *, by: Actor, due_on: date | None = None, **payload: Any) -> Case:
    """Bring a locked case to the stage `to` after every check before it; the calling action has asked for permission.

    The instant of a stage is kept the first time. Raises RuleBroken (not next; something blocks).
    """
    here = Stage(case.stage)
    if reason := states.why_not_move(here, to):
        raise RuleBroken(reason)
    gates.require_open(case, to)

    now = clock.now()
    case.stage, case.stage_since, case.due_on = to.value, now, due_on
    changed = ["stage", "stage_since", "due_on"]
    stamp = _STAMPS.get(to)
    if stamp and (getattr(case, stamp) is None or stamp in {"submitted_at", "decided_at"}):
        setattr(case, stamp, now)
        changed.append(stamp)
    if to in ENDS:
        case.ended_at = now
        changed.append("ended_at")
    elif case.ended_at is not None:  # taken up again; why it had ended stands in the ledger
        case.ended_at, case.end_reason = None, ""
        changed += ["ended_at", "end_reason"]
    case.save(update_fields=changed)
    ledger.record(
        "case.move", by=by, target=case, case=("case", case.pk), before=here, after=to, due_on=due_on, **payload
    )
    return case


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case is about."""

    scheme: str
    pack: str
    target_level: str
    kind: Kind = Kind.INITIAL
    language: str = "zh-hans"
    trade_code: str = ""
    products: str = ""
    regions: str = ""
    scope: str = ""
    categories: int = 1
    headcount: int = 0
    running_since: date | None = None
    certificate_id: int | None = None
    programme_id: int | None = None
    short_notice: bool = False
    reason: str = ""


def open_case(*, client: Client, wanted: Wanted, by: Actor) -> Case:
    """Begin a case of a client, as a draft. For actions of this context, which have asked for permission."""
    now = clock.now()
    body = Tenant.objects.get(pk=by.tenant_id)
    made = Case.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("CA", by=by, year=clock.today(by.zone).year),
        client=client,
        stage_since=now,
        created_at=now,
        rehearsal=body.demo,
        **{name: getattr(wanted, name) for name in Wanted.__slots__},
    )
    ledger.record(
        "case.open", by=by, target=made, case=("case", made.pk), number=made.number, client=client.pk,
        kind=made.kind, pack=made.pack, target_level=made.target_level, rehearsal=made.rehearsal,
    )  # fmt: skip
    return made


@transaction.atomic
def take_over(*, case_id: int, by: Actor) -> Case:
    """接手: become the officer who runs a case. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_MANAGE)
    found = queries.lock(case_id)
    before = found.officer_id
    found.officer_id = by.user_id
    found.save(update_fields=["officer"])
    ledger.record("case.take_over", by=by, target=found, case=("case", found.pk), before=before, after=by.user_id)
    return found


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: Actor) -> Case:
    """撤回: the client withdraws before a decision; the case ends. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    if Permission.CASE_CLIENT not in by.permissions:
        by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = queries.lock(case_id)
    found.end_reason = reason.strip()[:1000]
    found.save(update_fields=["end_reason"])
    return advance(found, Stage.WITHDRAWN, by=by, reason=found.end_reason)


@transaction.atomic
def open_door(
    *, client_id: int, name: str, email: str = "", days: int = DOOR_DAYS, by: Actor
) -> tuple[ClientDoor, str]:
    """开通委托人入口: make a link for somebody at the client; its word is returned once.

    Raises NotAllowed, NotFound, BadInput (no name).
    """
    if Permission.CASE_CLIENT not in by.permissions:
        by.require(Permission.CASE_MANAGE)
    if not name.strip():
        raise BadInput({"name": say("write the person's name")})
    client = queries.client(client_id)
    word = secrets.token_urlsafe(24)
    now: datetime = clock.now()

    made = ClientDoor.objects.create(
        tenant_id=by.tenant_id,
        client=client,
        name=name.strip()[:100],
        email=email.strip()[:200],
        digest=sha256(word.encode()).digest(),
        made_at=now,
        made_by_id=by.user_id,
        until=clock.today(by.zone) + timedelta(days=days),
    )
    ledger.record("client.open_door", by=by, target=made, case=("client", client.pk), until=made.until)
    return made, word


@transaction.atomic
def close_door(*, door_id: int, by: Actor) -> ClientDoor:
    """关闭入口: the link works no longer. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_MANAGE)
    found = ClientDoor.objects.select_for_update().filter(pk=door_id, revoked_at=None).first()
    if found is None:
        raise NotFound(say("there is no such link, or it is closed already"))
    found.revoked_at = clock.now()
    found.save(update_fields=["revoked_at"])
    ledger.record("client.close_door", by=by, target=found, case=("client", found.client_id))
    return found


def refuse(reason: Reason | None) -> None:
    """Raise RuleBroken with a reason, if there is one."""
    if reason:
        raise RuleBroken(reason)
