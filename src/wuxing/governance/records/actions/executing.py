"""销毁执行: destroy what was approved, a batch at a time; each record is asked about once more, and leaves a line with a digest."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from wuxing.core import background, clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.ledger import EntryDraft, kind_of
from wuxing.core.ledger.actions.erase import erase
from wuxing.core.ledger.models import Entry
from wuxing.governance.records import registry
from wuxing.governance.records.actions.proposing import lock_destruction
from wuxing.governance.records.models import Destruction, DestructionItem
from wuxing.governance.records.queries import due, policies
from wuxing.governance.records.states import DestructionState, ItemState, Spared
from wuxing.proof.canonical import canonical

BATCH = 200


@transaction.atomic
def destroy_batch(*, destruction_id: int, by: Actor) -> int:
    """销毁执行: destroy the next records of an approved proposal and return how many lines remain; safe to run again.

    What was prolonged or put under a hold since the proposal is spared, and its line says so.
    """
    destruction = lock_destruction(destruction_id)
    if destruction.state == DestructionState.APPROVED:
        destruction.state, destruction.started_at = DestructionState.RUNNING, clock.now()
        destruction.save(update_fields=["state", "started_at"])
    if destruction.state != DestructionState.RUNNING:
        return 0
    waiting = DestructionItem.objects.filter(destruction=destruction, state=ItemState.LISTED).order_by("pk")
    items = list(waiting.select_for_update()[:BATCH])

    for code in dict.fromkeys(item.record_class for item in items):
        _destroy(destruction, code, [item for item in items if item.record_class == code], by)
    remaining = waiting.count()
    if remaining:
        background.defer("records.destroy", by=by, destruction_id=destruction.pk)
    else:
        _finish(destruction, by)
    return remaining


def _destroy(destruction: Destruction, code: str, items: Sequence[DestructionItem], by: Actor) -> None:
    found = registry.classes()[code]
    policy = policies.policy_of(found)
    ids = [item.record_id for item in items]
    still = {row.record_id: row for row in due.due(found, policy, clock.today(by.zone), by.zone, only=ids)}
    reason = f"retention ended, {destruction.number}"
    told: dict[int, list[int]] = {}
    for item in items:
        row = still.get(item.record_id)
        if row is None or row.held or policy.disposal != "erase" or found.destroy is None:
            item.state, item.spared = ItemState.KEPT, Spared.HELD if row and row.held else Spared.NOT_DUE
            item.done_at = clock.now()
            item.save(update_fields=["state", "spared", "done_at"])
        else:
            told[item.pk] = found.destroy(item.record_id, by, reason)
    gone = [item for item in items if item.pk in told]
    _empty([number for numbers in told.values() for number in numbers], reason, by)
    for item in gone:
        _certify(item, told[item.pk])
    _leave(destruction, found, gone, still, by)


def _empty(entries: Sequence[int], reason: str, by: Actor) -> None:
    """Empty the ledger entries that told of the records; the log goes on verifying, for it never held their content."""
    open_entries = list(Entry.objects.filter(pk__in=set(entries), erased_at=None).values_list("pk", flat=True))
    if open_entries:
        erase(open_entries, by=by, reason=reason)


def _certify(item: DestructionItem, entries: Sequence[int]) -> None:
    """Write the line that stays: a digest of number and times, and of the seals of the emptied entries, never of their content."""
    seals = Entry.objects.filter(pk__in=entries).order_by("pk").values_list("pk", "commitment")
    item.digest = sha256(
        canonical(
            {
                "class": item.record_class,
                "entries": [{"commitment": bytes(seal).hex(), "id": pk} for pk, seal in seals],
                "id": item.record_id,
                "number": item.number,
                "started_on": item.started_on.isoformat(),
            }
        )
    ).hexdigest()
    item.state, item.entries, item.done_at = ItemState.DESTROYED, len(entries), clock.now()
    item.save(update_fields=["state", "entries", "digest", "done_at"])


def _leave(
    destruction: Destruction,
    found: registry.RecordClass,
    gone: Sequence[DestructionItem],
    rows: dict[int, due.Due],
    by: Actor,
) -> None:
    """Leave a trace on the timeline of each record, and drop figures that no longer hold."""
    assert found.table is not None
    kind = kind_of(registry.model_of(found.table))
    ledger.record_many(
        [
            EntryDraft(
                "record.destroy",
                (kind, item.record_id),
                rows[item.record_id].case,
                payload={"certificate": destruction.number, "class": found.code, "digest": item.digest},
            )
            for item in gone
        ],
        by=by,
    )


def _finish(destruction: Destruction, by: Actor) -> None:
    lines = DestructionItem.objects.filter(destruction=destruction).order_by("record_class", "record_id")
    whole = sha256()
    counts = {"destroyed": 0, "kept": 0}
    for code, pk, number, state, digest in lines.values_list(
        "record_class", "record_id", "number", "state", "digest"
    ).iterator():
        whole.update(f"{code},{pk},{number},{state},{digest}\n".encode())
        counts[state] += 1
    destruction.state, destruction.ended_at = DestructionState.DONE, clock.now()
    destruction.digest = whole.hexdigest()
    destruction.save(update_fields=["state", "ended_at", "digest"])
    ledger.record(
        "destruction.finish",
        by=by,
        target=destruction,
        number=destruction.number,
        digest=destruction.digest,
        destroyed=counts["destroyed"],
        kept=counts["kept"],
    )
    for code in destruction.scopes.values_list("record_class", flat=True):
        background.defer("records.count", by=by, record_class=code)
