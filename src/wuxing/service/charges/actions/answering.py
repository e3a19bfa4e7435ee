"""客户答复: the customer accepts or declines what was sent, by the link or by signature; or the offer expires."""

from datetime import date
from typing import Any

from django.db import transaction

from wuxing.core import clock, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.service.bench_repair.actions.quoted import follow
from wuxing.service.charges import queries, rules
from wuxing.service.charges.actions.quoting import lock_order, lock_order_of
from wuxing.service.charges.actions.saying import tell_answered
from wuxing.service.charges.actions.waiting import end_wait, forget_wait
from wuxing.service.charges.models import Quote
from wuxing.service.charges.states import How, QuoteState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.actions.trace import leave, refuse, refuse_long
from wuxing.service.repair.models import Signature


def _permit(how: str, by: Actor) -> None:
    """By the link only the customer answers; a signature is taken by one of us."""
    if how not in set(How):
        raise BadInput({"how": say("say how the customer answered: by the link or by signature")})
    by.require(Permission.OWN_ORDER if how == How.LINK else Permission.QUOTE_MANAGE)


def _lock(quote_id: int, how: str, by: Actor) -> Quote:
    lock_order_of(quote_id)
    quote = queries.lock_quote(quote_id)
    if how == How.LINK:
        quote.order = repairs.lock_order(quote.order_id)
    else:
        quote.order = lock_order(quote.order_id, by)
    return quote


@transaction.atomic
def accept(*, quote_id: int, how: str, name: str, drawing: str = "", not_drawn: str = "", by: Actor) -> Quote:
    """接受报价: the customer agrees to what was sent, by the link or by signature (drawn; or the typed name, and why).

    Raises NotAllowed, NotFound, BadInput (no name, no picture), RuleBroken (not sent, answered, expired).
    """
    _permit(how, by)
    if not name.strip():
        raise BadInput({"name": say("write the name of the person who accepts")})
    refuse_long(name=(name, 100), not_drawn=(not_drawn, 300))
    quote = _lock(quote_id, how, by)
    today = clock.today(by.zone)
    refuse(rules.why_not_accept(quote.state, valid_until=quote.valid_until, today=today, name=name))
    now = clock.now()

    if how == How.SIGNATURE:
        quote.signature = _signature(quote, name.strip(), drawing, by)
    quote.state, quote.answered_at, quote.answered_how = QuoteState.ACCEPTED, now, how
    quote.answered_name = name.strip()
    quote.save(update_fields=["state", "answered_at", "answered_how", "answered_name", "signature"])
    signed: dict[str, Any] = {"method": quote.signature.method} if quote.signature else {}
    if signed.get("method") == "typed" and not_drawn.strip():
        signed["not_drawn"] = not_drawn.strip()
    leave(
        "charges.quote_accept", by=by, target=quote, request_id=quote.order.request_id, number=quote.number,
        version=quote.version, item_id=quote.item_id, how=how, name=quote.answered_name,
        customer_total=quote.customer_total, total=quote.total, **signed,
    )  # fmt: skip
    follow(quote, by)
    end_wait(quote, how, by)
    tell_answered(quote, by)
    return quote


def _signature(quote: Quote, name: str, drawing: str, by: Actor) -> Signature:
    """Keep the customer's signature under the offer; it is none on the result of the work."""
    label = f"{quote.number} v{quote.version}"
    case = (repairs.CASE, quote.order.request_id)
    image = files.keep_drawing(drawing, name=f"{label}.png", target=quote, by=by, case=case) if drawing else None
    return Signature.objects.create(
        tenant_id=by.tenant_id,
        order=quote.order,
        name=name,
        method="drawn" if image else "typed",
        image=image,
        comment=label,
        signed_at=clock.now(),
    )


@transaction.atomic
def decline(*, quote_id: int, how: str = How.SIGNATURE, name: str = "", reason: str = "", by: Actor) -> Quote:
    """谢绝报价: the customer does not want it; nothing that costs them money goes on. Raises as `accept`."""
    _permit(how, by)
    wrong = {"name": (name, 100), "reason": (reason, 500)}
    if long := {field: limit for field, (text, limit) in wrong.items() if len(text.strip()) > limit}:
        raise BadInput({field: say("at most %(limit)s characters", limit=limit) for field, limit in long.items()})
    quote = _lock(quote_id, how, by)
    refuse(rules.why_not_change_quote(quote.state, QuoteState.DECLINED))

    quote.state, quote.answered_at, quote.answered_how = QuoteState.DECLINED, clock.now(), how
    quote.answered_name, quote.answer = name.strip(), reason.strip()
    quote.save(update_fields=["state", "answered_at", "answered_how", "answered_name", "answer"])
    leave(
        "charges.quote_decline", by=by, target=quote, request_id=quote.order.request_id, number=quote.number,
        version=quote.version, item_id=quote.item_id, how=how, name=quote.answered_name, reason=quote.answer,
    )  # fmt: skip
    follow(quote, by)
    end_wait(quote, how, by)
    tell_answered(quote, by)
    return quote


@transaction.atomic
def expire(*, quote_id: int, by: Actor) -> Quote:
    """报价过期: an offer whose last day has passed is over. Raises NotAllowed, NotFound, RuleBroken (it still stands)."""
    by.require(Permission.QUOTE_MANAGE)
    lock_order_of(quote_id)
    quote = queries.lock_quote(quote_id)
    refuse(rules.why_not_change_quote(quote.state, QuoteState.EXPIRED))
    if quote.valid_until >= clock.today(by.zone):
        refuse(say("this offer stands until %(day)s", day=quote.valid_until))

    quote.state, quote.expired_at = QuoteState.EXPIRED, clock.now()
    quote.save(update_fields=["state", "expired_at"])
    leave(
        "charges.quote_expire", by=by, target=quote, request_id=quote.order.request_id, number=quote.number,
        version=quote.version, item_id=quote.item_id, valid_until=quote.valid_until,
    )  # fmt: skip
    forget_wait(quote, by)
    return quote


def expire_due(*, today: date | None = None, by: Actor) -> int:
    """报价过期: end every offer whose last day has passed; return how many."""
    by.require(Permission.QUOTE_MANAGE)
    found = queries.due_to_expire(today or clock.today(by.zone))
    for quote_id in found:
        expire(quote_id=quote_id, by=by)
    return len(found)
