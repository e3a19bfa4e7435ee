"""Pictures of points: the bar of an indicator, the range of a score, shares of a whole, a record's path in the tree.

Solid = proven, thick hatch = likely, thin hatch = unknown, red base line = lost. Geometry here, colour in CSS.
"""
# ruff: noqa: S308  every value that comes from outside is escaped here, by hand, for speed

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from wuxing.core.escaping import escape

Number = int | float  # Decimal passes through float()


def bar(proven: Number, likely: Number, high: Number, full: Number, label: object = "") -> SafeString:
    """Draw the bar of one indicator: `proven` <= `likely` <= `high` <= `full` points."""
    whole = float(full) or 1.0
    a, b, c = (round(160 * min(max(float(x) / whole, 0.0), 1.0), 1) for x in (proven, likely, high))
    b, c = max(a, b), max(a, b, c)
    said = label or _("proven %(proven)s, likely %(likely)s, at most %(high)s of %(full)s") % {
        "proven": proven,
        "likely": likely,
        "high": high,
        "full": full,
    }
    lost = f'<rect class="wx-b-x" x="{c}" y="7" width="{160 - c:.1f}" height="3"/>' if c < 160 else ""
    return mark_safe(
        f'<svg class="wx-bar100" viewBox="0 0 160 10" preserveAspectRatio="none"'
        f' role="img" aria-label="{escape(said)}">'
        f'<rect class="wx-b-bg" width="160" height="10"/><rect class="wx-b-e" width="{a}" height="10"/>'
        f'<rect class="wx-b-l" x="{a}" width="{b - a:.1f}" height="10"/>'
        f'<rect class="wx-b-u" x="{b}" width="{c - b:.1f}" height="10"/>{lost}</svg>'
    )


def share(parts: Iterable[tuple[str, Number]], label: object = "", height: int = 16) -> SafeString:
    """Draw shares from (kind, number); kinds: done run risk late (promises), all ok no un ex (populations)."""
    found = [(kind, float(value)) for kind, value in parts if value]
    whole = sum(value for _kind, value in found) or 1.0
    x, rects = 0.0, []
    for kind, value in found:
        w = 400 * value / whole
        css = f"wx-p-{kind} wx-p-gap" if kind in {"done", "run", "risk", "late"} else f"wx-f-{kind}"
        rects.append(f'<rect class="{css}" x="{x:.1f}" width="{w:.1f}" height="{height}"/>')
        x += w
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg viewBox="0 0 400 {height}" preserveAspectRatio="none" {said}>{"".join(rects)}</svg>')


@dataclass(frozen=True, slots=True)
class _Axis:
    """Points to pixels: from 0, or broken visibly and starting at 60 when nothing lies below."""

    left: float
    width: float
    start: float

    def at(self, value: Number) -> float:
        share = (min(max(float(value), self.start), 100.0) - self.start) / (100.0 - self.start)
        return round(self.left + self.width * share, 1)


def _zones(axis: _Axis, grades: Sequence[tuple[Number, object]], *, top: int, height: int, likely: float) -> str:
    edges = [axis.start, *(float(value) for value, _name in grades), 100.0]
    names = [_("below all grades"), *(name for _value, name in grades)]
    drawn = []
    free = 0.0  # where the names on the lower line end
    for i, name in enumerate(names):
        x, end = axis.at(edges[i]), axis.at(edges[i + 1])
        drawn.append(
            f'<rect class="wx-sc-zone{" wx-alt" if i % 2 else ""}" x="{x}" y="{top}"'
            f' width="{end - x:.1f}" height="{height}"/>'
        )
        if top > 20:
            here = " wx-h" if edges[i] <= likely < edges[i + 1] or (likely >= 100 and i == len(names) - 1) else ""
            middle, half = (x + end) / 2, sum(11 if ord(sign) > 0x2E80 else 6 for sign in str(name)) / 2
            raised = middle - half < free
            free = free if raised else middle + half + 4
            drawn.append(_text(middle, top - (20 if raised else 8), name, f"wx-sc-t wx-mid{here}"))
    return "".join(drawn)


