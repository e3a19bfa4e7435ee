"""What customers hear of a quote, and what its writer hears of the answer."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.notices.events import Kind, declare

_QUOTE = {"number": "QT-2026-000012", "product": "冰箱"}

declare(
    "charges.quote_sent",
    title=_("Quote sent"),
    kind=Kind.SERVICE,
    facts={**_QUOTE, "until": "2026-11-29", "link": "https://example.com/t/word/"},
    texts={
        "zh-hans": (
            "维修报价：{number}",
            "{name}您好，{product}的维修报价 {number} 已出，有效至 {until}。请打开链接查看并答复：{link} 您同意之前不做收费的工作。"
            "{organisation}",
        ),
        "zh-hant": (
            "維修報價：{number}",
            "{name}您好，{product}的維修報價 {number} 已出，有效至 {until}。請開啟連結查看並答覆：{link} 您同意之前不做收費的工作。"
            "{organisation}",
        ),
        "en": (
            "Quote for your repair: {number}",
            "Dear {name}, the quote {number} for your {product} is ready and stands until {until}. Please look and answer here:"
            " {link} Nothing that costs you money is done before you agree. {organisation}",
        ),
    },
)
declare(
    "charges.quote_answered",
    title=_("Quote answered by the customer"),
    kind=Kind.INTERNAL,
    facts={**_QUOTE, "answer": "accepted", "order": "WO-2026-000012"},
    texts={
        "zh-hans": ("报价已答复：{number}", "{order} {product}\n报价 {number}：{answer}"),
        "zh-hant": ("報價已答覆：{number}", "{order} {product}\n報價 {number}：{answer}"),
        "en": ("Quote answered: {number}", "{order} {product}\nQuote {number}: {answer}"),
    },
)
