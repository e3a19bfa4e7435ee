"""The badge that a holder puts on its own site: level, stars and what the certificate is worth today. Pure."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from wuxing.certification.certificate.states import State

STAR = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z"
LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
MARKS = {
    "done": ("#256a35", "#e6f3e8", '<circle cx="8" cy="8" r="6.4" fill="{0}"/><path d="m5.2 8.2 2 2 3.6-4" stroke="#fff"/>'),
    "late": ("#a6221a", "#fbe9e7", '<path d="M8 1.2 14.8 8 8 14.8 1.2 8z" fill="{0}"/><path d="M8 4.8v4M8 11v.2" stroke="#fff"/>'),
    "gone": ("#465062", "#eceef2", '<circle cx="8" cy="8" r="5.8" stroke="{0}"/><path d="m4 12 8-8" stroke="{0}"/>'),
    "risk": ("#855000", "#fdf0d9", '<path d="M8 2 14.6 13.6H1.4z" fill="{0}"/><path d="M8 6.3v3.6M8 11.6v.2" stroke="#fff"/>'),
}  # fmt: skip
KINDS = {State.VALID: "done", State.SUSPENDED: "late", State.WITHDRAWN: "late"}
WORDS: dict[str, dict[str, str]] = {
    "valid": {"zh-Hans": "有效", "zh-Hant": "有效", "en": "In force"},
    "suspended": {"zh-Hans": "暂停", "zh-Hant": "暫停", "en": "Suspended"},
    "withdrawn": {"zh-Hans": "撤销", "zh-Hant": "撤銷", "en": "Withdrawn"},
    "cancelled": {"zh-Hans": "注销", "zh-Hant": "註銷", "en": "Cancelled"},
    "expired": {"zh-Hans": "到期", "zh-Hant": "到期", "en": "Expired"},
    "replaced": {"zh-Hans": "已换发", "zh-Hant": "已換發", "en": "Replaced"},
    "exercise": {"zh-Hans": "演练，不作数", "zh-Hant": "演練，不作數", "en": "Exercise, counts for nothing"},
}
FONT = "system-ui,-apple-system,'PingFang SC','PingFang TC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
PADDING, HEIGHT = 14, 92


def language_of(query: str) -> str:
    """Return the language that a query asks for, `lang=zh-Hant`; zh-Hans without one that we have."""
    asked = next((part[5:] for part in query.split("&") if part.startswith("lang=")), "")
    return LANGUAGES.get(asked.lower(), "zh-Hans")


def badge(shown: Mapping[str, Any], state: str, day: str, language: str) -> str:
    """Draw the badge. Only one that is in force shows its stars in gold; every other says first why not."""
    kind = "risk" if shown["exercise"] else KINDS.get(State(state), "gone")
    word = WORDS["exercise" if shown["exercise"] else state][language]
    level = shown["level_names"].get(language) or shown["level"]
    ink, paper, mark = MARKS[kind]
    gold, stars = kind == "done", shown["stars"]
    foot = f"{shown['number']} · {day}"
    head = shown["basis"].partition(",")[0] or shown["scheme"].partition("@")[0]
    beside = 34 + _width(word, 16)
    width = max(PADDING * 2 + max(beside, _width(head, 11), _width(foot, 11), _width(level, 14) + 18 * stars + 8), 180)
    said = escape(f"{level} · {word} · {foot}")
    drawn = "".join(
        f'<path transform="translate({PADDING + _width(level, 14) + 8 + 18 * place} 50) scale(.66)" d="{STAR}" '
        + ('fill="#c77700"/>' if gold else 'fill="none" stroke="#868f9f" stroke-width="1.5"/>')
        for place in range(stars)
    )
    text = (
        (PADDING, 18, 11, 400, "#616b7c", head),
        (PADDING + 24, 41, 16, 600, ink, word),
        (PADDING, 63, 14, 600 if gold else 400, "#1e2632" if gold else "#616b7c", level),
        (PADDING, 82, 11, 400, "#616b7c", foot),
    )
    lines = "".join(
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}">{escape(words)}</text>'
        for x, y, size, weight, fill, words in text
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" role="img" '
        f'aria-label="{said.replace(chr(34), "&quot;")}" lang="{language}" data-state="{state}"><title>{said}</title>'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{HEIGHT - 1}" rx="6" fill="#fff" stroke="#c6ccd6"/>'
        f'<rect x="8" y="25" width="{beside}" height="21" rx="4" fill="{paper}"/>'
        f'<g transform="translate({PADDING} 27.5)" fill="none" stroke-width="1.6" stroke-linecap="round">{mark.format(ink)}</g>'
        f'<g font-family="{FONT}">{lines}</g>{drawn}</svg>'
    )


def _width(words: str, size: int) -> int:
    """Return about how wide words are: a Chinese sign is as wide as it is high."""
    return round(sum(1.0 if ord(sign) > 0x2E7F else 0.72 if sign.isupper() else 0.64 for sign in words) * size)
