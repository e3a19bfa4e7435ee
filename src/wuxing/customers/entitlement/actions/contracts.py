"""延保与服务合同: what was bought for one unit, and its early end."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.entitlement import queries, rules
from wuxing.customers.entitlement.models import WarrantyContract


@transaction.atomic
def add_contract(
    *,
    asset_id: int,
    kind: str,
    number: str,
    starts_on: date,
    ends_on: date,
    shares: tuple[int, int, int] = (100, 100, 100),
    excluded: Sequence[str] = (),
    by: Actor,
) -> WarrantyContract:
    """延保与服务合同: keep a contract of one unit. Raises NotAllowed, NotFound, BadInput (what is wrong, by field)."""
    by.require(Permission.CUSTOMER_WRITE)
    wrong = dict(rules.why_not_contract(number=number, starts_on=starts_on, ends_on=ends_on, percents=shares))
    if kind not in WarrantyContract.Kind.values:
        wrong["kind"] = say("choose extended warranty or service contract")
    if wrong:
        raise BadInput(dict(wrong))
    asset = queries.asset_of(asset_id)

    try:
        with transaction.atomic():
            made = WarrantyContract.objects.create(
                tenant_id=by.tenant_id,
                asset=asset,
                kind=kind,
                number=number.strip()[:60],
                starts_on=starts_on,
                ends_on=ends_on,
                parts_share=shares[0],
                labour_share=shares[1],
                travel_share=shares[2],
                excluded=list(excluded),
                recorded_at=clock.now(),
            )
    except IntegrityError:
        raise BadInput({"number": say("this unit has a contract of this number already")}) from None
    ledger.record(
        "entitlement.add_contract",
        by=by,
        target=made,
        case=("asset", asset.pk),
        kind=kind,
        number=made.number,
        starts_on=starts_on,
        ends_on=ends_on,
        shares=list(shares),
        excluded=list(excluded),
    )
    return made


@transaction.atomic
def end_contract(*, contract_id: int, ended_on: date, reason: str, by: Actor) -> WarrantyContract:
    """提前终止: the contract covers up to that day. Raises NotAllowed, NotFound, BadInput, RuleBroken (ended already)."""
    by.require(Permission.CUSTOMER_WRITE)
    found = WarrantyContract.objects.select_for_update().filter(pk=contract_id).first()
    if found is None:
        raise NotFound(say("there is no such contract here"))
    if refusal := rules.why_not_end(found.ended_on is not None, reason):
        if found.ended_on is not None:
            raise RuleBroken(refusal)
        raise BadInput({"reason": refusal})

    found.ended_on, found.end_reason = ended_on, reason.strip()[:300]
    found.save(update_fields=["ended_on", "end_reason"])
    ledger.record(
        "entitlement.end_contract",
        by=by,
        target=found,
        case=("asset", found.asset_id),
        number=found.number,
        ended_on=ended_on,
        reason=found.end_reason,
    )
    return found
