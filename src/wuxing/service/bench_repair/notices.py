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
_DEVICE = {"number": "LN-2026-000007", "device": "BY-12 小冰箱", "due": "2026-11-20", "order": "WO-2026-002417"}
declare(
    "bench.loan_overdue",
    title=_("A loaner device is to be returned"),
    kind=Kind.SERVICE,
    facts=_DEVICE,
    texts={
        "zh-hans": (
            "请归还备用机（{number}）",
            "{name}您好，您借用的备用机 {device}（{number}）应于 {due} 归还，现已逾期。请与我们联系归还或说明。{organisation}",
        ),
        "zh-hant": (
            "請歸還備用機（{number}）",
            "{name}您好，您借用的備用機 {device}（{number}）應於 {due} 歸還，現已逾期。請與我們聯繫歸還或說明。{organisation}",
        ),
        "en": (
            "Please return the loaner device ({number})",
            "Dear {name}, the loaner device {device} ({number}) was to be back on {due}. "
            "Please return it, or tell us when you can. {organisation}",
        ),
    },
)
declare(
    "bench.loan_late",
    title=_("A loaner device is overdue"),
    kind=Kind.INTERNAL,
    facts=_DEVICE | {"customer": "王女士"},
    texts={
        "zh-hans": (
            "备用机逾期：{device}（{number}）",
            "{device}（{number}，工单 {order}，{customer}）应于 {due} 归还，尚未归还。请联系客户。",
        ),
        "zh-hant": (
            "備用機逾期：{device}（{number}）",
            "{device}（{number}，工單 {order}，{customer}）應於 {due} 歸還，尚未歸還。請聯繫客戶。",
        ),
        "en": (
            "Loaner device overdue: {device} ({number})",
            "{device} ({number}, order {order}, {customer}) was to be back on {due} and is not. Call the customer.",
        ),
    },
)
