"""Small marks: icons, state badges, seals, clause chips. Drawn up to hundreds of times a page, so they are strings.

Every mark is colour + shape + word. The shapes live in one sprite file (`static/wx/symbols.svg`).
"""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from functools import cache
from typing import Final

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from wuxing.core.escaping import escape

STATES: Final[dict[str, Promise]] = {
    "waiting": gettext_lazy("waiting"),
    "ontime": gettext_lazy("on time"),
    "risk": gettext_lazy("at risk"),
    "late": gettext_lazy("late"),
    "done": gettext_lazy("done"),
    "unknown": gettext_lazy("unknown"),
    "excluded": gettext_lazy("not applicable"),
}
SEALS: Final[dict[str, tuple[str, Promise]]] = {
    "sealed": ("seal", gettext_lazy("ledger proof")),
    "waiting": ("sealwait", gettext_lazy("waiting to be sealed")),
    "bad": ("sealbad", gettext_lazy("does not match")),
}
STAR: Final = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5L12 17.5l-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z"


@cache
def sprite() -> str:
    """Return the address of the sprite of symbols."""
    return static("wx/symbols.svg")


@cache
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon; `size` is empty, "lg" (20 px) or "xl" (28 px). It is never read aloud: a word stands beside it."""
    extra = f" wx-{size}" if size else ""
    return mark_safe(f'<svg class="wx-i{extra}" aria-hidden="true"><use href="{sprite()}#i-{escape(name)}"/></svg>')


@cache
def drawn_shape(name: str, classes: str) -> str:
    """Return the drawing of a symbol of the sprite, with its classes."""
    return (
        f'<svg class="{classes}" viewBox="0 0 16 16" aria-hidden="true"><use href="{sprite()}#s-{escape(name)}"/></svg>'
    )


def shape(state: str, *, size: str = "", label: str | Promise = "") -> SafeString:
    """Draw the shape of a state in its colour; `label` is said to those who do not see it."""
    drawn = drawn_shape(state, f"wx-s wx-f-{state}" + (f" wx-{size}" if size else ""))
    return mark_safe(f'{drawn}<span class="wx-vh">{escape(label)}</span>' if label else drawn)


def state_badge(state: str, word: object = "", *, bare: bool = False, big: bool = False) -> SafeString:
    """Draw a state badge; `word` may be more exact than the state's own ("剩 0:55"); `bare` leaves the ground out."""
    classes = f"wx-st wx-st-{state}{' wx-bare' if bare else ''}{' wx-big' if big else ''}"
    return mark_safe(
        f'<span class="{classes}">{drawn_shape(state, "wx-s")}<span>{escape(word or STATES[state])}</span></span>'
    )


def seal(entry: int | str | None = None, state: str = "", url: str = "") -> SafeString:
    """Draw the proof seal of ledger entry `entry`: sealed, waiting to be sealed, or "bad" (does not match)."""
    known = state or ("sealed" if entry else "waiting")
    name, words = SEALS[known]
    drawn = drawn_shape(name, "wx-s wx-seal" if known == "sealed" else "wx-s")
    bad = " wx-f-late" if known == "bad" else ""
    if known == "sealed":
        text = f'<span class="wx-vh">{escape(words)} </span>#{escape(entry)}'
    else:
        text = escape(words)
    if url:
        return mark_safe(f'<a class="wx-seal-btn{bad}" href="{escape(url)}">{drawn}{text}</a>')
    return mark_safe(f'<span class="wx-seal-btn{bad}">{drawn}{text}</span>')


def clause(code: str, title: object = "", state: str = "", url: str = "") -> SafeString:
    """Draw a clause chip: done = counts as evidence, waiting = will count, excluded = does not count."""
    said = {
        "done": gettext("counts as evidence"),
        "waiting": gettext("waits to count"),
        "excluded": gettext("does not count"),
    }.get(state, "")
    drawn = shape(state, label=said) if state else ""
    out = " wx-out" if state == "excluded" else ""
    inside = f"{drawn}<b>{escape(code)}</b><span>{escape(title)}</span>"
    if url:
        return mark_safe(f'<a class="wx-clause{out}" href="{escape(url)}">{inside}</a>')
    return mark_safe(f'<span class="wx-clause{out}">{inside}</span>')


def stars(count: int, of: int = 5) -> SafeString:
    """Draw a grade in stars, filled and outlined, in ink; read aloud as a sentence."""
    one = '<svg viewBox="0 0 24 24"><path class="wx-star-{}" d="' + STAR + '"/></svg>'
    drawn = "".join(one.format("on" if i < count else "off") for i in range(of))
    label = gettext("%(count)s of %(of)s stars") % {"count": count, "of": of}
    return mark_safe(f'<span class="wx-stars" role="img" aria-label="{escape(label)}">{drawn}</span>')


def points(value: object, *, placeholder: bool = False) -> SafeString:
    """Write points; a placeholder digit has the dashed underline and says so."""
    if value is None:
        return mark_safe(f'<span class="wx-t3" title="{escape(gettext("no points loaded"))}">—</span>')
    if not placeholder:
        return mark_safe(str(escape(value)))
    note = escape(gettext("placeholder"))
    return mark_safe(f'<span class="wx-ph" title="{note}">{escape(value)}</span><span class="wx-vh"> {note}</span>')


def number(value: object, unit: object = "") -> SafeString:
    """Write a number of a table cell: zero is grey, "—" is not applicable."""
    if value is None or value == "":
        return mark_safe('<span class="wx-t3">—</span>')
    text = f"{value:,}" if isinstance(value, int) else escape(value)
    tail = f" {escape(unit)}" if unit else ""
    return mark_safe(f'<span class="wx-zero">{text}{tail}</span>' if value == 0 else f"{text}{tail}")
