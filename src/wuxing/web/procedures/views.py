"""The register of the 22 procedures: which are at work here, and where."""

import tomllib
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.config import paths
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.nouns import noun
from wuxing.governance.documents import queries as documents

PAGES = {
    2: "governance:promises",
    4: "repair:orders",
    6: "resources:outlets",
    7: "resources:people",
    14: "customers:customers",
    20: "governance:documents",
    22: "governance:nonconformities",
}
TITLE = {"zh-hans": "title_zh_hans", "zh-hant": "title_zh_hant", "en": "title_en"}


@cache
def register() -> list[dict[str, Any]]:
    """Return the register as it is written (procedures.toml)."""
    return list(tomllib.loads(paths.procedures().read_text(encoding="utf-8"))["procedure"])


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    title = row[TITLE.get(get_language() or "", "title_zh_hans")]
    try:
        url = reverse(PAGES[row["number"]]) if not row["planned"] else ""
    except (KeyError, NoReverseMatch):
        url = ""
    records = wording.listed(noun(code) for code in row["records"])
    return {**row, "title": title, "url": url, "chinese": row["title_zh_hans"], "records": records}


def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures; a search finds one by any part of its name."""
    by = acting(request, Permission.GOVERNANCE_READ)
    typed = request.GET.get("q", "").strip().lower()
    rows = [_shown(row) for row in register()]
    if typed:
        names = ("title_zh_hans", "title_zh_hant", "title_en")
        rows = [row for row in rows if typed == str(row["number"]) or any(typed in row[name].lower() for name in names)]
    built = sum(1 for row in register() if not row["planned"])
    context = {
        "rows": rows,
        "typed": typed,
        "search": {"value": typed, "label": _("Find a procedure by its name")},
        "acts": [{"label": _("Generate the documents"), "url": reverse("web:handbook"), "icon": "file-text"}]
        if by.may(Permission.DOCUMENT_WRITE)
        else [],
        "sub": _("%(built)s of 22 do their work here; the others are planned.") % {"built": built},
    }
    return render(request, "web/procedures/procedures.html", context)


def procedure(request: HttpRequest, number: int) -> HttpResponse:
    """Show one procedure: where it is done, its records and forms, what it counts for."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found = next((row for row in register() if row["number"] == number), None)
    if found is None:
        raise Http404
    listed = documents.open_to(by).filter(tags__contains=[f"procedure:{number}"]).select_related("current")
    context = {"row": _shown(found), "documents": listed.order_by("number")[:50]}
    return render(request, "web/procedures/procedure.html", context)
