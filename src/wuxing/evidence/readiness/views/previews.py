"""The same evidence under another edition: what the score would be, indicator by indicator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.evidence.readiness import queries, words
from wuxing.evidence.readiness.queries import Report
from wuxing.evidence.readiness.views.asked import basis_of, day_of
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.queries import pack_of, transition_on
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.previewing import Difference, preview
from wuxing.schemes.scoring.results import Interval, Readiness


def next_edition(request: HttpRequest) -> HttpResponse:
    """Show what today's inputs would score under another edition of the same scheme; nothing is put in force."""
    by = acting(request, Permission.EVIDENCE_READ)
    report = queries.report_for(by, day_of(request, by), basis_of(request))
    others = _others(report)
    chosen = _chosen(request, others)
    context: dict[str, Any] = {
        "report": report,
        "placeholder": words.placeholder(report.readiness, report.pack),
        "others": [(str(one.pk), one.edition, chosen is not None and one.pk == chosen.pk) for one in others],
        "chosen": chosen,
    }
    if transition := transition_on(report.as_of, report.pack.id):
        context["transition"] = wording.text(transition.words(clock.today(by.zone)))
    if chosen is not None:
        context |= _previewed(report, pack_of(chosen.sha256))
    return render(request, "evidence/next_edition.html", context)


def _others(report: Report) -> list[Edition]:
    """Return the other editions of the scheme, the highest first; those that can be scored."""
    rows = Edition.objects.defer("form", "trees").filter(scheme=report.pack.id).exclude(sha256=report.pack.sha256)
    return [one for one in rows.order_by("-pk")[:50] if pack_of(one.sha256).leaves]


def _chosen(request: HttpRequest, others: list[Edition]) -> Edition | None:
    wanted = request.GET.get("edition", "")
    return next((one for one in others if str(one.pk) == wanted), others[0] if others else None)


def _previewed(report: Report, new: Pack) -> dict[str, Any]:
    found = preview(report.pack, new, report.inputs)
    changed = [one for one in found.leaves if one.old != one.new or one.of_before != one.of_after or one.likely != 0]
    return {
        "sides": [
            _side(_("edition in force"), report.pack, found.before),
            _side(_("edition looked at"), new, found.after),
        ],
        "rows": [_row(report.pack, new, one) for one in changed],
        "same": len(found.leaves) - len(changed),
        "left": [wording.text(reason) for reason in found.left],
    }


def _side(label: str, pack: Pack, readiness: Readiness) -> dict[str, str]:
    return {
        "label": label,
        "edition": pack.edition,
        "likely": words.number(readiness.score.likely, 2),
        "between": f"{words.number(readiness.score.low, 2)} – {words.number(readiness.score.high, 2)}",
        "level": words.level(pack, readiness.level_likely),
    }


def _row(old: Pack, new: Pack, one: Difference) -> dict[str, str]:
    return {
        "old": _named(old, one.old),
        "new": _named(new, one.new),
        "of": f"{words.number(one.of_before)} → {words.number(one.of_after)}",
        "before": _points(one.before),
        "after": _points(one.after),
        "likely": words.number(one.likely, 2),
    }


def _named(pack: Pack, leaves: tuple[str, ...]) -> str:
    return " · ".join(f"{leaf} {words.text(pack.by_id[leaf].title)}" for leaf in leaves) or "—"


def _points(found: Interval | None) -> str:
    return "—" if found is None else words.number(found.likely, 2)
