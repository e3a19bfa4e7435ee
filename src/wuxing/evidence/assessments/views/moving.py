"""Causes of a difference in words."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.evidence.assessments.rules import Cause, Moved
from wuxing.evidence.readiness import words
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import MetricValue


def shown(pack: Pack, cause: Moved, *, counted: bool = True) -> dict[str, Any]:
    """Return one cause as the change log draws it; what is supposed has no records to be `counted`."""
    points = cause.likely or cause.low
    title, url = _title(pack, cause)
    small = [_records(cause) if counted else "", _ratios(cause), _ends(cause)]
    return {
        "title": title,
        "url": url,
        "points": f"{'+' if points > 0 else '−' if points < 0 else '±'}{words.number(abs(points), 2)}",
        "is_loss": points < 0,
        "small": " · ".join(part for part in small if part),
    }


def _title(pack: Pack, cause: Moved) -> tuple[str, str]:
    if cause.cause is Cause.METRIC:
        metric = pack.metrics.get(cause.name)
        if metric is None:
            return cause.name, ""
        return words.text(metric.title), f"{reverse('evidence:metric', args=[cause.name])}?tab=missed"
    if cause.cause is Cause.SPECIAL:
        return _("special deductions and bonus"), f"{reverse('evidence:items')}?tab=special"
    if cause.cause is Cause.POINTS:
        return _("official points came into use, or went"), ""
    if cause.cause is Cause.EDITION:
        return _("another edition of the scheme: %s") % cause.name, ""
    label = {
        Cause.RULING: _("ruling on %s"),
        Cause.OVERRIDE: _("override of %s"),
        Cause.EXCLUSION: _("exclusion of %s"),
    }[cause.cause]
    leaf = pack.by_id.get(cause.name)
    name = f"{cause.name} {words.text(leaf.title)}" if leaf else cause.name
    return label % name, reverse("evidence:indicator", args=[cause.name]) if leaf else ""


def _records(cause: Moved) -> str:
    """Say by how many records that do not conform the metric grew, or shrank."""
    if cause.failing > 0:
        count = f"{cause.failing:,}"
        return ngettext("%s more record does not conform", "%s more records do not conform", cause.failing) % count
    if cause.failing < 0:
        count = f"{-cause.failing:,}"
        return ngettext("%s fewer does not conform", "%s fewer do not conform", -cause.failing) % count
    return ""


def _ratios(cause: Moved) -> str:
    if cause.cause is not Cause.METRIC:
        return ""
    return f"{_ratio(cause.before)} → {_ratio(cause.now)}"


def _ratio(value: MetricValue | None) -> str:
    if value is None or not value.n:
        return "—"
    share = words.percent(Decimal(value.ok) / value.n)
    return share if value.known else _("unknown (%s)") % share


def _ends(cause: Moved) -> str:
    """Name the low end where it moves by another amount than the likely score."""
    if not cause.likely or cause.low in (0, cause.likely):
        return ""
    return (
        _("proven %s") % f"{'+' if cause.low > 0 else '−' if cause.low < 0 else '±'}{words.number(abs(cause.low), 2)}"
    )
