"""设备标签: made blank or for a unit, bound on site by who scans one, bound anew with a reason, retired for good."""

from collections.abc import Sequence
from datetime import datetime
from secrets import choice, token_hex

from django.db import transaction

from wuxing.core import bulk, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.entitlement import queries as units
from wuxing.customers.models import Asset
from wuxing.service.doors import queries, rules
from wuxing.service.doors.models import Label, LabelBinding

MOST = 1000
BINDERS = (Permission.REPAIR_VISIT, Permission.CUSTOMER_WRITE)


@transaction.atomic
def make_labels(*, count: int, by: Actor, batch: str = "") -> list[Label]:
    """空白标签: make blank codes. Raises NotAllowed, BadInput (none, or more than a thousand)."""
    by.require(Permission.CUSTOMER_WRITE)
    if not 0 < count <= MOST:
        raise BadInput({"count": say("between 1 and %(most)s labels at a time", most=MOST)})
    now = clock.now()
    batch = batch.strip()[:40] or f"{now:%Y%m%d}-{token_hex(2)}"
    ids = bulk.next_ids(Label, count)
    made = [
        Label(pk=pk, tenant_id=by.tenant_id, code=rules.drawn(choice), batch=batch, made_at=now, made_by_id=by.user_id)
        for pk in ids
    ]
    Label.objects.bulk_create(made)
    ledger.record("label.make", by=by, target=made[0], batch=batch, count=count, codes=[one.code for one in made[:50]])
    return made


@transaction.atomic
def label_units(*, asset_ids: Sequence[int], by: Actor) -> list[Label]:
    """设备标签: return a label for each unit; those that have none get one, in one batch. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.CUSTOMER_WRITE)
    if not 0 < len(asset_ids) <= MOST:
        raise BadInput({"units": say("choose between 1 and %(most)s units", most=MOST)})
    assets = [units.asset_of(asset_id) for asset_id in dict.fromkeys(asset_ids)]
    there = {asset.pk: found[-1] for asset in assets if (found := queries.labels_of(asset.pk))}
    without = [asset for asset in assets if asset.pk not in there]
    made = make_labels(count=len(without), by=by) if without else []
    for label, asset in zip(made, without, strict=True):
        _bind(label, asset, by, label.made_at)
        there[asset.pk] = label
    return [there[asset.pk] for asset in assets]


@transaction.atomic
def bind_label(*, code: str, asset_id: int, reason: str = "", by: Actor) -> LabelBinding:
    """绑定标签: let a scanned label stand for a unit; where it stands for another, the reason is kept with the old one.

    Raises NotAllowed, NotFound, BadInput (no reason for a change), RuleBroken (retired; bound to this unit already).
    """
    if not any(by.may(one) for one in BINDERS):
        by.require(BINDERS[0])
    label, asset, now = queries.lock_label(code), units.asset_of(asset_id), clock.now()
    if label.retired_at:
        raise RuleBroken(say("this label is retired; take another one"))
    old = queries.binding_of(label)
    if old and old.asset_id == asset.pk:
        raise RuleBroken(say("this label stands for this unit already"))
    if old and not reason.strip():
        raise BadInput({"reason": say("this label stands for another unit: say why it is bound anew")})

    if old:
        _end(old, reason, by, now)
    return _bind(label, asset, by, now)


@transaction.atomic
def retire_label(*, code: str, reason: str, by: Actor) -> Label:
    """停用标签: a lost or damaged label opens nothing any more. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    if not any(by.may(one) for one in BINDERS):
        by.require(BINDERS[0])
    if not reason.strip():
        raise BadInput({"reason": say("say why the label is retired")})
    label, now = queries.lock_label(code), clock.now()
    if label.retired_at:
        raise RuleBroken(say("this label is retired already"))
    old = queries.binding_of(label)
    if old:
        _end(old, reason, by, now)
    label.retired_at, label.retired_by_id, label.retire_reason = now, by.user_id, reason.strip()[:300]
    label.save(update_fields=["retired_at", "retired_by_id", "retire_reason"])
    case = ("asset", old.asset_id) if old else None
    ledger.record("label.retire", by=by, target=label, case=case, code=label.code, reason=label.retire_reason)
    return label


def _bind(label: Label, asset: Asset, by: Actor, now: datetime) -> LabelBinding:
    made = LabelBinding.objects.create(
        tenant_id=by.tenant_id, label=label, asset=asset, bound_at=now, bound_by_id=by.user_id
    )
    ledger.record("label.bind", by=by, target=label, case=("asset", asset.pk), code=label.code, asset_id=asset.pk)
    return made


def _end(binding: LabelBinding, reason: str, by: Actor, now: datetime) -> None:
    binding.ended_at, binding.ended_by_id, binding.end_reason = now, by.user_id, reason.strip()[:300]
    binding.save(update_fields=["ended_at", "ended_by_id", "end_reason"])
    ledger.record(
        "label.unbind",
        by=by,
        target=binding.label,
        case=("asset", binding.asset_id),
        code=binding.label.code,
        reason=binding.end_reason,
    )
