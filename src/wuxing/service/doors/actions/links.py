"""进度链接: a link lets its holder follow one case; it can be withdrawn, and its digits tried a few times only."""

from datetime import datetime
from secrets import compare_digest, token_urlsafe

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.places import public_url
from wuxing.core.reasons import say
from wuxing.service.doors import queries, rules
from wuxing.service.doors.models import TrackingLink
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE

MAKERS = (Permission.REPAIR_INTAKE, Permission.REPAIR_DISPATCH, Permission.REPAIR_VISIT, Permission.OWN_ORDER)
MOST_LIVE = 10


def permit(*, by: Actor) -> None:
    """Let everybody who works on a case make links to it, and whoever holds one. Raises NotAllowed."""
    if not any(by.may(one) for one in MAKERS):
        by.require(MAKERS[0])


def open_link(order_id: int, by: Actor, *, via: str = TrackingLink.Via.STAFF) -> str:
    """Make a link to follow an order, and return its address; only a digest of its word is kept.

    Raises NotAllowed, NotFound.
    """
    permit(by=by)
    order = WorkOrder.objects.filter(pk=order_id).only("request_id").first()
    if order is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    return open_case_link(request_id=order.request_id, by=by, via=via)


@transaction.atomic
def open_case_link(*, request_id: int, by: Actor, via: str = TrackingLink.Via.STAFF) -> str:
    """Make a link to follow a case, before or after its order is written, and return its address.

    The oldest of more than ten that hold is withdrawn. Raises NotAllowed, NotFound.
    """
    permit(by=by)
    if not ServiceRequest.objects.filter(pk=request_id).exists():
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    now, word = clock.now(), token_urlsafe(18)
    made = TrackingLink.objects.create(
        tenant_id=by.tenant_id,
        request_id=request_id,
        digest=queries.digest_of(word),
        via=via,
        made_at=now,
        made_by_id=by.user_id,
    )
    sent = via == TrackingLink.Via.AGAIN and by.user_id is not None
    ledger.record("link.open", by=by, target=made, case=(CASE, request_id), via="sent" if sent else via)
    live = TrackingLink.objects.filter(request_id=request_id, revoked_at=None).order_by("-pk")
    for old in live[MOST_LIVE:]:
        _withdraw(old, "a newer link took its place", by, now)
    return public_url(f"/t/{word}/")


@transaction.atomic
def revoke_link(*, link_id: int, reason: str, by: Actor) -> TrackingLink:
    """撤销链接: withdraw a link, with a reason. Raises NotAllowed, NotFound, BadInput, RuleBroken (withdrawn already)."""
    if not any(by.may(one) for one in MAKERS[:3]):
        by.require(MAKERS[0])
    if not reason.strip():
        raise BadInput({"reason": say("say why the link is withdrawn")})
    link = queries.lock_link(link_id)
    if link.revoked_at:
        raise RuleBroken(say("this link was withdrawn already"))
    _withdraw(link, reason.strip()[:300], by, clock.now())
    return link


def _withdraw(link: TrackingLink, reason: str, by: Actor, now: datetime) -> None:
    link.revoked_at, link.revoked_by_id, link.revoke_reason = now, by.user_id, reason
    link.save(update_fields=["revoked_at", "revoked_by_id", "revoke_reason"])
    ledger.record("link.revoke", by=by, target=link, case=(CASE, link.request_id), reason=reason)


def verify_link(*, link_id: int, digits: str, by: Actor) -> bool:
    """Say whether these are the last four digits of the contact's phone; after five wrong ones the link is locked a while.

    The wrong try stays on record, so it must be committed with the answer. What is not four digits is no try. Raises
    NotAllowed, NotFound, RuleBroken (locked; not four digits).
    """
    by.require(Permission.OWN_ORDER)
    link, now = queries.lock_link(link_id), clock.now()
    if reason := rules.why_not_try(link.locked_until, now):
        raise RuleBroken(reason)
    phone = ServiceRequest.objects.filter(pk=link.request_id).values_list("contact__phone", flat=True).first() or ""
    typed = rules.digits_of(digits)
    if reason := rules.why_not_digits(typed):
        raise RuleBroken(reason)
    right = len(phone) >= 4 and compare_digest(typed.encode(), phone[-4:].encode())
    link.tries = 0 if right else link.tries + 1
    if link.tries >= rules.MOST_TRIES:
        link.tries, link.locked_until = 0, now + rules.LOCKED_FOR
        ledger.record("link.lock", by=by, target=link, case=(CASE, link.request_id), until=link.locked_until)
    link.save(update_fields=["tries", "locked_until"])
    return right
