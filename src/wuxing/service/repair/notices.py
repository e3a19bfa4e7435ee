"""What procedure 4 tells customers and technicians. The end of an order is told with the survey, or by itself (follow_up)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

_ORDER = {"number": "WO-2026-000012", "product": "冰箱", "technician": "陈伟"}
_VISIT = {**_ORDER, "slot": "2026-11-23 09:00–10:00"}

declare(
    "repair.received",
    title=_("Request received"),
    kind=Kind.SERVICE,
    facts={"number": "SR-2026-000012", "product": "冰箱"},
    texts={
        "zh-hans": (
            "报修已受理：{number}",
            "{name}您好，您的报修已受理，单号 {number}。我们会尽快安排维修人员与您联系。{organisation}",
        ),
        "zh-hant": (
            "報修已受理：{number}",
            "{name}您好，您的報修已受理，單號 {number}。我們會盡快安排維修人員與您聯繫。{organisation}",
        ),
        "en": (
            "Request received: {number}",
            "Dear {name}, we have your request, number {number}. A technician will call you soon. {organisation}",
        ),
    },
    useful_for=timedelta(days=1),
)
declare(
    "repair.visit_agreed",
    title=_("Visit agreed"),
    kind=Kind.SERVICE,
    facts=_VISIT,
    texts={
        "zh-hans": (
            "已约定上门：{slot}",
            "{name}您好，{number} 已约定 {slot} 上门，维修人员：{technician}。如需改约请提前告诉我们。{organisation}",
        ),
        "zh-hant": (
            "已約定上門：{slot}",
            "{name}您好，{number} 已約定 {slot} 上門，維修人員：{technician}。如需改約請提前告訴我們。{organisation}",
        ),
        "en": (
            "Visit agreed: {slot}",
            "Dear {name}, {technician} comes for {number} on {slot}. If this does not suit you, please tell us in time."
            " {organisation}",
        ),
    },
)
declare(
    "repair.visit_moved",
    title=_("Visit rescheduled"),
    kind=Kind.SERVICE,
    facts={**_VISIT, "before": "2026-11-22 14:00–15:00"},
    texts={
        "zh-hans": (
            "上门改到：{slot}",
            "{name}您好，{number} 的上门时间由 {before} 改为 {slot}，维修人员：{technician}。{organisation}",
        ),
        "zh-hant": (
            "上門改到：{slot}",
            "{name}您好，{number} 的上門時間由 {before} 改為 {slot}，維修人員：{technician}。{organisation}",
        ),
        "en": (
            "Visit moved to {slot}",
            "Dear {name}, the visit for {number} moves from {before} to {slot}; {technician} comes. {organisation}",
        ),
    },
)
declare(
    "repair.on_the_way",
    title=_("Technician on the way"),
    kind=Kind.SERVICE,
    facts=_VISIT,
    texts={
        "zh-hans": (
            "维修人员在路上",
            "{name}您好，{technician}在路上，约定时间 {slot}（{number}）。{organisation}",
        ),
        "zh-hant": (
            "維修人員在路上",
            "{name}您好，{technician}在路上，約定時間 {slot}（{number}）。{organisation}",
        ),
        "en": (
            "The technician is on the way",
            "Dear {name}, {technician} is on the way; agreed: {slot} ({number}). {organisation}",
        ),
    },
    urgent=True,
    useful_for=timedelta(hours=2),
)
declare(
    "repair.order_handed",
    title=_("Order handed over"),
    kind=Kind.INTERNAL,
    facts={**_VISIT, "district": "鼓楼区", "parts": "风机 1 个"},
    texts={
        "zh-hans": (
            "新工单：{number}",
            "派给你的工单：{number} {product}\n地点：{district}\n拟定时间：{slot}\n带上：{parts}",
        ),
        "zh-hant": (
            "新工單：{number}",
            "派給你的工單：{number} {product}\n地點：{district}\n擬定時間：{slot}\n帶上：{parts}",
        ),
        "en": (
            "New order: {number}",
            "Handed to you: {number} {product}\nPlace: {district}\nProposed: {slot}\nTake along: {parts}",
        ),
    },
)
declare(
    "repair.order_moved",
    title=_("Visit of an order changed"),
    kind=Kind.INTERNAL,
    facts={**_VISIT, "before": "2026-11-22 14:00–15:00"},
    texts={
        "zh-hans": ("上门时间变动：{number}", "{number} {product}\n时间：{slot}\n原来：{before}"),
        "zh-hant": ("上門時間變動：{number}", "{number} {product}\n時間：{slot}\n原來：{before}"),
        "en": ("Visit changed: {number}", "{number} {product}\nTime: {slot}\nBefore: {before}"),
    },
)
declare(
    "repair.closed",
    title=_("Repair closed"),
    kind=Kind.SERVICE,
    facts={"number": "WO-2026-000012"},
    texts={
        "zh-hans": (
            "服务已办结：{number}",
            "{name}您好，您的服务 {number} 已办结。如有问题请随时联系我们。{organisation}",
        ),
        "zh-hant": (
            "服務已辦結：{number}",
            "{name}您好，您的服務 {number} 已辦結。如有問題請隨時聯繫我們。{organisation}",
        ),
        "en": (
            "Service closed: {number}",
            "Dear {name}, your service {number} is closed. Call us if anything is not right. {organisation}",
        ),
    },
)
