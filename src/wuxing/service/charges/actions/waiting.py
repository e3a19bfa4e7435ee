"""等客户答复: an order that cannot go on without the answer to a quote is on hold until there is one. Steps of other actions."""

from wuxing.core.actors import Actor
from wuxing.service.bench_repair.queries import items_under_way
from wuxing.service.charges import rules
from wuxing.service.charges.models import Quote
from wuxing.service.charges.states import How, QuoteState
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.actions.heard import heard
from wuxing.service.repair.actions.waiting import is_held_for, let_go_on, put_on_hold
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import Answer, HoldReason

FOR_WORD = frozenset({HoldReason.WAITING_QUOTE_APPROVAL})


def wait_for_word(quote: Quote, order: WorkOrder, by: Actor) -> None:
    """Put a locked order on hold when nothing of it can go on before the customer's answer to what was just sent."""
    elsewhere = bool(items_under_way(order.pk, besides=quote.item_id))
    if rules.stands_still(order.state, customer_pays=quote.customer_total, elsewhere=elsewhere):
        put_on_hold(order, HoldReason.WAITING_QUOTE_APPROVAL, by, quote=quote.number, version=quote.version)
    elif is_held_for(order, FOR_WORD) and not are_waiting(order.pk):
        let_go_on(order, by, quote=quote.number, version=quote.version)  # the new version costs the customer nothing


def end_wait(quote: Quote, how: str, by: Actor) -> None:
    """Let the clocks that stand for the customer run again, and the order go on unless another quote of it waits."""
    answers = None if are_waiting(quote.order_id) else Answer.QUOTE
    channel = "online" if how == How.LINK else "signature"
    heard(request_id=quote.order.request_id, channel=channel, by=by, answers=answers)


def forget_wait(quote: Quote, by: Actor) -> None:
    """Let the order go on whose offer ended without an answer: nobody waits for it any longer."""
    order = repairs.lock_order(quote.order_id)
    if is_held_for(order, FOR_WORD) and not are_waiting(order.pk):
        let_go_on(order, by, quote=quote.number, version=quote.version, expired=True)


def are_waiting(order_id: int) -> bool:
    """Say whether a quote that the customer of an order would pay waits for their answer."""
    return Quote.objects.filter(order_id=order_id, state=QuoteState.SENT, customer_total__gt=0).exists()
