"""Resend: a person sends a notice once more, and says why. The first stays as it was."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.notices import queries
from wuxing.core.notices.models import Notice
from wuxing.core.notices.rules import refusals
from wuxing.core.notices.states import NoticeState
from wuxing.core.reasons import say


@transaction.atomic
def resend(*, notice_id: int, reason: str, by: Actor) -> Notice:
    """重发: put the same message into the outbox once more, with today's text.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (under way still; erased; it held a link that is not kept).
    """
    by.require(Permission.NOTICE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("say why it is sent again")})
    old = queries.notice(notice_id)
    if refusal := why_not_resend(old):
        raise RuleBroken(refusal)
    now = clock.now()

    made = Notice.objects.create(
        tenant_id=by.tenant_id,
        **{name: getattr(old, name) for name in SAME},
        urgent=old.urgent,
        state=NoticeState.QUEUED.value,
        due_at=now,
        useful_until=now + queries.usefulness(old.event),
        resends=old,
        resend_reason=reason.strip()[:300],
        made_by_id=by.user_id,
        made_at=now,
    )
    ledger.record(
        "notice.resend", by=by, target=made, case=(old.case_type, old.case_id), event=old.event,
        to=old.recipient_kind, resends=old.pk, reason=reason.strip(),
    )  # fmt: skip
    return made


SAME = (
    "event", "kind", "recipient_kind", "recipient_id", "name", "address", "facts", "target_type", "target_id", "case_type",
    "case_id", "language",
)  # fmt: skip


def why_not_resend(notice: Notice) -> str | None:
    """Return why a notice cannot be sent again, or None."""
    return refusals.why_not_resend(
        state=NoticeState(notice.state),
        erased=notice.erased_at is not None,
        known=queries.is_declared(notice.event),
        secrets_gone=queries.lacks_secrets(notice),
    )
