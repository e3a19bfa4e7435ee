"""What the page of one item, of a receipt, of a lending shows."""

from typing import Any

from django.db.models import F

from wuxing.core.errors import NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment
from wuxing.core.reading import is_id
from wuxing.core.reasons import say
from wuxing.resources.models import Person
from wuxing.service.bench_repair.models import BenchItem, Custody, ItemStep, Loan, TakeBack, WorthAdvice
from wuxing.service.bench_repair.queries.rows import KIND

Row = dict[str, Any]


def item(item_id: int) -> BenchItem:
    """Return an item with what its page names. Raises NotFound."""
    rows = BenchItem.objects.select_related(
        "order", "order__customer", "order__request__entitlement", "order__request__contact", "take_back",
        "technician", "product", "asset",
    )  # fmt: skip
    found = rows.filter(pk=item_id).first() if is_id(item_id) else None
    if found is None:
        raise NotFound(say("there is no item %(id)s in the workshop", id=item_id))
    return found


def custody_of(item_id: int) -> list[Custody]:
    """Return the chain of an item, from the customer's hand on."""
    rows = Custody.objects.filter(item_id=item_id).select_related("handed_by", "confirmed_by")
    return list(rows.order_by("sequence"))


def steps_of(item_id: int) -> list[ItemStep]:
    """Return what happened to an item, oldest first."""
    return list(ItemStep.objects.filter(item_id=item_id).order_by("pk"))


def advices_of(item_id: int) -> list[WorthAdvice]:
    """Return what the rule of replacing said, newest first."""
    return list(WorthAdvice.objects.filter(item_id=item_id).select_related("made_by", "decided_by").order_by("-pk"))


def photos_of(ids: list[int]) -> list[Row]:
    """Return the files of items, oldest first."""
    rows = Attachment.objects.filter(target_type=KIND, target_id__in=ids).order_by("pk")
    return [dict(row) for row in rows.values("pk", "name", "media_type", "target_id", "created_at")]


def items_of_receipt(receipt: TakeBack) -> list[BenchItem]:
    """Return the items of a receipt."""
    return list(receipt.items.order_by("pk"))


def people() -> list[tuple[int, str]]:
    """Return the people into whose hands an item may go."""
    rows = Person.objects.filter(active=True).order_by("name").values("pk", "name", place=F("outlet__name"))
    return [(row["pk"], " · ".join(part for part in (row["name"], row["place"]) if part)) for row in rows[:500]]


def why_not_drawn(paper: TakeBack | Loan) -> str:
    """Return why a paper is signed by name; it stands in the entry of the ledger that tells of the signing."""
    told = Entry.objects.filter(
        target_type=kind_of(type(paper)), target_id=paper.pk, event__in=("bench.take_back", "bench.lend")
    )
    return next((str((one.payload or {}).get("not_drawn", "")) for one in told), "")


def is_file_of(item_id: int, attachment_id: int) -> bool:
    """Say whether a file belongs to an item."""
    return Attachment.objects.filter(pk=attachment_id, target_type=KIND, target_id=item_id).exists()
