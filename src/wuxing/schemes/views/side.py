"""What stands beside the editor: faults with links to their cells, what changes against the base, who saved what."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.schemes.drafts import merging, queries, words
from wuxing.schemes.drafts.faults import Fault, documents_of
from wuxing.schemes.drafts.merging import Change
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.drafts.tables import Address
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.packs.changes import Change as PackChange
from wuxing.schemes.packs.comparing import what_changes
from wuxing.schemes.views import layout
from wuxing.schemes.views.table import view_url

SHOWN = 60


def side(draft: SchemeDraft, by: Actor) -> dict[str, Any]:
    """Return everything beside the table, and the buttons above it."""
    faults = queries.faults_of(draft)
    may_edit = by.may(Permission.SCHEME_EDIT)
    reason = queries.why_not_publish(draft) if may_edit else None
    return {
        "draft": draft,
        "is_open": draft.state == State.DRAFT and may_edit,
        "faults": [shown_fault(draft, one) for one in faults[:SHOWN]],
        "fault_count": len(faults),
        "changes": _changes(draft, faults),
        "saves": [_save(one) for one in queries.history(draft)[:10]],
        "why_not_publish": wording.text(reason or "") if may_edit else _("your role may not draft schemes"),
    }


def shown_fault(draft: SchemeDraft, one: Fault) -> dict[str, str]:
    """Return a fault with its place in words and the address of its cell."""
    view = layout.view_of(one.sheet, one.column)
    cell = str(Address(one.sheet, one.row, one.column)) if one.column else ""
    place = words.place(Address(one.sheet, one.row, one.column))
    number = _("row %s") % one.number if one.number and one.sheet != "scheme" else ""
    return {
        "place": " · ".join(filter(None, (place, number))),
        "url": view_url(draft.pk, view, one.row, cell),
        "text": wording.text(one.message),
    }


def _changes(draft: SchemeDraft, faults: list[Fault]) -> dict[str, Any]:
    """Return what changes against the base: in the scheme's terms, or cell by cell while there are faults."""
    if draft.base is None:
        return {"rows": [], "count": 0, "said": _("The draft was started from nothing.")}
    if not faults:
        found = _told(draft.content, draft.base.sha256)
        language = get_language() or "zh-hans"
        rows = [{"text": wording.text(one.words(language))} for one in found[:SHOWN]]
        return {"rows": rows, "count": len(found), "said": "" if found else _("Nothing differs yet.")}
    cells = merging.difference(queries.edition_tables(draft.base), queries.tables(draft))
    said = _("Cell by cell; in the scheme's own terms once the faults are mended.")
    return {"rows": [_cell(one) for one in cells[:SHOWN]], "count": len(cells), "said": said}


@lru_cache(maxsize=16)
def _told(content: str, base: str) -> tuple[PackChange, ...]:
    """Work out what changes; once a process for a content."""
    import json

    from wuxing.schemes.conditions import catalogue
    from wuxing.schemes.packs import loading

    new = loading.checked(loading.draft_of(documents_of(json.loads(content))), catalogue.declared())
    return what_changes(editions.pack_of(base), new).all


def _cell(one: Change) -> dict[str, str]:
    place = words.place(Address(one.sheet, one.row, one.column))
    if one.what == "set":
        return {"text": place, "was": one.was, "becomes": one.becomes}
    said = {"add": _("%s: new row"), "drop": _("%s: row taken out"), "order": _("%s: other order")}
    return {"text": said[one.what] % place}


def _save(one: Any) -> dict[str, Any]:
    count = len(one.changes)
    kinds = {
        "cells": ngettext("%s cell", "%s cells", count) % count,
        "rows": _("rows"),
        "import": ngettext("workbook, %s cell", "workbook, %s cells", count) % count,
    }
    return {
        "version": one.version,
        "by": one.made_by.name if one.made_by else "",
        "at": one.made_at,
        "what": kinds[one.kind],
    }


def tabs(draft: SchemeDraft, here: layout.View) -> list[dict[str, Any]]:
    """Return the tabs, each with its count of faults."""
    counts: dict[str, int] = {}
    for one in queries.faults_of(draft):
        name = layout.tab_of(layout.view_of(one.sheet, one.column)).name
        counts[name] = counts.get(name, 0) + 1
    now = layout.tab_of(here)
    return [
        {
            "title": tab.label,
            "count": counts.get(tab.name, ""),
            "url": view_url(draft.pk, tab.views[0]),
            "here": tab is now,
        }
        for tab in layout.TABS
    ]


def views(draft: SchemeDraft, here: layout.View) -> list[tuple[Any, str, bool]]:
    """Return the views of the tab in which one is."""
    return [(view.label, view_url(draft.pk, view), view is here) for view in layout.tab_of(here).views]