def _range(axis: _Axis, low: float, likely: float, high: float, *, y: int, height: int) -> str:
    a, b, c, end = axis.at(low), axis.at(likely), axis.at(high), axis.at(100)
    return (
        f'<rect class="wx-sc-prov" x="{axis.left}" y="{y}" width="{a - axis.left:.1f}" height="{height}"/>'
        f'<rect class="wx-sc-like" x="{a}" y="{y}" width="{b - a:.1f}" height="{height}"/>'
        f'<rect class="wx-sc-high" x="{b}" y="{y}" width="{c - b:.1f}" height="{height}"/>'
        f'<rect class="wx-sc-lost" x="{c}" y="{y}" width="{end - c:.1f}" height="{height}"/>'
        + (f'<path class="wx-sc-x" d="M{c + 1} {y + height - 1}H{end - 1}"/>' if end - c > 2 else "")
    )


def _text(x: float, y: int, words: object, css: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y}">{escape(words)}</text>'


def _ends(axis: _Axis, low: float, high: float) -> str:
    """Write low and high inside the range; outside it, or one above the other, where it is too narrow."""
    a, c = axis.at(low), axis.at(high)
    narrow = c - a < 170
    left, right = narrow and a > axis.left + 100, not narrow or c > 760
    low_words, high_words = _("low %s") % f"{low:.1f}", _("high %s") % f"{high:.1f}"
    row = 136 if narrow and (right or not left) else 122
    return _text(a - 5 if left else a + 5, 122, low_words, "wx-sc-t wx-b" + (" wx-end" if left else "")) + _text(
        c - 5 if right else c + 5, row, high_words, "wx-sc-t wx-b" + (" wx-end" if right else "")
    )


def _wide(
    low: float, likely: float, high: float, grades: Sequence[tuple[Number, object]], before: object, *, known: bool
) -> str:
    broken = low >= 62 and all(float(value) >= 62 for value, _name in grades)
    axis = _Axis(44.0, 816.0, 60.0) if broken else _Axis(8.0, 852.0, 0.0)
    a, b, c = axis.at(low), axis.at(likely), axis.at(high)
    out = [_zones(axis, grades, top=26, height=110, likely=likely if known else -1)]
    lines = "".join(f"M{axis.at(value)} 26V142" for value, _name in grades)
    out.append(f'<path class="wx-sc-line" d="{lines}"/>')
    out += [_text(axis.at(value), 157, f"{float(value):g}", "wx-sc-t wx-b wx-mid") for value, _name in grades]
    out.append(_text(axis.at(100), 157, 100, "wx-sc-t wx-end"))
    if broken:
        out.append(_text(2, 157, 0, "wx-sc-t") + _text(40, 157, 60, "wx-sc-t"))
        out.append('<rect class="wx-sc-prov" x="2" y="74" width="26" height="30"/>')
        out.append('<path class="wx-sc-line" d="M31 70l5 9-5 9 5 9-5 9M37 70l5 9-5 9 5 9-5 9"/>')
    else:
        out.append(_text(axis.left, 157, 0, "wx-sc-t"))
    out.append(_range(axis, low, likely, high, y=74, height=30))
    if a - axis.left > 70:
        out.append(_text(axis.left + 14, 93, _("proven"), "wx-sc-t wx-on"))
    if axis.at(100) - c > 84:
        out.append(_text((c + axis.at(100)) / 2, 93, _("lost %s") % f"{100 - high:.1f}", "wx-sc-t wx-mid"))
    if known:
        out.append(f'<path class="wx-sc-mark" d="M{b} 54V112"/><circle class="wx-sc-dot" cx="{b}" cy="54" r="4"/>')
        side = ("wx-sc-num wx-end", -9) if b > 300 else ("wx-sc-num", 9)
        out.append(_text(b + side[1], 60, _("likely %s") % f"{likely:.1f}", side[0]))
    else:
        out.append(_text(axis.left + 14, 60, _("likely: not known yet"), "wx-sc-num"))
    out.append(f'<path class="wx-sc-line" d="M{a} 104V122M{c} 104V122"/>')
    out.append(_ends(axis, low, high))
    if before is not None:
        x = axis.at(float(str(before)))
        end = " wx-end" if x > 200 else ""
        out.append(f'<path class="wx-sc-dot" d="M{x} 105l4 7h-8z"/>')
        out.append(_text(x - 7 if end else x + 7, 134, _("30 days ago %s") % before, "wx-sc-t" + end))
    return "".join(out)


