"""The score over time, and the assessments that were kept."""

import json
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.evidence.assessments import actions, queries, rules
from wuxing.evidence.assessments.models import Assessment, DayScore
from wuxing.evidence.assessments.views import charts, moving
from wuxing.evidence.bundles.models import Bundle
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import Report, adopted_pack, report_for
from wuxing.evidence.readiness.views.asked import asked_of
from wuxing.schemes.packs.structure import Pack

SPANS = {"1": 1, "7": 7, "30": 30}
CAUSES_SHOWN = 8
DAYS_SHOWN = 60


def since_context(report: Report, asked: str, kept: dict[str, str]) -> dict[str, Any]:
    """Return why the score moved since yesterday, a week or a month ago, and the score over time, for the readiness page."""
    span = asked if asked in SPANS else "1"
    then = queries.day_score(report.pack.id, report.as_of - timedelta(days=SPANS[span]))
    found = queries.moved_since(then, report) if then else ()
    causes = [cause for cause in found if cause.shows]
    query = "".join(f"&{name}={value}" for name, value in kept.items())
    days = queries.history(report.pack.id, report.as_of - timedelta(days=actions.DAYS_BACK), report.as_of)
    return {
        "since_tabs": [
            {"title": label, "url": f"?since={name}{query}#moved", "here": name == span, "count": None}
            for name, label in (("1", _("since yesterday")), ("7", _("in 7 days")), ("30", _("in 30 days")))
        ],
        "since_day": then.day if then else None,
        "since_afterwards": bool(then and then.afterwards),
        "since_total": _signed(report, then),
        "causes": [moving.shown(report.pack, cause) for cause in causes[:CAUSES_SHOWN]],
        "more_causes": len(found) - min(len(causes), CAUSES_SHOWN),
        "history": charts.chart(report.pack, days, level_titles(report.pack)),
    }


def _signed(report: Report, then: DayScore | None) -> str:
    if then is None:
        return ""
    before = then.low if then.likely is None else then.likely
    change = rules.middle(report.readiness) - before
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{words.number(abs(change), 2)}"


def level_titles(pack: Pack) -> dict[str, str]:
    """Return the names of the levels."""
    return {level.id: words.text(level.title) for level in pack.levels}


def history(request: HttpRequest) -> HttpResponse:
    """Show the score of every day: the picture, and each day on which it moved with its causes."""
    by = acting(request, Permission.EVIDENCE_READ)
    today = clock.today(by.zone)
    pack = adopted_pack(by, today)
    days = queries.history(pack.id, today - timedelta(days=365), today)
    turning = charts.turning_days(days)
    queries.load_inputs(score for pair in turning[:DAYS_SHOWN] for score in pair)
    rows = [
        {"day": day.day, "low": day.low, "likely": day.likely, "high": day.high, "afterwards": day.afterwards,
         "level": words.level(pack, day.level or None), "change": _change(day, before),
         "causes": [moving.shown(pack, cause) for cause in queries.moved_between(before, day)[:3]]}
        for day, before in turning[:DAYS_SHOWN]
    ]  # fmt: skip
    context = {
        "pack": pack,
        "history": charts.chart(pack, days, level_titles(pack)),
        "rows": rows,
        "more": max(0, len(turning) - DAYS_SHOWN),
        "rehearsal": any(day.rehearsal for day in days),
        "notice": words.text(pack.notice),
    }
    return render(request, "evidence/assessments/history.html", context)


def _change(day: DayScore, before: DayScore) -> str:
    now, then = (each.low if each.likely is None else each.likely for each in (day, before))
    change = now - then
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{words.number(abs(change), 2)}"


def assessments(request: HttpRequest) -> HttpResponse:
    """List the assessments kept under a number."""
    by = acting(request, Permission.EVIDENCE_READ)
    before = request.GET.get("before", "")
    rows = queries.assessments(by, before=int(before) if before.isdecimal() else None)
    context = {
        "rows": [_row(row) for row in rows],
        "more": f"?before={rows[-1].pk}" if len(rows) == 50 else "",
        "reason": "" if by.may(Permission.EVIDENCE_RULE) else _("your role does not allow this"),
    }
    return render(request, "evidence/assessments/assessments.html", context)


def _row(row: Assessment) -> dict[str, Any]:
    pack = queries.pack_kept(row)
    return {"row": row, "level": words.level(pack, row.level or None), "purpose": purpose_word(row.purpose),
            "basis": basis_word(row.basis), "pack": row.pack.partition("#")[0]}  # fmt: skip


def purpose_word(purpose: str) -> str:
    """Return what an assessment was made for."""
    return {"kept": _("kept on our own account"), "self_assessment": _("self-assessment"), "audit": _("audit")}[purpose]


def basis_word(basis: str) -> str:
    """Return by which knowledge an assessment speaks of its day."""
    return {
        "now": _("by what is on record when it was made"),
        "true": _("by what was true that day"),
        "known": _("by what was known that day"),
    }[basis]


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the score as it stands."""
    by = acting(request, Permission.EVIDENCE_RULE)
    try:
        day, basis = asked_of(request.POST, by)
        report = report_for(by, day, basis)
        if not report.is_built:
            raise BadInput({"as_of": say("the records are still being judged; try again in a moment")})
        made = actions.keep_assessment(report=report, title=request.POST.get("title", ""), by=by)
    except BadInput as error:
        messages.error(request, " ".join(wording.text(text) for text in error.fields.values()))
        return redirect("evidence:assessments")
    messages.success(request, _("Kept as %s.") % made.number)
    return redirect("evidence:assessment", made.pk)


def assessment(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """Show an assessment as it was kept, and how today differs."""
    by = acting(request, Permission.EVIDENCE_READ)
    kept = queries.assessment(by, assessment_id)
    pack = queries.pack_kept(kept)
    result = json.loads(kept.result)
    context = {
        **_row(kept),
        "title_text": kept.title or kept.number,
        "facts": _facts(kept, by),
        "leaves": _leaves(pack, result),
        "score": result["score"],
        "notice": words.text(pack.notice) if kept.rehearsal else "",
        "causes": _causes(kept, by),
        "today": clock.today(by.zone),
        "bundles": Bundle.objects.filter(assessment=kept).order_by("-pk")[:10],
    }
    return render(request, "evidence/assessments/assessment.html", context)


def _causes(kept: Assessment, by: Actor) -> list[dict[str, Any]]:
    report = report_for(by)
    return [moving.shown(report.pack, cause) for cause in queries.moved_since(kept, report)[:CAUSES_SHOWN]]


def _facts(kept: Assessment, by: Actor) -> list[tuple[str, Any]]:
    return [
        (_("As of"), _day(kept.as_of)),
        (_("Speaks"), basis_word(kept.basis)),
        (_("Made for"), purpose_word(kept.purpose)),
        (_("Kept by"), kept.made_by.name if kept.made_by else "—"),
        (_("Edition"), kept.pack),
        (_("Entries in the ledger then"), f"{kept.log_size:,}"),
    ]


def _day(day: date) -> str:
    return day.isoformat()


def _leaves(pack: Pack, result: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": indicator,
            "title": words.text(indicator.title),
            "of": found["of"],
            "low": found["points"]["low"],
            "high": found["points"]["high"],
            "url": reverse("evidence:indicator", args=[indicator.id]) if indicator.is_leaf else "",
        }
        for indicator in pack.indicators
        if (found := result["indicators"].get(indicator.id))
    ]
