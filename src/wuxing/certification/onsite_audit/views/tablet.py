"""The checklist of one's own indicators on a tablet, with an outbox for bad lines."""

import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.findings import queries as findings
from wuxing.certification.onsite_audit import actions, queries, words
from wuxing.certification.onsite_audit.forms import SheetForm, TabletNoteForm
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.rules import sheets as rules
from wuxing.certification.onsite_audit.views import shown
from wuxing.certification.onsite_audit.views.sheet import guidance
from wuxing.certification.onsite_audit.views.taking import why_not_team
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.schemes.packs.structure import Pack

P = Permission
_WORKER = Path(__file__).resolve().parents[2] / "static/certification/tablet-worker.js"


def audit_tablet(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show every indicator of this person as one long checklist that also works without a line."""
    by = acting(request, P.CASE_EVALUATE)
    case = cases.case(case_id)
    pack, sheets = queries.pack(case), queries.sheets_of(case.pk)
    stand = queries.seen_in([case]).get(case.pk, {})
    leaves = _mine(case, by)
    sites = [(one.pk, one.name) for one in queries.sites_of([case.pk]).get(case.pk, []) if one.chosen]
    reason = why_not_team(case, by)
    if not reason and case.stage != Stage.ON_SITE:
        reason = _("checklists are filled in on site, after the opening meeting")
    return shell.page(
        request,
        "certification/audit/tablet.html",
        case,
        by,
        "case_audit",
        rows=[_row(case, pack, leaf, sheets.get(leaf), stand.get(leaf)) for leaf in leaves],
        seen=sum(1 for leaf in leaves if leaf in stand and stand[leaf].seen),
        note=TabletNoteForm(sites=sites, leaves=[(leaf, words.leaf(pack, leaf)) for leaf in leaves], auto_id="note_%s"),
        reason=reason,
        outbox=reverse("certification:audit_outbox_act", args=[case.pk]),
    )


def audit_tablet_worker(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand out the worker that lets the checklist open without a line; its address is its reach."""
    acting(request, P.CASE_EVALUATE)
    cases.case(case_id)
    answer = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _mine(case: Case, by: Actor) -> list[str]:
    mine = None if Part.LEAD in cases.parts_of(case.pk, by) else findings.leaves_of(case.pk, by)
    return [leaf for leaf in queries.applicable_of(case) if mine is None or leaf in mine]


def _row(case: Case, pack: Pack, leaf: str, row: Sheet | None, stand: rules.Seen | None) -> dict[str, Any]:
    first: dict[str, Any] = {"since": row.seen_at.isoformat() if row and row.seen_at else ""}
    if row:
        first |= {"sample_size": row.sample_size, "text": row.text, "override_reason": row.override_reason}
    indicator = pack.by_id[leaf]
    form = SheetForm(
        proportional=rules.is_proportional(indicator),
        automatic=row is not None and row.automatic is not None,
        initial=first,
        auto_id=f"sheet_{leaf.replace('.', '_')}_%s",
    )
    return {
        "leaf": leaf,
        "url": reverse("certification:audit_sheet", args=[case.pk, leaf]),
        "form": form,
        **guidance(indicator),
        **shown.sheet(row, stand),
    }


@require_POST
def audit_outbox(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take what the tablet kept; answer for each item what became of it."""
    by = acting(request, P.CASE_EVALUATE)
    found = cases.case(case_id)
    try:
        results = actions.take(case_id=found.pk, items=_items(request.body), by=by)
    except BadInput as error:
        return JsonResponse({"reason": "; ".join(wording.text(one) for one in error.fields.values())}, status=422)
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})


def _items(body: bytes) -> list[actions.Item]:
    try:
        given = json.loads(body)
        return [actions.Item(str(one["key"])[:64], str(one["what"]), dict(one["details"])) for one in given["items"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput({"items": say("some fields cannot be read")}) from error
