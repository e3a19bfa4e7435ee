"""Tags and filters of the components, in every template by the settings. List: docs/reference/components.md."""
# ruff: noqa: S308  every value that comes from outside is escaped

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from wuxing.web.components import buttons, clocks, marks, scores, timelines, words

register = template.Library()

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.shape, name="shape")
register.simple_tag(marks.state_badge, name="state")
register.simple_tag(marks.seal, name="seal")
register.simple_tag(marks.clause, name="clause")
register.simple_tag(marks.stars, name="stars")
register.simple_tag(marks.points, name="points")
register.simple_tag(marks.number, name="number")
register.simple_tag(buttons.locked, name="locked")
register.simple_tag(buttons.filter_on, name="filter_on")
register.simple_tag(buttons.crumbs, name="crumbs")
register.simple_tag(buttons.mark, name="mark")
register.simple_tag(scores.bar, name="score_bar")
register.simple_tag(scores.picture, name="score_picture")
register.simple_tag(scores.share, name="share_bar")
register.simple_tag(scores.proof_tree, name="proof_tree")
register.simple_tag(clocks.line, name="clock_line")
register.simple_tag(timelines.timeline, name="timeline")

register.filter("stamp", words.stamp)
register.filter("day", words.day)
register.filter("clock_time", words.clock_time)
register.filter("weekday", words.weekday)
register.filter("duration", words.duration)
register.filter("short_duration", words.short_duration)
register.filter("working_time", words.working_time)
register.filter("money", words.money)


@register.simple_tag
def wx_url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page, or nothing when the page does not exist (yet)."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def csrf_token(context: template.RequestContext) -> str:
    """Write the token of a form that sends, in a part included with `only` too: Django's own tag writes nothing there."""
    request = getattr(context, "request", None)
    given = context.get("csrf_token") or (get_token(request) if request else "")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', given) if given else ""


@register.filter
def initial(name: object) -> str:
    """Return the first character of a name, for the round picture."""
    return str(name)[:1] or "?"


@register.simple_tag
def avatar(name: object, size: str = "") -> SafeString:
    """Draw the first character of a name in a circle; the name itself stands beside it."""
    return mark_safe(f'<span class="wx-av{escape(size)}" aria-hidden="true">{escape(initial(name))}</span>')


@register.simple_tag
def seal_shape(state: str) -> SafeString:
    """Draw the square of the ledger: done (sealed), waiting, late (does not match)."""
    name = {"done": "seal", "late": "sealbad"}.get(state, "sealwait")
    return mark_safe(marks.drawn_shape(name, "wx-s wx-seal"))


@register.simple_tag
def promise_bar(row: Any) -> SafeString:
    """Draw how one promise was kept: kept, running, at risk, late."""
    take = row.get if isinstance(row, dict) else lambda key: getattr(row, key)
    parts = [(kind, int(take(kind) or 0)) for kind in ("done", "run", "risk", "late")]
    return scores.share(parts)


@register.filter
def quarter(hour: int) -> int:
    """Return the first 15-minute column of the n-th hour of a lane (08:00 = 1)."""
    return hour * 4 + 1
