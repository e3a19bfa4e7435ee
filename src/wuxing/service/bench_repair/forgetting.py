"""What the workshop keeps of a customer whose personal data are erased: items, hands and times, not who signed."""

from collections.abc import Sequence

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


def forget(request_ids: Sequence[int]) -> None:
    """删除个人信息: take names and words out of receipts, items and lendings. A step of erasing a customer; safe to repeat."""
    orders = {"order__request_id__in": list(request_ids)}
    TakeBack.objects.filter(**orders).update(signed_by=GONE, note="")
    BenchItem.objects.filter(**orders).exclude(signed_by="").update(signed_by=GONE)
    Loan.objects.filter(**orders).update(signed_by=GONE)
