"""版本对比: the texts of two versions side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.models import DocumentFile, DocumentVersion
from wuxing.governance.documents.rules.words import LANGUAGES, STATES
from wuxing.governance.documents.views.words import word


def compare(request: HttpRequest, document_id: int) -> HttpResponse:
    """Compare two versions of a document: by default the newest with the one before it."""
    by = acting(request, Permission.GOVERNANCE_READ)
    document = queries.document_for(document_id, by)
    versions = list(queries.versions_open_to(by).filter(document=document).order_by("-version"))
    right = _chosen(versions, request.GET.get("right", ""), 0)
    left = _chosen(versions, request.GET.get("left", ""), 1)
    texts = {one.pk: _texts(one) for one in (left, right) if one}
    languages = sorted({code for text in texts.values() for code in text})
    here = (get_language() or "").lower()
    language = request.GET.get("language", here)
    language = language if language in languages else (languages[0] if languages else "")
    old = texts[left.pk].get(language, "") if left else ""
    new = texts[right.pk].get(language, "") if right else ""
    whole = request.GET.get("whole") == "1"
    context: dict[str, Any] = {
        "document": document,
        "versions": [(one.pk, f"{one.version} · {word(STATES, one.state)}") for one in versions],
        "left": left,
        "right": right,
        "languages": [(code, LANGUAGES.get(code, code)) for code in languages] if len(languages) > 1 else [],
        "language": language,
        "rows": rules.compared(old, new, whole=whole) if left and right else [],
        "whole": whole,
        "empty": not (old or new),
        "same": bool(old) and old == new,
    }
    return render(request, "governance/documents/compare.html", context)


def _chosen(versions: list[DocumentVersion], asked: str, otherwise: int) -> DocumentVersion | None:
    found = next((one for one in versions if str(one.pk) == asked), None)
    return found or (versions[otherwise] if len(versions) > otherwise else None)


def _texts(version: DocumentVersion) -> dict[str, str]:
    """Return the texts of a version by language; its files one after another."""
    found: dict[str, list[str]] = {}
    for language, text in (
        DocumentFile.objects.filter(version=version, removed_at=None).order_by("pk").values_list("language", "text")
    ):
        found.setdefault(language, []).append(text)
    return {language: "\n".join(texts) for language, texts in found.items()}
