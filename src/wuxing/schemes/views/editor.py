"""草稿编辑: the table editor. A page of rows is one form; with a script each row saves itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.schemes.drafts import actions, queries, words
from wuxing.schemes.drafts.columns import Shape, sheets
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.tables import Address
from wuxing.schemes.forms import DiscardForm, WorkbookForm
from wuxing.schemes.views import layout, side
from wuxing.schemes.views.table import PAGE, Said, Table, title_of, view_url


def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show one view of a draft; save it when it is sent."""
    by = acting(request, Permission.SCHEME_READ)
    found = queries.draft(draft_id)
    asked = request.POST if request.method == "POST" else request.GET
    view = layout.VIEWS.get(asked.get("view", ""), layout.FIRST)
    row = asked.get("row", "")
    if request.method != "POST":
        return render(request, "schemes/draft.html", page(found, view, row, by))
    cells, version = cells_of(request), version_of(request)
    try:
        saved = actions.change_draft(draft_id=draft_id, version=version, cells=cells, by=by)
    except (BadInput, RuleBroken) as refusal:
        said, version = said_of(refusal, found, version, cells)
        messages.error(request, wording.text(refusal.reason) if isinstance(refusal, RuleBroken) else _wrong(refusal))
        context = page(found, view, row, by, said) | {"version": version}
        return render(request, "schemes/draft.html", context, status=422)
    messages.success(request, saved_words(saved, version))
    return redirect(view_url(draft_id, view, row))


def cells_of(request: HttpRequest) -> dict[str, str]:
    """Return the cells that a form sent, by address."""
    return {name: text for name, text in request.POST.items() if Address.parse(name) and isinstance(text, str)}


def version_of(request: HttpRequest) -> int:
    """Return the version that the person saw; without any, none of theirs is taken for seen."""
    text = request.POST.get("v", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def saved_words(draft: SchemeDraft, version: int) -> str:
    """Return what is said after a save."""
    later = queries.changes_since(draft, version)
    if not later:
        return _("Nothing was changed.")
    others = sorted({one.made_by.name for one in later[:-1] if one.made_by and one.made_by_id != draft.changed_by_id})
    count = len(later[-1].changes)
    said = ngettext("Saved: %s change.", "Saved: %s changes.", count) % count
    if others:
        said += " " + _("Meanwhile also changed by %s; their cells stand as they left them.") % ", ".join(others)
    return said


def said_of(
    refusal: BadInput | RuleBroken, draft: SchemeDraft, version: int, cells: dict[str, str]
) -> tuple[Said, int]:
    """Return what is said about the cells of a save that was refused, and the version that the page then shows."""
    if isinstance(refusal, BadInput):
        return Said(typed=cells, errors={name: wording.text(text) for name, text in refusal.fields.items()}), version
    if not isinstance(refusal, actions.Taken):
        return Said(typed=cells), version
    notes = {str(one.address): clash_words(one, refusal) for one in refusal.clashes}
    return Said(typed=queries.edited(draft, version, cells), notes=notes), draft.version


def clash_words(clash: Any, refusal: actions.Taken) -> str:
    """Return who wrote what in a cell meanwhile."""
    made = refusal.makers.get(clash.address)
    who = made.name if made else ""
    if clash.is_gone:
        return _("%(name)s took this row out meanwhile") % {"name": who}
    return _("%(name)s wrote here meanwhile: %(text)s") % {"name": who, "text": clash.theirs or "—"}


def _wrong(refusal: BadInput) -> str:
    """Return the places that are wrong, in words; the cells themselves say what to write."""
    places = []
    for name, text in refusal.fields.items():
        address = Address.parse(name)
        places.append(f"{words.place(address) if address else name}{_(': ')}{wording.text(text)}")
    return _("Nothing was saved. %s") % "; ".join(places[:5])


def page(found: SchemeDraft, view: layout.View, row: str, by: Actor, said: Said | None = None) -> dict[str, Any]:
    """Return everything the page draws."""
    faults = tuple(queries.faults_of(found))
    beside = side.side(found, by)
    is_locked = not beside["is_open"]
    table = Table(found, queries.tables(found), view, said or Said(), faults, is_locked=is_locked)
    is_upright = table.sheet.shape is Shape.ONE
    start = table.page_of(row)
    rows = table.rows
    before, after = rows[max(0, start - PAGE) : start], rows[start + PAGE : start + PAGE + 1]
    return beside | {
        "version": found.version,
        "title": title_of(table.tables, sheets()["scheme"], next(iter(table.tables["scheme"]))),
        "view": view,
        "tabs": side.tabs(found, view),
        "views": side.views(found, view),
        "is_upright": is_upright,
        "lines": table.lines_upright() if is_upright else table.page(row),
        "columns": [_heading(table, column) for column in table.columns],
        "own": words.own_label(table.sheet) or _("Row"),
        "has_titles": not table.has_own_titles and _has_titles(table),
        "names": table.names,
        "adding": table.adding,
        "row": row,
        "paging": _("%(first)s–%(last)s of %(all)s")
        % {"first": start + 1, "last": min(start + PAGE, len(rows)), "all": len(rows)}
        if len(rows) > PAGE
        else "",
        "previous": view_url(found.pk, view, before[0].key) if before else "",
        "next": view_url(found.pk, view, after[0].key) if after else "",
        "workbook": WorkbookForm(),
        "giving_up": DiscardForm(),
    }


def _heading(table: Table, column: Any) -> dict[str, str]:
    from wuxing.schemes.drafts.tables import Row
    from wuxing.schemes.views.cells import Drawn

    return {"label": words.label(table.sheet.name, column.name), "help": Drawn(table.sheet, column, Row("")).help}


def _has_titles(table: Table) -> bool:
    return any(table.line(row)["title"] for row in table.rows[:3])
