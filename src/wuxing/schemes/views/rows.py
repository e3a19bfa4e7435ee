"""One row of a draft: saved by itself from the table, on a page of its own, added, renamed, moved, taken out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.schemes.drafts import actions, queries, words
from wuxing.schemes.drafts.columns import Shape, Sheet, sheets
from wuxing.schemes.drafts.editing import name_kind
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.drafts.tables import Address, Row, Tables
from wuxing.schemes.views import layout, side
from wuxing.schemes.views.editor import cells_of, said_of, saved_words, version_of
from wuxing.schemes.views.table import Said, Table, below, row_url, title_of, view_url


@require_POST
def save_row(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Save one row of the table; answer with what is said at its end, or with the row anew when others were at it too."""
    by = acting(request, Permission.SCHEME_READ)
    found = queries.draft(draft_id)
    view = layout.VIEWS.get(request.POST.get("view", ""), layout.FIRST)
    cells, version = cells_of(request), version_of(request)
    key = next((address.row for name in cells if (address := Address.parse(name))), "")
    said, errors = Said(), []
    try:
        saved = actions.change_draft(draft_id=draft_id, version=version, cells=cells, by=by)
    except BadInput as refusal:
        errors = _told(refusal)
        context = {"errors": errors, "version": version, "draft": found}
        return render(request, "schemes/draft_saved.html", context)
    except RuleBroken as refusal:
        found = queries.draft(draft_id)
        said, version = said_of(refusal, found, version, cells)
        if not said.notes:
            return render(
                request,
                "schemes/draft_saved.html",
                {"errors": [wording.text(refusal.reason)], "version": version, "draft": found},
            )
        return _line_anew(request, found, view, key, cells, said, by)
    found = queries.draft(saved.pk)
    has_other_cells = any(name.endswith(":mode") for name in queries.edited(found, version, cells))
    if has_other_cells or _others_were_here(found, version, view.sheet, key, by):
        return _line_anew(request, found, view, key, cells, said, by)
    context = side.side(found, by) | {"version": found.version, "swaps": True}
    return render(request, "schemes/draft_saved.html", context)


def _told(refusal: BadInput) -> list[str]:
    found = []
    for name, text in refusal.fields.items():
        address = Address.parse(name)
        label = words.label(address.sheet, address.column) if address else name
        found.append(f"{label}{_(': ')}{wording.text(text)}")
    return found


def _others_were_here(draft: SchemeDraft, version: int, sheet: str, key: str, by: Actor) -> bool:
    later = [one for one in queries.changes_since(draft, version) if one.made_by_id != by.user_id]
    return Address(sheet, key, "") in queries.makers(later)


