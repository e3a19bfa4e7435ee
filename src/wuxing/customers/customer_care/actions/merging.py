"""合并重复档案: two files become one, with a list of all that changed hands; undoing gives it back exactly (procedure 14)."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.customer_care.actions.erasing import holds_on
from wuxing.customers.customer_care.models import Customer, Difference, Merge
from wuxing.customers.customer_care.queries import family_of, references
from wuxing.customers.customer_care.queries.duplicates import cards
from wuxing.customers.customer_care.rules import sameness as rules


@transaction.atomic
def merge_customers(*, kept_id: int, gone_id: int, reason: str, by: Actor) -> Merge:
    """合并档案: hand everything of one file to another; its address leads there from now on. Both files leave an entry.

    Rows of append-only tables stay where they were written and are read with the file that stands.
    Raises NotAllowed, NotFound, RuleBroken (merged, erased, held, or not of one kind).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    found = {
        one.pk: one for one in Customer.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    }
    if kept_id not in found or gone_id not in found:
        raise NotFound(say("there is no customer %(id)s here", id=gone_id if kept_id in found else kept_id))
    kept, gone = found[kept_id], found[gone_id]
    refusal = rules.why_not_merge(
        same_file=kept_id == gone_id,
        merged=any(one.merged_into_id for one in found.values()),
        erased=any(one.erased_at for one in found.values()),
        held=bool(holds_on([*family_of(kept_id), *family_of(gone_id)])),
        kinds_differ=kept.kind != gone.kind,
        reason=reason,
    )
    if refusal:
        raise RuleBroken(refusal)
    because = [str(why) for _weight, why in rules.why_same(*cards([kept_id, gone_id]))]

    moved = references.hand_over(gone_id, kept_id)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    made = Merge.objects.create(
        tenant_id=by.tenant_id,
        kept=kept,
        gone=gone,
        why=because,
        moved=moved,
        reason=reason.strip()[:300],
        merged_by_id=by.user_id,
        merged_at=clock.now(),
    )
    _tell("customer.merge", made, by, reason=made.reason, moved={name: len(ids) for name, ids in moved.items()})
    return made


@transaction.atomic
def undo_merge(*, merge_id: int, reason: str, by: Actor) -> Merge:
    """撤销合并: give every row that changed hands back; what came since stays with the file that stood. Both leave an entry.

    Raises NotAllowed, NotFound, RuleBroken (undone already, merged on since, or the data were erased).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    merge = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if merge is None:
        raise NotFound(say("there is no such merge here"))
    pair = {
        one.pk: one
        for one in Customer.objects.select_for_update().filter(pk__in=[merge.kept_id, merge.gone_id]).order_by("pk")
    }
    kept, gone = pair[merge.kept_id], pair[merge.gone_id]
    refusal = rules.why_not_undo(
        undone=merge.undone_at is not None,
        kept_merged=kept.merged_into_id is not None,
        erased=kept.erased_at is not None or gone.erased_at is not None,
        reason=reason,
    )
    if refusal:
        raise RuleBroken(refusal)

    back = references.give_back(merge.moved, merge.kept_id, merge.gone_id)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by_id, merge.undo_reason = clock.now(), by.user_id, reason.strip()[:300]
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _tell("customer.unmerge", merge, by, reason=merge.undo_reason, moved=back)
    return merge


def _tell(event: str, merge: Merge, by: Actor, **payload: object) -> None:
    """Leave an entry on the timeline of either file."""
    for one, other in ((merge.kept, merge.gone_id), (merge.gone, merge.kept_id)):
        ledger.record(
            event,
            by=by,
            target=one,
            case=("customer", one.pk),
            occurred_at=None,
            merge_id=merge.pk,
            other=other,
            **payload,
        )


@transaction.atomic
def say_different(*, one_id: int, other_id: int, by: Actor) -> Difference:
    """并非同一人: keep that two files that look alike are two, so that they are not proposed again.

    Raises NotAllowed, NotFound, BadInput (one file only).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    low, high = sorted((one_id, other_id))
    if low == high:
        raise BadInput({"other_id": say("this is one file already")})
    if Customer.objects.filter(pk__in=(low, high)).count() != 2:
        raise NotFound(say("there is no such pair of customers here"))

    made, fresh = Difference.objects.get_or_create(
        tenant_id=by.tenant_id, low_id=low, high_id=high, defaults={"said_by_id": by.user_id, "said_at": clock.now()}
    )
    if fresh:
        ledger.record("customer.differ", by=by, target=made.low, case=("customer", low), other=high)
    return made
