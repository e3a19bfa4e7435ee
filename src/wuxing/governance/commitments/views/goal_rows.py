"""What the pages of goals show, as plain rows."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.governance.commitments import rules, subjects
from wuxing.governance.commitments.models import Goal
from wuxing.governance.commitments.queries import COMPANY, Share
from wuxing.governance.commitments.words import AREAS, KINDS


def period_words(year: int, month: int) -> str:
    """Return a period in words."""
    return f"{year}-{month:02d}" if month else _("%(year)s, whole year") % {"year": year}


def holder_words(goal: Goal) -> str:
    """Return who is to keep a goal."""
    return goal.holder_name or _("the whole company")


def goal_rows(goals: Iterable[Goal], found: Mapping[int, Share]) -> list[dict[str, Any]]:
    """Return goals with what was reached of each."""
    shown = []
    for goal in goals:
        share = found[goal.pk]
        is_reached = rules.is_reached(goal.share, share.percent)
        state, word = {
            None: ("unknown", _("nothing to judge yet")),
            True: ("done", _("target met")),
            False: ("late", _("target missed")),
        }[is_reached]
        scope = [goal.product_line, goal.tier, wording.text(AREAS[goal.area])]
        declared = subjects.holders().get(goal.holder_type)
        shown.append(
            {
                "pk": goal.pk,
                "holder": holder_words(goal),
                "holder_type": wording.text(declared.title) if declared else "",
                "kind": wording.text(KINDS[goal.kind]),
                "scope": " · ".join(part for part in scope if part),
                "period": period_words(goal.year, goal.month),
                "share": f"{goal.share.normalize():f}%",
                "percent": "—" if share.percent is None else f"{share.percent}%",
                "gap": "" if share.percent is None else f"{share.percent - goal.share:+.1f}",
                "kept": share.kept,
                "judged": share.judged,
                "running": share.running,
                "late": share.late,
                "open": share.running + share.late,
                "owner": goal.owner.name,
                "version": goal.version,
                "state": state,
                "word": word,
            }
        )
    return shown


def version_rows(versions: Iterable[Goal]) -> list[dict[str, Any]]:
    """Return the versions of a goal."""
    return [
        {
            "pk": one.pk,
            "version": one.version,
            "share": f"{one.share.normalize():f}%",
            "made_at": one.made_at,
            "made_by": one.made_by.name if one.made_by else "",
            "ended_at": one.ended_at,
            "reason": one.reason,
            "end_reason": one.end_reason,
        }
        for one in versions
    ]


def month_views(here: str, kept: Mapping[str, str], month: int | None) -> list[dict[str, Any]]:
    """Return the year and its months as tabs."""
    return [
        {
            "title": _("whole year") if one == 0 else _("month %(month)s") % {"month": one},
            "count": None,
            "url": f"{here}?{urlencode({**kept, 'month': one})}",
            "here": one == month,
        }
        for one in range(13)
    ]


def year_views(here: str, kept: Mapping[str, str], year: int) -> list[dict[str, Any]]:
    """Return the year before, this one and the next as tabs."""
    this = clock.now().year
    years = sorted({this - 1, this, this + 1, year})
    return [
        {"title": str(one), "count": None, "url": f"{here}?{urlencode({**kept, 'year': one})}", "here": one == year}
        for one in years
    ]


def holder_views(here: str, kept: Mapping[str, str], holder: str) -> list[dict[str, Any]]:
    """Return the kinds of holders as tabs."""
    words = {"": _("all"), COMPANY: _("the whole company")} | {
        kind: wording.text(one.title) for kind, one in subjects.holders().items()
    }
    return [
        {
            "title": word,
            "count": None,
            "url": f"{here}?{urlencode({name: value for name, value in {**kept, 'holder': kind}.items() if value})}",
            "here": kind == holder,
        }
        for kind, word in words.items()
    ]
