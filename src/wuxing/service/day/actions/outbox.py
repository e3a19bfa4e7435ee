"""发件箱: what a technician's device kept while it had no line: taken in its order, each act once, none silently merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, RuleBroken
from wuxing.core.reasons import say
from wuxing.service.day import queries, rules
from wuxing.service.day.models import CapturedAct
from wuxing.service.repair.models import WorkOrder

MOST = 50
Outcome = CapturedAct.Outcome


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the device kept it. `key`: its own mark; `details`: as the door reads them; `written`: as they were sent."""

    key: str
    order_id: int
    step: str
    captured_at: datetime
    details: Any = None
    written: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an act: kept, conflict, refused; held: an act of the same order before it was not taken."""

    key: str
    outcome: str
    reason: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    happened_at: datetime | None = None


def take(
    *, acts: Sequence[Act], device: str, sent_at: datetime, run: Callable[[Act], object], by: Actor
) -> list[Answer]:
    """发件箱: take acts in their order; what follows a refused act on the same order waits until a person has decided.

    `run` does an act, as the door would have done it at once. Raises NotAllowed (the role), BadInput (too many; no device).
    """
    by.require(Permission.REPAIR_VISIT)
    if len(acts) > MOST:
        raise BadInput({"acts": say("send at most %(most)s at once", most=MOST)})
    if not 0 < len(device) <= 64 or any(not 8 <= len(act.key) <= 64 for act in acts):
        raise BadInput({"device": say("name the device, and give each act a key of 8 to 64 signs")})
    answers: list[Answer] = []
    stopped: set[int] = set()
    for act in acts:
        if act.order_id in stopped:
            answers.append(Answer(act.key, "held", wording.text(say("an act before it was not taken"))))
            continue
        answer = _one(act, device, sent_at, run, by)
        if answer.outcome != Outcome.KEPT:
            stopped.add(act.order_id)
        answers.append(answer)
    return answers


def _digest(act: Act) -> bytes:
    return sha256(f"{act.order_id}\n{act.step}\n".encode() + act.written).digest()


def _one(act: Act, device: str, sent_at: datetime, run: Callable[[Act], object], by: Actor) -> Answer:
    if given := _given(act, by):
        return given
    order = WorkOrder.objects.filter(pk=act.order_id).first()
    if order is None:
        return Answer(
            act.key, Outcome.REFUSED, wording.text(say("there is no work order %(id)s here", id=act.order_id))
        )
    received = clock.now()
    floor = queries.last_happened(order)
    at = rules.happened_at(captured=act.captured_at, sent=sent_at, received=received, floor=floor)
    row = CapturedAct(
        tenant_id=by.tenant_id,
        user_id=by.user_id,
        device=device,
        key=act.key,
        order=order,
        step=act.step[:40],
        digest=_digest(act),
        captured_at=act.captured_at,
        happened_at=at,
        received_at=received,
        outcome=Outcome.KEPT,
    )
    try:
        with transaction.atomic():
            if reason := rules.why_not_take(captured=act.captured_at, sent=sent_at):
                raise RuleBroken(reason)
            with clock.happened(at):
                run(act)
            row.save(force_insert=True)
        return Answer(act.key, Outcome.KEPT, happened_at=at)
    except BusinessError as error:
        return _refused(row, error)
    except IntegrityError as error:  # the same act came in by another way meanwhile: ours is undone
        if "one_act_a_key" not in str(error):
            raise
        return _given(act, by) or Answer(act.key, Outcome.REFUSED)


def _refused(row: CapturedAct, error: BusinessError) -> Answer:
    """Keep that an act was refused and why; the device asks a person what to do."""
    fields = {name: wording.text(text) for name, text in error.fields.items()} if isinstance(error, BadInput) else {}
    reason = "; ".join(fields.values()) or wording.text(error.reason)
    row.outcome = Outcome.CONFLICT if isinstance(error, RuleBroken | NotAllowed) else Outcome.REFUSED
    row.reason = reason[:500]
    with transaction.atomic():
        row.save(force_insert=True)
    return Answer(row.key, row.outcome, reason, fields, row.happened_at)


def _given(act: Act, by: Actor) -> Answer | None:
    """Return the answer that was given to this act already; another act under its key is refused."""
    known = queries.answered(by.user_id, act.key)
    if known is None:
        return None
    if bytes(known.digest) != _digest(act):
        return Answer(act.key, Outcome.REFUSED, wording.text(say("another act was handed in under this key")))
    return Answer(act.key, known.outcome, known.reason, happened_at=known.happened_at)
