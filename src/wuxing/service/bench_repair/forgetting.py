"""What the workshop keeps of a customer whose personal data are erased: items, hands and times, not who signed."""

from collections.abc import Sequence

from wuxing.core import files
from wuxing.core.actors import Actor
from wuxing.service.bench_repair.models import BenchItem, Loan, TakeBack

GONE = "—"
PERSONAL_EVENTS = (
    "bench.take_back",
    "bench.return",
    "bench.replace",
    "bench.scrap",
    "bench.lend",
    "bench.decide_advice",
)


def forget(request_ids: Sequence[int], by: Actor) -> list[int]:
    """删除个人信息: take names, words and drawn signatures out of receipts, items and lendings; return the entries naming these.

    A step of erasing a customer, who empties those entries; safe to repeat.
    """
    orders = {"order__request_id__in": list(request_ids)}
    drawn = [
        image
        for paper in (TakeBack, BenchItem, Loan)
        for image in paper.objects.filter(**orders, image__isnull=False).values_list("image_id", flat=True)
    ]
    TakeBack.objects.filter(**orders).update(signed_by=GONE, note="", image=None)
    BenchItem.objects.filter(**orders).exclude(signed_by="").update(signed_by=GONE, image=None)
    Loan.objects.filter(**orders).update(signed_by=GONE, image=None)
    return take_away(drawn, by)


def take_away(drawings: Sequence[int], by: Actor) -> list[int]:
    """Take drawn signatures away that no paper shows any more; return the entries that tell of them."""
    named = files.entries_naming(drawings)
    for one in drawings:
        files.discard(one, by=by)
    return named
