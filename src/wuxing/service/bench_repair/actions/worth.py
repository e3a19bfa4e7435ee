"""建议更换: whether the repair is worth it, worked out by the rule; a person proposes, the customer decides."""

from decimal import Decimal

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.service.bench_repair import queries, rules
from wuxing.service.bench_repair.actions.trace import (
    leave_of,
    move,
    note_step,
    refuse,
    refuse_quoted,
    refuse_wrong,
    said,
)
from wuxing.service.bench_repair.models import WorthAdvice, WorthRule
from wuxing.service.bench_repair.rules import worth
from wuxing.service.bench_repair.rules.words import HOWS
from wuxing.service.bench_repair.states import ENDED, Decision, ItemState
from wuxing.service.charges.queries import current_quote
from wuxing.service.repair.actions.heard import heard
from wuxing.service.repair.states import Answer

_LARGEST = Decimal(9999999)


def _in_fen(number: Decimal) -> bool:
    return number.is_finite() and number == number.quantize(Decimal("0.01"))


@transaction.atomic
def advise(
    *, item_id: int, new_price: Decimal, quote: Decimal | None = None, age_months: int | None = None, by: Actor
) -> WorthAdvice:
    """更换建议: keep what the rule works out, with all its numbers; nothing is decided by it (procedure 4, step 5).

    Without `quote` the newest quote of the item counts, without `age_months` the unit's purchase day.

    Raises NotAllowed, NotFound, BadInput (a number lacks or is out of range), RuleBroken (the item is over).
    """
    by.require(Permission.WORKSHOP_WORK)
    item = queries.lock_item(item_id)
    if item.state in ENDED:
        raise RuleBroken(say("this item is no longer with us"))
    if quote is None and (found := current_quote((queries.KIND, item.pk))):
        quote = found.total
    if age_months is None and item.asset and item.asset.purchased_on:
        age_months = rules.months_between(item.asset.purchased_on, clock.today(by.zone))
    wrong = {}
    if quote is None or not (_in_fen(quote) and 0 <= quote <= _LARGEST):
        wrong["quote"] = say("give what the repair costs, in yuan")
    if not (_in_fen(new_price) and 0 < new_price <= _LARGEST):
        wrong["new_price"] = say("give what such a unit costs new, in yuan")
    if age_months is None or not 0 <= age_months <= 1200:
        wrong["age_months"] = say("give the age of the unit in months")
    if wrong or quote is None or age_months is None:
        raise BadInput(dict(wrong))

    share, life = queries.worth_rule(item.product.category if item.product else "")
    told = rules.worth_of(
        quote=quote, new_price=new_price, age_months=age_months, life_months=life, share_percent=share
    )
    made = WorthAdvice.objects.create(
        tenant_id=by.tenant_id,
        item=item,
        quote=told.quote,
        new_price=told.new_price,
        age_months=told.age_months,
        life_months=told.life_months,
        share_percent=told.share_percent,
        residual=told.residual,
        most=told.most,
        replace=told.replace,
        made_at=clock.now(),
        made_by_id=by.user_id,
    )
    numbers = {"quote": told.quote, "new_price": told.new_price, "residual": told.residual, "most": told.most}
    note_step(item, item.state, "advise", by=by, replace=told.replace, **{k: str(v) for k, v in numbers.items()})
    leave_of("advise", item, by=by, replace=told.replace, age_months=told.age_months, share_percent=share, **numbers)
    return made


@transaction.atomic
def decide_advice(
    *, advice_id: int, decision: str, how: str, note: str = "", item_id: int | None = None, by: Actor
) -> WorthAdvice:
    """客户决定: what the customer chose when replacing was advised, or not; who does not repair has declined.

    With `item_id` the advice must be one of this item. Raises NotAllowed, NotFound, BadInput, RuleBroken (decided already).
    """
    if not by.may(Permission.QUOTE_MANAGE):
        by.require(Permission.WORKSHOP_WORK)
    made = WorthAdvice.objects.select_for_update().filter(pk=advice_id).first()
    if made is None or item_id not in (None, made.item_id):
        raise NotFound(say("there is no such advice here"))
    item = queries.lock_item(made.item_id)
    wrong = {}
    if decision not in set(Decision):
        wrong["decision"] = say("choose what the customer decided")
    if how not in HOWS:
        wrong["how"] = say("choose how the customer said it")
    refuse_wrong(wrong)
    refuse(say("the customer has decided already") if made.decided_at else None)
    if decision != Decision.REPAIR:
        refuse_quoted(item)
    note = said("note", note, 300, needed=False)

    made.decision, made.decided_how, made.decided_note = decision, how, note
    made.decided_at, made.decided_by_id = clock.now(), by.user_id
    made.save(update_fields=["decision", "decided_how", "decided_note", "decided_at", "decided_by"])
    data = {"decision": decision, "how": how}
    if decision != Decision.REPAIR and rules.why_not_change_item(item.state, ItemState.DECLINED) is None:
        move(item, ItemState.DECLINED, "decide", by=by, **data)
    else:
        note_step(item, item.state, "decide", by=by, **data)
    leave_of("decide_advice", item, by=by, decision=decision, how=how, note=note, advised=made.replace)
    heard(request_id=item.order.request_id, channel=how, by=by, answers=Answer.QUESTION)
    return made


@transaction.atomic
def set_worth_rule(*, share_percent: int, life_months: int, category: str = "", by: Actor) -> WorthRule:
    """更换建议规则: the share of the residual value a repair may cost, and the life of such a unit; old rows stay."""
    by.require(Permission.PRICE_MANAGE)
    refuse_wrong(worth.why_not_set_rule(share_percent, life_months))
    category = said("category", category, 60, needed=False)
    before = queries.worth_rule(category)

    made = WorthRule.objects.create(
        tenant_id=by.tenant_id,
        category=category,
        share_percent=share_percent,
        life_months=life_months,
        set_at=clock.now(),
        set_by_id=by.user_id,
    )
    ledger.record(
        "bench.set_worth_rule",
        by=by,
        target=made,
        category=category,
        before=list(before),
        share_percent=share_percent,
        life_months=life_months,
    )
    return made