def _line_anew(
    request: HttpRequest, found: SchemeDraft, view: layout.View, key: str, cells: dict[str, str], said: Said, by: Actor
) -> HttpResponse:
    """Draw the whole row: what others wrote, and what this person wrote that is not saved."""
    table = Table(found, queries.tables(found), view, said, tuple(queries.faults_of(found)))
    if table.sheet.shape is Shape.ONE:
        lines = [one for one in table.lines_upright() if any(cell["drawn"].address in cells for cell in one["cells"])]
    else:
        lines = [table.line(row) for row in table.rows if row.key == key]
    context = side.side(found, by) | {
        "line": lines[0] if lines else None,
        "version": found.version,
        "view": view,
        "is_upright": table.sheet.shape is Shape.ONE,
        "has_titles": bool(lines and lines[0].get("title")),
        "clashes": bool(said.notes),
        "swaps": True,
    }
    response = render(request, "schemes/draft_line_anew.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "closest tr", "outerHTML"
    return response


def row(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show everything of one row, and what hangs on it; save it when it is sent."""
    by = acting(request, Permission.SCHEME_READ)
    found = queries.draft(draft_id)
    sheet = sheets().get(request.GET.get("sheet", ""))
    tables = queries.tables(found)
    one = next((row for row in tables[sheet.name] if row.key == request.GET.get("row", "")), None) if sheet else None
    if sheet is None or one is None:
        return redirect("schemes:draft", draft_id)
    if request.method != "POST":
        return render(request, "schemes/draft_row.html", _page(found, tables, sheet, one, by))
    cells, version = cells_of(request), version_of(request)
    try:
        saved = actions.change_draft(draft_id=draft_id, version=version, cells=cells, by=by)
    except (BadInput, RuleBroken) as refusal:
        said, version = said_of(refusal, found, version, cells)
        if isinstance(refusal, RuleBroken):
            messages.error(request, wording.text(refusal.reason))
        context = _page(found, tables, sheet, one, by, said) | {"version": version}
        return render(request, "schemes/draft_row.html", context, status=422)
    messages.success(request, saved_words(saved, version))
    return redirect(row_url(draft_id, sheet.name, one.key))


def _page(
    found: SchemeDraft, tables: Tables, sheet: Sheet, one: Row, by: Actor, said: Said | None = None
) -> dict[str, Any]:
    said = said or Said()
    groups = {row.parent for row in tables["indicators"]}
    parts = [(sheet, [one]), *below(tables, sheet, one.key)]
    faults = [
        side.shown_fault(found, fault)
        for fault in queries.faults_of(found)
        if (fault.sheet, fault.row) == (sheet.name, one.key)
    ]
    is_group = sheet.name == "indicators" and one.key in groups
    is_open = found.state == State.DRAFT and by.may(Permission.SCHEME_EDIT)
    return {
        "draft": found,
        "version": found.version,
        "sheet": sheet,
        "one": one,
        "table_title": words.title(sheet.name),
        "title": title_of(tables, sheet, one),
        "back": view_url(found.pk, layout.view_of(sheet.name), one.key),
        "parts": [_part(found, tables, part, rows, said, is_locked=not is_open) for part, rows in parts if rows],
        "faults": faults,
        "names": _names(found, tables, [part for part, rows in parts if rows]),
        "is_open": is_open,
        "can_rename": name_kind(sheet) is not None and sheet.own not in sheet.refers,
        "own": words.own_label(sheet),
        "adding": []
        if is_group
        else [(part.name, words.title(part.name)) for part, _rows in parts[1:] if name_kind(part) is None],
        "is_one": sheet.shape is Shape.ONE,
    }


def _part(
    found: SchemeDraft, tables: Tables, sheet: Sheet, rows: list[Row], said: Said, *, is_locked: bool
) -> dict[str, Any]:
    table = Table(found, tables, layout.view_of(sheet.name), said, form="rowform", is_locked=is_locked)
    groups = table.groups
    return {
        "title": words.title(sheet.name),
        "rows": [
            {
                "name": row.key,
                "url": row_url(found.pk, sheet.name, row.key),
                "lines": _by_stem(
                    [
                        table.cell(column, row)
                        for column in layout.editable(sheet, [row])
                        if not layout.is_blank(sheet, column, row, groups)
                    ]
                ),
            }
            for row in rows
        ],
    }


def _names(found: SchemeDraft, tables: Tables, parts: list[Sheet]) -> list[tuple[str, list[str]]]:
    """Return what the cells of the page may name, each list once."""
    return list(dict(one for part in parts for one in Table(found, tables, layout.view_of(part.name)).names).items())


def _by_stem(cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Three languages of one text stand side by side."""
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        name = cell["drawn"].column.name
        found.setdefault(words.stem(name) if words.language(name) else name, []).append(cell)
    return list(found.values())


@require_POST
def change_row(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Add, rename, move or take out a row."""
    by = acting(request, Permission.SCHEME_READ)
    queries.draft(draft_id)
    asked = {name: request.POST.get(name, "") for name in ("do", "sheet", "row", "name", "parent", "view")}
    view = layout.VIEWS.get(asked["view"]) or layout.view_of(asked["sheet"])
    back = view_url(draft_id, view, asked["row"] or asked["parent"])
    try:
        saved, back = _change(draft_id, asked, version_of(request), back, view, by)
    except BadInput as refusal:
        messages.error(request, " ".join(wording.text(text) for text in refusal.fields.values()))
    except RuleBroken as refusal:
        messages.error(request, wording.text(refusal.reason))
    else:
        messages.success(request, saved_words(saved, saved.version - 1))
    return redirect(back)


def _change(
    draft_id: int, asked: dict[str, str], version: int, back: str, view: layout.View, by: Actor
) -> tuple[SchemeDraft, str]:
    sheet, row, name = asked["sheet"], asked["row"], asked["name"]
    match asked["do"]:
        case "add":
            saved = actions.add_row(draft_id=draft_id, sheet=sheet, name=name, parent=asked["parent"], by=by)
            return saved, view_url(draft_id, view, name.strip() or asked["parent"])
        case "rename":
            saved = actions.rename_row(draft_id=draft_id, sheet=sheet, row=row, name=name, by=by)
            return saved, view_url(draft_id, view, name.strip())
        case "move":
            return actions.move_row(draft_id=draft_id, sheet=sheet, row=row, by=by), back
        case "remove":
            removed = actions.remove_row(draft_id=draft_id, version=version, sheet=sheet, row=row, by=by)
            return removed, view_url(draft_id, view)
        case _:
            raise BadInput({"do": _("choose what to do with the row")})
