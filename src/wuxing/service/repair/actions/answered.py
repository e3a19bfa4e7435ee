"""已答复客户: somebody at the desk says that the customer was answered; the promise to answer stops then."""

from datetime import datetime

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.commitments import queries as promises
from wuxing.governance.commitments import subjects
from wuxing.governance.models import Promise
from wuxing.service.repair import queries
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long, subject
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.answering import why_not_answer, wrong_answer


@transaction.atomic
def note_answer(*, request_id: int, how: str, at: datetime | None = None, note: str = "", by: Actor) -> ServiceRequest:
    """已答复客户: the customer was answered, how and when; it may be noted afterwards, within the rules (procedure 4).

    What was promised is judged by when the customer was answered, and the ledger says when that was noted.

    Raises NotAllowed, NotFound, BadInput (how; too far back, in the future; afterwards without a word how one knows),
    RuleBroken (no answer is owed).
    """
    by.require(Permission.REPAIR_INTAKE)
    refuse_long(note=(note, 500))
    request = queries.lock_request(request_id)
    targets = [one for one in commitments.open_of(subject(request)) if one.kind == Promise.Kind.RESPOND]
    refuse(why_not_answer(request.state, owed=bool(targets)))
    now = clock.happening()
    moved_at = max(
        [one.starts_at for one in targets] + [move.at for one in targets for move in promises.events_of(one.pk)]
    )
    if wrong := wrong_answer(at or now, moved_at=moved_at, now=now, how=how, note=note):
        raise BadInput(wrong)

    commitments.stop(targets, Promise.Kind.RESPOND, at=at or now)
    subjects.changed(subject(request), by)
    leave(
        "repair.answered",
        by=by,
        target=request,
        request_id=request.pk,
        occurred_at=at or now,
        how=how,
        note=note.strip(),
        kept=all(one.kept for one in targets),
    )
    return request
