"""What people said: what waits for a second person, what ends soon, what counts; and one row of it."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, files, ledger, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.queries import entries_about
from wuxing.evidence.readiness.queries import adopted_pack
from wuxing.evidence.rulings import actions, queries
from wuxing.evidence.rulings.forms import CorrectionForm, ReasonForm
from wuxing.evidence.rulings.models import EvidenceItem, Judged
from wuxing.evidence.rulings.views import shown

_FORMS: dict[str, type[ReasonForm | CorrectionForm]] = {
    "decline": ReasonForm,
    "withdraw": ReasonForm,
    "correct": CorrectionForm,
}
TABS = ("waiting", "expiring", "rulings", "exclusions", "special", "evidence")


def items(request: HttpRequest) -> HttpResponse:
    """List what people said beside the records."""
    by = acting(request, Permission.EVIDENCE_READ)
    today = clock.today(by.zone)
    pack = adopted_pack(by, today)
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    before = request.GET.get("before", "")
    rows, more = queries.listed(tab, pack.id, today, before=int(before) if before.isdecimal() else None)
    counts = queries.counts(pack.id, today)
    context = {
        "rows": [shown.line(row, today) for row in rows],
        "more": f"?tab={tab}&before={rows[-1].pk}" if more else "",
        "views": [
            {"title": title, "count": counts[name], "url": f"?tab={name}", "here": name == tab}
            for name, title in _tabs()
        ],
        "tab": tab,
        "acts": _new(by),
    }
    return render(request, "evidence/rulings/items.html", context)


def _tabs() -> list[tuple[str, str]]:
    return [
        ("waiting", _("Waits for a second person")),
        ("expiring", _("Ends soon or has ended")),
        ("rulings", _("Rulings")),
        ("exclusions", _("Exclusions")),
        ("special", _("Special items")),
        ("evidence", _("Evidence")),
    ]


def _new(by: Actor) -> list[dict[str, Any]]:
    reason = "" if by.may(Permission.EVIDENCE_RULE) else _("your role does not allow this")
    return [
        {"label": _("Record a special item"), "url": reverse("evidence:special_new"), "icon": "plus", "reason": reason}
    ]


def said(request: HttpRequest, what: str, row_id: int) -> HttpResponse:
    """Show one row with its history, and answer it."""
    by = acting(request, Permission.EVIDENCE_READ)
    row = _row(what, row_id)
    return _page(request, by, what, row)


def _page(
    request: HttpRequest, by: Actor, what: str, row: Judged, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    pack = adopted_pack(by, clock.today(by.zone))
    forms = {name: form(auto_id=f"{name}_%s") for name, form in _FORMS.items()}
    if refused:
        forms[refused[0]] = refused[1]
    line = shown.line(row, clock.today(by.zone))
    allowed = shown.acts(row, by)
    context = {
        "line": line,
        "what": what,
        "facts": shown.facts(row, pack),
        "acts": [
            {"name": name, "label": label, "reason": allowed[name], "form": forms.get(name),
             "primary": name == "confirm", "url": reverse("evidence:said_act", args=[what, row.pk, name])}
            for name, label in _labels()
            if name in allowed
        ],
        "file": reverse("evidence:said_file", args=[row.pk]) if isinstance(row, EvidenceItem) and row.sha256 else "",
        "leaf_url": reverse("evidence:indicator", args=[line["leaf"]]) if line["leaf"] in pack.by_id else "",
        "entries": _entries(by, row) if by.may(Permission.LEDGER_READ) else [],
        "open_act": refused[0] if refused else "",
    }  # fmt: skip
    return render(request, "evidence/rulings/said.html", context, status=status)


def _entries(by: Actor, row: Judged) -> list[Any]:
    return list(entries_about(by.tenant_id, (ledger.kind_of(type(row)), row.pk)))


def _labels() -> list[tuple[str, str]]:
    return [
        ("confirm", _("Confirm")),
        ("decline", _("Do not agree")),
        ("correct", _("Record the correction")),
        ("withdraw", _("Withdraw")),
    ]


@require_POST
def said_act(request: HttpRequest, what: str, row_id: int, name: str) -> HttpResponse:
    """Confirm, decline, withdraw, or record a correction."""
    by = acting(request, Permission.EVIDENCE_RULE, Permission.EVIDENCE_CONFIRM)
    row = _row(what, row_id)
    form = _FORMS.get(name, ReasonForm)(request.POST, auto_id=f"{name}_%s")
    if name != "confirm" and not form.is_valid():
        return _page(request, by, what, row, (name, form), 422)
    try:
        _do(name, what, row_id, getattr(form, "cleaned_data", {}), by)
    except BadInput as error:
        form.blame(error.fields)
        return _page(request, by, what, row, (name, form), 422)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("Kept. The score follows at once."))
    return redirect("evidence:said", what, row_id)


def _do(name: str, what: str, row_id: int, data: dict[str, Any], by: Actor) -> None:
    if name == "confirm":
        actions.confirm(what=what, row_id=row_id, by=by)
    elif name == "decline":
        actions.decline(what=what, row_id=row_id, reason=data["reason"], by=by)
    elif name == "withdraw":
        actions.withdraw(what=what, row_id=row_id, reason=data["reason"], by=by)
    elif name == "correct" and what == "special_item":
        actions.check_correction(item_id=row_id, by=by, **data)
    else:
        raise NotFound(_("there is no such step"))


def said_file(request: HttpRequest, item_id: int) -> FileResponse:
    """Hand out the file of a piece of evidence."""
    by = acting(request, Permission.EVIDENCE_READ)
    row = _row("evidence_item", item_id)
    kept = queries.file_of(row.pk)
    if kept is None:
        raise NotFound(_("no file was handed in"))
    content = default_storage.open(files.path_of(by.tenant_id, kept.sha256))
    return FileResponse(content, as_attachment=True, filename=kept.name, content_type=kept.media_type)


def _row(what: str, row_id: int) -> Judged:
    model = actions.KINDS.get(what)
    row = (
        model.objects.select_related("proposed_by", "confirmed_by", "declined_by", "withdrawn_by")
        .filter(pk=row_id)
        .first()
        if model
        else None
    )
    if row is None:
        raise NotFound(_("there is no such proposal"))
    return row
