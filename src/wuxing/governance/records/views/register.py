"""The register of records, and one class of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import background, clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.governance.records import registry, words
from wuxing.governance.records.actions.retention import change_retention, class_of
from wuxing.governance.records.forms import RetentionForm
from wuxing.governance.records.queries import due, holds, policies
from wuxing.governance.records.queries import register as queries
from wuxing.governance.records.views.tabs import tabs

SHOWN = 20


def records(request: HttpRequest) -> HttpResponse:
    """List every class of records with its period, figures and holds."""
    by = acting(request, Permission.GOVERNANCE_READ)
    typed = request.GET.get("q", "").strip()[:60]
    rows = queries.register()
    counted = [row.figure.counted_at for row in rows if row.figure]
    shown = [_row(row) for row in rows]
    context = {
        "rows": [row for row in shown if typed.lower() in f"{row['procedure']} {row['title']}".lower()],
        "typed": typed,
        "search": {"value": typed, "label": _("Find a class of records")},
        "tabs": tabs("records"),
        "counted_at": min(counted) if counted else None,
        "may_manage": by.may(Permission.RECORD_MANAGE),
        "defaults": sum(row.policy.is_default for row in rows),
        "total": len(rows),
    }
    return render(request, "governance/records/records.html", context)


def _row(row: queries.Row) -> dict[str, Any]:
    found, policy = row.record_class, row.policy
    return {
        "code": found.code,
        "procedure": found.procedure,
        "title": str(found.title),
        "outside": found.outside,
        "period": words.period(policy.months),
        "basis": words.BASES[policy.basis],
        "is_default": policy.is_default,
        "figure": row.figure,
        "held": row.held,
        "erased": policy.disposal == "erase",
    }


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Have the records counted anew, by a job."""
    by = acting(request, Permission.RECORD_MANAGE)
    background.defer("records.count_all", by=by)
    messages.info(request, _("The records are being counted; open the page again in a moment."))
    return redirect("governance:records")


def record_class(request: HttpRequest, class_code: str) -> HttpResponse:
    """Show one class: what counts for it and counted before, what is due; change its period."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = class_of(class_code)
    if request.method == "POST":
        by.require(Permission.RECORD_MANAGE)
        form = RetentionForm(request.POST, record_class=found)
        if form.is_valid():
            try:
                change_retention(record_class=found.code, **form.cleaned_data, by=by)
                messages.success(request, _("The new period counts from now on; the earlier decision stays on record."))
                return redirect("governance:record_class", found.code)
            except BadInput as error:
                form.blame(error.fields)
        return _class_page(request, found, by, form, status=422)
    return _class_page(request, found, by, None)


def _class_page(
    request: HttpRequest, found: registry.RecordClass, by: Actor, form: RetentionForm | None, status: int = 200
) -> HttpResponse:
    policy = policies.policy_of(found)
    start = {name: getattr(policy, name) for name in ("months", "basis", "disposal", "location", "medium")}
    if not policy.is_default:
        start["basis_text"] = policy.basis_text
    start["access_roles"] = list(policy.access_roles)
    overdue = (
        due.due(found, policy, clock.today(by.zone), by.zone, most=SHOWN + 1)
        if not found.outside and policy.months is not None and _is_small(found)
        else []
    )
    context = {
        "found": found,
        "procedure_url": reverse("web:procedure", args=[found.procedure]),
        "policy": policy,
        "facts": _facts(found, policy),
        "figure": queries.figures().get(found.code),
        "history": [_version(one) for one in policies.history_of(found.code)],
        "holds": holds.holds_on_class(found.code),
        "overdue": overdue[:SHOWN],
        "more": len(overdue) > SHOWN,
        "may_manage": by.may(Permission.RECORD_MANAGE),
        "form": form or RetentionForm(initial=start, record_class=found),
        "tabs": tabs("records"),
    }
    return render(request, "governance/records/record_class.html", context, status=status)


def _is_small(found: registry.RecordClass) -> bool:
    """Say whether the due ones of a class may be looked up while somebody waits."""
    figure = queries.figures().get(found.code)
    return figure is not None and figure.records <= 50_000


def _facts(found: registry.RecordClass, policy: policies.Policy) -> list[tuple[str, Any]]:
    return [
        (_("Clock starts"), found.clock),
        (_("Kept for"), words.period(policy.months)),
        (_("Basis"), f"{words.BASES[policy.basis]} · {policy.basis_text}"),
        (_("When the time is over"), words.DISPOSALS[policy.disposal]),
        (_("What destroying does"), found.disposal or _("nothing here: the records are kept outside this system")),
        (
            _("Where they are kept"),
            policy.location or (_("outside this system") if found.outside else _("in this system")),
        ),
        (_("Kept how"), words.MEDIA[policy.medium]),
        (_("Who may see them"), words.roles(policy.access_roles)),
    ]


def _version(policy: policies.Policy) -> dict[str, Any]:
    return {
        "version": policy.version,
        "period": words.period(policy.months),
        "basis": words.BASES[policy.basis],
        "basis_text": policy.basis_text,
        "disposal": words.DISPOSALS[policy.disposal],
        "reason": wording.text(policy.reason),
        "set_by": policy.set_by,
        "set_at": policy.set_at,
    }
