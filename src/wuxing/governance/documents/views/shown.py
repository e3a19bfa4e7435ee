"""What a page shows of a version: its files with the pictures of their pages, and its text for those who cannot see them."""

from typing import Any

from django.db.models import F
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import get_language

from wuxing.governance.documents import queries
from wuxing.governance.documents.files.pages import MOST_PICTURES
from wuxing.governance.documents.models import DocumentFile, DocumentVersion
from wuxing.governance.documents.rules.words import LANGUAGES, LOOKS, MARKS
from wuxing.governance.documents.states import Preview, VersionState
from wuxing.governance.documents.views.words import word

READ_ALOUD = 40_000


def files_shown(version: DocumentVersion, *, own_language: bool = False) -> list[dict[str, Any]]:
    """Return the files of a version for governance/documents/preview.html; `own_language` prefers the reader's."""
    found = list(queries.files_of(version).annotate(words=Substr(F("text"), 1, READ_ALOUD)))
    here = (get_language() or "").lower()
    if own_language and any(file.language == here for file in found):
        found = [file for file in found if file.language in (here, "")]
    return [_shown(file) for file in found]


def _shown(file: DocumentFile) -> dict[str, Any]:
    count = 1 if file.preview == Preview.ITSELF else len(file.pages)
    return {
        "pk": file.pk,
        "name": file.attachment.name,
        "size": file.attachment.size,
        "language": LANGUAGES.get(file.language, "") if file.language else "",
        "state": file.preview,
        "trouble": file.trouble,
        "simplified": file.simplified,
        "pages": [(place, reverse("governance:document_page", args=[file.pk, place])) for place in range(1, count + 1)],
        "count": count,
        "cut": len(file.pages) >= MOST_PICTURES,
        "pdf": reverse("governance:document_pdf", args=[file.pk]) if file.pdf else "",
        "original": reverse("governance:document_original", args=[file.pk]),
        "text": getattr(file, "words", ""),
        "sha256": file.attachment.sha256,
    }


def mark_of(version: DocumentVersion) -> tuple[str, str]:
    """Return state and word of the mark that stands on every version but the valid one; nothing for that."""
    if version.state == VersionState.ISSUED:
        return "", ""
    return LOOKS[version.state], word(MARKS, version.state)