def _narrow(low: float, likely: float, high: float, grades: Sequence[tuple[Number, object]], *, known: bool) -> str:
    axis = _Axis(8.0, 348.0, 60.0 if low >= 62 else 0.0)
    b = axis.at(likely)
    out = [_zones(axis, grades, top=16, height=38, likely=likely), _range(axis, low, likely, high, y=26, height=18)]
    if known:
        out.append(f'<path class="wx-sc-mark" d="M{b} 18V48"/>')
        out.append(_text(b, 11, _("likely %s") % f"{likely:.1f}", "wx-sc-t wx-b" + (" wx-end" if b > 120 else "")))
    else:
        out.append(_text(axis.left, 11, _("likely: not known yet"), "wx-sc-t wx-b"))
    for value, _name in grades:
        x = axis.at(value)
        out.append(f'<path class="wx-sc-line" d="M{x} 16V58"/>' + _text(x, 71, f"{float(value):g}", "wx-sc-t wx-mid"))
    return "".join(out)


def picture(
    low: Number,
    likely: Number | None,
    high: Number,
    grades: Sequence[tuple[Number, object]],
    before: object = None,
    *,
    small: bool = False,
) -> SafeString:
    """Draw low, likely (None: not known yet) and high against `grades` ((70, name), …); phones and `small` get it narrow."""
    known = likely is not None
    a, b, c = float(low), float(low if likely is None else likely), float(high)
    middle = f"{b:.1f}" if known else _("not known yet")
    said = escape(
        _("score range: low %(low).1f, likely %(likely)s, high %(high).1f; grades at %(grades)s")
        % {"low": a, "likely": middle, "high": c, "grades": ", ".join(f"{float(v):g}" for v, _name in grades)}
    )
    slim = _narrow(a, b, c, grades, known=known)
    narrow = f'<svg class="wx-score" viewBox="0 0 366 74" role="img" aria-label="{said}">{slim}</svg>'
    if small:
        return mark_safe(narrow)
    drawn = _wide(a, b, c, grades, before, known=known)
    wide = f'<svg class="wx-score" viewBox="0 -8 884 172" role="img" aria-label="{said}">{drawn}</svg>'
    return mark_safe(f'<div class="wx-hide-s">{wide}</div><div class="wx-only-s">{narrow}</div>')


def proof_tree(checkpoint: object, label: object = "") -> SafeString:
    """Draw the path from a record to a signed checkpoint: the idea, not the depth."""
    said = label or _("path from the record to the checkpoint")
    plain = [(132, 54), (40, 54), (17, 78), (63, 78), (109, 78), (155, 78), (293, 78), (339, 78)]
    given = [(86, 30), (316, 54), (201, 78)]
    path = [(178, 6), (270, 30), (224, 54), (247, 78)]
    boxes = "".join(
        f'<rect class="wx-mk-{css}" x="{x}" y="{y}" width="12" height="12" rx="2"/>'
        for css, places in (("n", plain), ("s", given), ("p", path))
        for x, y in places
    )
    branches = (
        "M184 12 92 36M184 12 276 36M92 36 46 60M92 36 138 60M276 36 230 60M276 36 322 60M230 60 207 84M230 60 253 84"
        "M46 60 23 84M46 60 69 84M138 60 115 84M138 60 161 84M322 60 299 84M322 60 345 84"
    )
    return mark_safe(
        f'<svg class="wx-merk" viewBox="0 0 368 108" role="img" aria-label="{escape(said)}">'
        f'<path class="wx-mk-l" d="{branches}"/><path class="wx-mk-pl" d="M184 12 276 36 230 60 253 84"/>{boxes}'
        + _text(196, 10, _("checkpoint %s") % checkpoint, "wx-sc-t")
        + _text(253, 105, _("this record"), "wx-sc-t wx-b wx-mid")
        + "</svg>"
    )
