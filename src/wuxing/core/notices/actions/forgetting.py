"""Forget: take a person out of notices. That something was sent, when and over which channel, stays."""

from django.db import transaction
from django.db.models import QuerySet

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.notices.models import Notice, NoticeStep
from wuxing.core.notices.recipients import RecipientKind
from wuxing.core.notices.states import OPEN, NoticeState


@transaction.atomic
def forget_recipient(kind: RecipientKind, recipient_id: int, *, by: Actor) -> int:
    """删除个人信息: empty name, address, facts and text of a recipient's notices; what is not sent yet is not sent.

    A step of erasing a person, which asked for the permission and leaves the entry. The ledger holds nothing of the
    person about notices, so there is nothing to erase there. Returns how many.
    """
    found = Notice.objects.select_for_update().filter(
        tenant_id=by.tenant_id, recipient_kind=kind.value, recipient_id=recipient_id, erased_at=None
    )
    return _forget(found)


@transaction.atomic
def forget_case(case: tuple[str, int], *, by: Actor) -> int:
    """Forget everybody outside the organisation in the notices of one case. Returns how many."""
    found = Notice.objects.select_for_update().filter(
        tenant_id=by.tenant_id, case_type=case[0], case_id=case[1], erased_at=None
    )
    return _forget(found)


def destroy_notice(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁通知内容: empty one notice whose time is over; the ledger tells nothing of the person about it.

    A step of the destruction of records (procedure 21), which asked for the permission.
    """
    _forget(Notice.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=record_id, erased_at=None))
    return []


def _forget(found: "QuerySet[Notice]") -> int:
    now = clock.now()
    rows = list(found.order_by("pk"))
    stopped = [row for row in rows if row.state in OPEN]
    Notice.objects.filter(pk__in=[row.pk for row in stopped]).update(
        state=NoticeState.REFUSED.value, reason="erased", due_at=None, over_at=now
    )
    NoticeStep.objects.bulk_create(
        NoticeStep(tenant_id=row.tenant_id, notice=row, state=NoticeState.REFUSED.value, at=now, attempt=row.tries,
                   channel_id=row.channel_id, reason="erased")
        for row in stopped
    )  # fmt: skip
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(
        name=None, address=None, facts=None, subject=None, body=None, resend_reason="", erased_at=now
    )
    return len(rows)
