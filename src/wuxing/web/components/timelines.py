"""The one history of a thing, row by row. Drawn by hand: a page may hold many rows."""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from wuxing.core.escaping import escape
from wuxing.web.components.marks import icon, seal

RINGS = {"proof": " wx-k", "correction": " wx-w"}


def taker(row: Any) -> Callable[[str], Any]:
    """Return how to ask a row, a mapping or an object, for a value that may be missing."""
    return row.get if isinstance(row, Mapping) else lambda key: getattr(row, key, None)


def row_of(row: Any) -> str:
    """Draw one row: time, icon, what happened, who, and the seal of its ledger entry."""
    take = taker(row)
    at = f' datetime="{escape(take("at"))}"' if take("at") else ""
    text = escape(take("text") or "")
    if take("was"):
        text += f' <del class="wx-was">{escape(take("was"))}</del> → <ins>{escape(take("becomes"))}</ins>'
    return (
        f"<li><time{at}>{escape(take('time'))}</time>"
        f'<span class="wx-dot{RINGS.get(take("kind") or "", "")}">{icon(take("icon") or "history")}</span>'
        f'<div><div class="wx-break">{text}</div>{_by(take)}{_photos(take("photos") or ())}</div>'
        f"<div>{seal(take('entry'), take('seal') or '', take('url') or '')}</div></li>"
    )


def _by(take: Callable[[str], Any]) -> str:
    by = escape(take("by") or "")
    if lag := take("lag"):
        by += f'{" · " if by else ""}<span class="wx-lag">{escape(lag)}</span>'
    lines = f'<div class="wx-by">{by}</div>' if by else ""
    return lines + (f'<div class="wx-by">{escape(take("note"))}</div>' if take("note") else "")


def _photos(photos: Iterable[Any]) -> str:
    drawn = ""
    for photo in photos:
        url, alt = escape(taker(photo)("url")), escape(taker(photo)("alt"))
        drawn += f'<a href="{url}"><img src="{url}" alt="{alt}" width="56" height="40" loading="lazy"></a>'
    return f'<span class="wx-thumbs">{drawn}</span>' if drawn else ""


def timeline(days: Iterable[tuple[object, Iterable[Any]]]) -> SafeString:
    """Draw days, each (label, rows); rows as wx/timeline.html lists them."""
    drawn = ""
    for label, rows in days:
        if label:
            drawn += f'<div class="wx-tl wx-dayl"><span class="wx-day">{escape(label)}</span></div>'
        drawn += f'<ol class="wx-tl">{"".join(map(row_of, rows))}</ol>'
    return mark_safe(drawn)
