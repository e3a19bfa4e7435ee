"""Buttons that say why they are locked, and filters that are links."""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from wuxing.core.escaping import escape
from wuxing.web.components.marks import icon

Text = str | Promise


def locked(label: Text, reason: Text, *, size: str = "", full: bool = False) -> SafeString:
    """Draw a locked button in its place: dashed, with the reason on hover, focus and touch."""
    classes = "btn wx-off" + (f" wx-{size}" if size else "") + (" wx-full" if full else "")
    return mark_safe(
        f'<span class="wx-locked{" wx-full" if full else ""}">'
        f'<button type="button" class="{classes}" aria-disabled="true">{icon("lock")}{escape(label)}'
        f'<span class="wx-vh">{escape(gettext(": "))}{escape(reason)}</span></button>'
        f'<span class="wx-tip" aria-hidden="true">{escape(reason)}</span></span>'
    )


def filter_on(label: Text, value: object, url: str) -> SafeString:
    """Draw a filter that is on: its value is shown, the link takes it away."""
    off = escape(gettext("remove this filter"))
    return mark_safe(
        f'<a class="wx-filter wx-on" href="{escape(url)}">{escape(label)} <b>{escape(value)}</b>'
        f'{icon("x")}<span class="wx-vh">{off}</span></a>'
    )


def crumbs(*parts: object) -> SafeString:
    """Draw the path to this page from label, url, label, url … and at last the label of the page itself."""
    pairs = list(zip(parts[:-1:2], parts[1:-1:2], strict=False))
    sep = str(icon("chevron-right"))
    before = "".join(
        f'<li><a href="{escape(url)}">{escape(label)}</a>{sep}</li>'
        if url
        else f"<li><span>{escape(label)}</span>{sep}</li>"
        for label, url in pairs
    )
    here = f'<li><b aria-current="page">{escape(parts[-1])}</b></li>' if parts else ""
    return mark_safe(before + here)


def mark(size: str = "") -> SafeString:
    """Draw the mark 正: five strokes, one record each."""
    extra = f" {size}" if size else ""
    return mark_safe(
        f'<svg class="wx-mk{extra}" viewBox="0 0 24 24" aria-hidden="true">'
        '<rect class="wx-mk-bg" width="24" height="24" rx="5"/>'
        '<path class="wx-mk-fg" d="M6 6.5h12M12 6.5v11M12 11.5h4.5M8 11v6.5M5.5 17.5h13"/></svg>'
    )
