"""What procedure 2 tells people of the house: a promise runs short, or is overdue."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

_FACTS = {
    "number": "WO-2026-00012",
    "title": "冰箱 不制冷",
    "promise": "24 小时内上门",
    "due": "2026-11-23 10:00",
    "percent": "75",
}

declare(
    "promise.remind",
    title=_("A promise runs short"),
    kind=Kind.INTERNAL,
    facts=_FACTS,
    texts={
        "zh-hans": ("{number} 的承诺时限已用去 {percent}%", "{number} {title}\n承诺：{promise}\n时限：{due}"),
        "zh-hant": ("{number} 的承諾時限已用去 {percent}%", "{number} {title}\n承諾：{promise}\n時限：{due}"),
        "en": ("{number}: {percent}% of the promised time is used", "{number} {title}\nPromise: {promise}\nDue: {due}"),
    },
    useful_for=timedelta(hours=12),
)
declare(
    "promise.escalate",
    title=_("A promise is overdue"),
    kind=Kind.INTERNAL,
    facts=_FACTS,
    texts={
        "zh-hans": (
            "{number} 的承诺已到时限（{percent}%）",
            "{number} {title}\n承诺：{promise}\n时限：{due}\n请立即处理。",
        ),
        "zh-hant": (
            "{number} 的承諾已到時限（{percent}%）",
            "{number} {title}\n承諾：{promise}\n時限：{due}\n請立即處理。",
        ),
        "en": (
            "{number}: the promised time is up ({percent}%)",
            "{number} {title}\nPromise: {promise}\nDue: {due}\nAct now.",
        ),
    },
    useful_for=timedelta(hours=24),
)
