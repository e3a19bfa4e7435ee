"""The report as the client sees it: after the decision."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from wuxing.certification.cases import portal
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import Stage
from wuxing.certification.report import queries
from wuxing.certification.report.models import CaseReport
from wuxing.core import files
from wuxing.core.actors import Actor
from wuxing.evidence.readiness import words

DECIDED = frozenset({Stage.GRANTED, Stage.NOT_GRANTED, Stage.CERTIFIED})
WITH_BODY = frozenset({Stage.UNDER_REVIEW, Stage.DECISION})


def shown_report(case: Case) -> CaseReport | None:
    """Return the report that the client may see: the newest, after the decision."""
    return queries.last_report(case) if Stage(case.stage) in DECIDED else None


@portal.through_door
def portal_report(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Show score, level and report after the decision."""
    case = portal.case_of(client, case_id)
    report = shown_report(case)
    pack = queries.pack(case)
    return portal.page(
        request,
        "certification/report/portal_report.html",
        by,
        case,
        "portal_report",
        report=report,
        reached=words.level(pack, report.score.level or None) if report else "",
        waits=Stage(case.stage) in WITH_BODY,
        losses=report.facts.get("losses", []) if report else [],
    )


@portal.through_door
def portal_report_file(request: portal.DoorRequest, by: Actor, client: Client, case_id: int) -> HttpResponse:
    """Give the report as PDF."""
    report = shown_report(portal.case_of(client, case_id))
    if report is None or report.pdf is None:
        raise Http404(_("the report is shown after the decision"))
    kept, content = files.opened(report.pdf.pk)
    with content:
        answer = HttpResponse(content.read(), content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    return answer
