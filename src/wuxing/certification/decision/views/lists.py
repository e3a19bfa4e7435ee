"""All decisions: how many of each outcome a year, and the decisions themselves."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.decision import queries, words
from wuxing.certification.decision.models import Decision
from wuxing.certification.decision.views.shown import OUTCOMES
from wuxing.core.access import Permission
from wuxing.core.doors import acting

SIZE = 50


def decisions(request: HttpRequest) -> HttpResponse:
    """List decisions, newest first, with the counts of each year: how lenient the body is."""
    acting(request, Permission.CASE_READ)
    chosen = request.GET.get("outcome", "")
    outcome = chosen if chosen in Decision.Outcome.values else ""
    after = request.GET.get("before", "")
    rows = queries.listed(int(after) if after.isdecimal() and len(after) < 18 else None, outcome, SIZE)
    more = rows[SIZE - 1].pk if len(rows) > SIZE else 0
    kept = {"outcome": outcome} if outcome else {}
    context = {
        "years": queries.years(),
        "rows": [
            {
                "row": row,
                "word": words.outcome(row.outcome),
                "state": OUTCOMES[row.outcome],
                "level": case_words.level(row.case.pack, row.level) if row.level else "",
                "aimed": case_words.level(row.case.pack, row.case.target_level),
            }
            for row in rows[:SIZE]
        ],
        "views": [
            {"title": _("all"), "url": "?", "here": not outcome, "count": ""},
            *(
                {"title": words.outcome(one), "url": f"?outcome={one}", "here": outcome == one, "count": ""}
                for one in Decision.Outcome.values
            ),
        ],
        "next": f"?{urlencode({**kept, 'before': more})}" if more else "",
        "previous": f"?{urlencode(kept)}" if after else "",
        "words": _("newest first"),
    }
    return render(request, "certification/decision/decisions.html", context)
