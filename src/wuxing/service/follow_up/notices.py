"""What follow-up says to customers and to the desk."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

declare(
    "survey.invite",
    title=_("Invitation to the survey"),
    kind=Kind.SERVICE,
    facts={"name": "王女士", "number": "WO-2026-000012", "link": "https://example.com/survey/ab12/"},
    texts={
        "zh-hans": ("请评价这次服务：{number}", "{name}您好，{number} 已办结。请用 30 秒评价这次服务：{link}"),
        "zh-hant": ("請評價這次服務：{number}", "{name}您好，{number} 已辦結。請用 30 秒評價這次服務：{link}"),
        "en": (
            "How was our service? {number}",
            "Dear {name}, {number} is closed. Please rate it in 30 seconds: {link}",
        ),
    },
    secret=("link",),
    useful_for=timedelta(days=3),
)
declare(
    "problem.raise",
    title=_("A customer is not content"),
    kind=Kind.INTERNAL,
    facts={"number": "PB-2026-000003", "order": "WO-2026-000012", "due": "2026-11-18 09:00"},
    texts={
        "zh-hans": ("客户不满意：{number}", "{order} 的客户反映了问题 {number}，请在 {due} 前联系客户。"),
        "zh-hant": ("客戶不滿意：{number}", "{order} 的客戶反映了問題 {number}，請在 {due} 前聯繫客戶。"),
        "en": ("A customer is not content: {number}", "Problem {number} on {order}: call the customer before {due}."),
    },
)
declare(
    "problem.complaint",
    title=_("Complaint received"),
    kind=Kind.SERVICE,
    facts={"name": "王女士", "number": "PB-2026-000003", "order": "WO-2026-000012", "due": "2026-11-18 09:00"},
    texts={
        "zh-hans": ("已收到您的投诉：{number}", "{name}您好，您对 {order} 的投诉已收到，编号 {number}。我们会在 {due} 前联系您。"),
        "zh-hant": ("已收到您的投訴：{number}", "{name}您好，您對 {order} 的投訴已收到，編號 {number}。我們會在 {due} 前聯繫您。"),
        "en": ("Complaint received: {number}", "Dear {name}, your complaint {number} about {order} is in. We call by {due}."),
    },
)  # fmt: skip
