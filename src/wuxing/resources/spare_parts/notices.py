"""What procedure 11 tells people of the house: a part that an order waits for is there."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

declare(
    "part.arrived",
    title=_("Awaited part has arrived"),
    kind=Kind.INTERNAL,
    facts={
        "request": "PR-2026-000012",
        "part": "风机 FJ-518",
        "quantity": "1",
        "order": "WO-2026-000012",
        "title": "冰箱 不制冷",
        "technician": "陈伟",
    },
    texts={
        "zh-hans": (
            "备件已到：{order}",
            "{order} {title}\n备件：{part} × {quantity}（{request}）\n领到：{technician}\n请安排上门。",
        ),
        "zh-hant": (
            "備件已到：{order}",
            "{order} {title}\n備件：{part} × {quantity}（{request}）\n領到：{technician}\n請安排上門。",
        ),
        "en": (
            "Part has arrived: {order}",
            "{order} {title}\nPart: {part} × {quantity} ({request})\nWith: {technician}\nPlan the next visit.",
        ),
    },
)
