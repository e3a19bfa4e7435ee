"""The line of a promise clock: time used, time the clock stood still, the promised instant."""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe

from wuxing.core.escaping import escape

WIDTH = 320
FILL = {"waiting": "run", "ontime": "run", "risk": "risk", "late": "late", "done": "done"}


def line(
    spans: Iterable[tuple[float, float, bool]], state: str = "ontime", due: float = 1.0, label: object = ""
) -> SafeString:
    """Draw the line. `spans` are (from, to, paused), `due` the promised instant; shares of the width, 0 to 1."""
    fill = FILL.get(state, "run")
    rects = []
    for start, end, paused in spans:
        x = round(min(max(start, 0.0), 1.0) * WIDTH, 1)
        w = round(min(max(end, 0.0), 1.0) * WIDTH - x, 1)
        if w > 0:
            rects.append(f'<rect class="wx-ck-{"pause" if paused else fill}" x="{x}" y="4" width="{w}" height="8"/>')
    at = round(min(max(due, 0.0), 1.0) * WIDTH - 1, 1)
    return mark_safe(
        f'<svg viewBox="0 0 {WIDTH} 16" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
        f'<rect class="wx-ck-bg" y="4" width="{WIDTH}" height="8"/>{"".join(rects)}'
        f'<path class="wx-ck-dl" d="M{at} 0v16"/></svg>'
    )
