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

_PROPOSAL = {"promise": "24 小时内上门", "name": "林可", "reason": "客户希望更快"}

declare(
    "promise.proposed",
    title=_("A promise waits for approval"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺待批准：{promise}", "{name} 提请批准服务承诺：{promise}\n理由：{reason}"),
        "zh-hant": ("承諾待批准：{promise}", "{name} 提請批准服務承諾：{promise}\n理由：{reason}"),
        "en": ("A promise waits for approval: {promise}", "{name} proposed: {promise}\nWhy: {reason}"),
    },
)
declare(
    "promise.approved",
    title=_("A promise is approved"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺已批准：{promise}", "{name} 已批准服务承诺：{promise}\n{reason}"),
        "zh-hant": ("承諾已批准：{promise}", "{name} 已批准服務承諾：{promise}\n{reason}"),
        "en": ("Approved: {promise}", "{name} approved the promise: {promise}\n{reason}"),
    },
)
declare(
    "promise.returned",
    title=_("A promise came back"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺被退回：{promise}", "{name} 退回了服务承诺：{promise}\n原因：{reason}"),
        "zh-hant": ("承諾被退回：{promise}", "{name} 退回了服務承諾：{promise}\n原因：{reason}"),
        "en": ("Sent back: {promise}", "{name} sent the promise back: {promise}\nWhy: {reason}"),
    },
)
declare(
    "promise.end_proposed",
    title=_("The end of a promise waits for approval"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺终止待批准：{promise}", "{name} 提请终止服务承诺：{promise}\n理由：{reason}"),
        "zh-hant": ("承諾終止待批准：{promise}", "{name} 提請終止服務承諾：{promise}\n理由：{reason}"),
        "en": (
            "The end of a promise waits for approval: {promise}",
            "{name} proposed to end: {promise}\nWhy: {reason}",
        ),
    },
)
declare(
    "promise.end_approved",
    title=_("The end of a promise is approved"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺终止已批准：{promise}", "{name} 已批准终止服务承诺：{promise}\n{reason}"),
        "zh-hant": ("承諾終止已批准：{promise}", "{name} 已批准終止服務承諾：{promise}\n{reason}"),
        "en": ("The end is approved: {promise}", "{name} approved the end of the promise: {promise}\n{reason}"),
    },
)
declare(
    "promise.end_returned",
    title=_("The end of a promise came back"),
    kind=Kind.INTERNAL,
    facts=_PROPOSAL,
    texts={
        "zh-hans": ("承诺终止被退回：{promise}", "{name} 退回了终止服务承诺的申请：{promise}\n原因：{reason}"),
        "zh-hant": ("承諾終止被退回：{promise}", "{name} 退回了終止服務承諾的申請：{promise}\n原因：{reason}"),
        "en": (
            "Sent back: the end of a promise: {promise}",
            "{name} sent the end of the promise back: {promise}\nWhy: {reason}",
        ),
    },
)
