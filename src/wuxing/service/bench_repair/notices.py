"""What procedure 5 tells customers and people of the house."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

declare(
    "bench.ready",
    title=_("An item is ready for return"),
    kind=Kind.SERVICE,
    facts={"name": "王女士", "number": "TB-2026-000081-1", "item": "变频控制板", "order": "WO-2026-002417"},
    texts={
        "zh-hans": (
            "{item} 已修好待取（{number}）",
            "{name}您好，您送修的{item}（{number}）已检验完毕，我们会与您联系送还。",
        ),
        "zh-hant": (
            "{item} 已修好待取（{number}）",
            "{name}您好，您送修的{item}（{number}）已檢驗完畢，我們會與您聯繫送還。",
        ),
        "en": (
            "{item} is ready ({number})",
            "Dear {name}, your {item} ({number}) has been checked and is ready to come home.",
        ),
    },
)
declare(
    "bench.alarm",
    title=_("An item lies too long in the workshop"),
    kind=Kind.INTERNAL,
    facts={"number": "TB-2026-000081-1", "item": "变频控制板", "days": "20", "alarm": "20"},
    texts={
        "zh-hans": (
            "{number} 返修已 {days} 天",
            "{number} {item}\n返修已 {days} 天（第 {alarm} 天预警）。请立即处理。",
        ),
        "zh-hant": (
            "{number} 返修已 {days} 天",
            "{number} {item}\n返修已 {days} 天（第 {alarm} 天預警）。請立即處理。",
        ),
        "en": (
            "{number}: {days} days in repair",
            "{number} {item}\n{days} days in repair (alarm of day {alarm}). Act now.",
        ),
    },
    useful_for=timedelta(days=1),
)
