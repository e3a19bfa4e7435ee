"""What the doors send: the link to follow a case, when it is asked for."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

LINK = declare(
    "tracking.link",
    title=_("Link to follow a request"),
    kind=Kind.SERVICE,
    facts={"number": "WO-2026-000012", "link": "https://service.example/t/…/"},
    texts={
        "zh-hans": ("维修进度链接：{number}", "您好，{number} 的进度在这里查看：{link}\n请勿转发。{organisation}"),
        "zh-hant": ("維修進度連結：{number}", "您好，{number} 的進度在這裡查看：{link}\n請勿轉傳。{organisation}"),
        "en": (
            "Follow your repair: {number}",
            "Follow {number} here: {link}\nPlease keep this link to yourself. {organisation}",
        ),
    },
    secret=("link",),
)
