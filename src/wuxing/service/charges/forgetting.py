"""What quotes and settlement keep of a customer whose personal data are erased: the money and its times, not the person."""

from collections.abc import Sequence

from wuxing.service.charges.models import Quote, Settlement

GONE = "—"
PERSONAL_EVENTS = (
    "charges.quote_accept",
    "charges.quote_decline",
    "charges.settle",  # until the names of who accepted were left out of them
    "charges.issue",
    "charges.correct",
    "charges.pay",
)


def forget_order(order_id: int) -> None:
    """销毁工单内容: names and words go from the quotes of an order; its sheets are accounts and stay. A step of destroying it."""
    quotes = Quote.objects.filter(order_id=order_id)
    quotes.exclude(answered_name="").update(answered_name=GONE)
    quotes.update(note="", answer="")


def forget(request_ids: Sequence[int]) -> None:
    """删除个人信息: take names and words out of the quotes and sheets of cases. A step of erasing a customer; safe to repeat."""
    Quote.objects.filter(order__request_id__in=request_ids).exclude(answered_name="").update(
        answered_name=GONE, answer=""
    )
    for sheet in Settlement.objects.filter(order__request_id__in=request_ids).iterator():
        sheet.buyer, sheet.buyer_tax_number, sheet.paid_note = GONE, "", ""
        sheet.quotes = [[*one[:2], GONE, *one[3:]] for one in sheet.quotes]
        sheet.save(update_fields=["buyer", "buyer_tax_number", "paid_note", "quotes"])
