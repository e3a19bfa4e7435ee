"""报价结果: an item follows its quote. A step of the quote's own action, under its permission and its entry."""

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.trace import move
from wuxing.service.bench_repair.states import ItemState
from wuxing.service.charges.models import Quote
from wuxing.service.charges.states import QuoteState

_STATE_AFTER = {
    QuoteState.SENT: ItemState.QUOTED,
    QuoteState.ACCEPTED: ItemState.APPROVED,
    QuoteState.DECLINED: ItemState.DECLINED,
}


def follow(quote: Quote, by: Actor) -> None:
    """Let the item of a quote be quoted, approved or declined with it; a quote of the whole order moves no item."""
    to = _STATE_AFTER.get(QuoteState(quote.state))
    if quote.item_id is None or to is None:
        return
    item = queries.lock_item(quote.item_id)
    if rules.why_not_change_item(item.state, to):
        return
    if to == ItemState.APPROVED:
        item.approved_at = clock.now()
    move(item, to, "quote", "approved_at", by=by, quote=quote.number, version=quote.version)
