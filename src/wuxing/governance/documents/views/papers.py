"""The files of documents as they leave the house: originals to keep, PDFs and pages to look at, each with a policy of its own."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.core import files
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.governance.documents import queries
from wuxing.governance.documents.files import inspection
from wuxing.governance.documents.models import DocumentFile
from wuxing.governance.documents.states import VersionState

NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
ONLY_SHOWN = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For PDFs: browsers draw them in a place of their own, and would not in a sandbox."""


def _answer(data: bytes, media_type: str, name: str, *, inline: bool, policy: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(not inline, name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=600"
    return response


def _file(request: HttpRequest, file_id: int) -> DocumentFile:
    return queries.file_for(file_id, acting(request, Permission.GOVERNANCE_READ))


def _name(file: DocumentFile, ending: str = "") -> str:
    """Return the name under which a file leaves: number, version, and whether it is still the valid one."""
    version = file.version
    mark = ""
    if version.state in (VersionState.SUPERSEDED, VersionState.OBSOLETE):
        mark = f"_{_('OBSOLETE')}"
    elif version.state != VersionState.ISSUED:
        mark = f"_{_('DRAFT')}"
    ending = ending or inspection.ENDINGS.get(file.attachment.media_type, "bin")
    number = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in version.document.number)
    return f"{number}_v{version.version}{mark}.{ending}"


@require_safe
def original(request: HttpRequest, file_id: int) -> HttpResponse:
    """Give a file as it was handed in, to be kept, never to be shown in place."""
    found = _file(request, file_id)
    data = files.bytes_of(found.tenant_id, found.attachment.sha256)
    return _answer(data, found.attachment.media_type, _name(found), inline=False, policy=NOTHING_RUNS)


@require_safe
def pdf(request: HttpRequest, file_id: int) -> HttpResponse:
    """Show the PDF of a file: the file itself, or its preview."""
    found = _file(request, file_id)
    if not found.pdf:
        raise NotFound(say("this file has no PDF yet"))
    data = files.bytes_of(found.tenant_id, found.pdf)
    return _answer(data, inspection.PDF, _name(found, "pdf"), inline=True, policy=ONLY_SHOWN)


@require_safe
def page(request: HttpRequest, file_id: int, place: int) -> HttpResponse:
    """Show the picture of one page; of a picture that was handed in, the picture itself."""
    found = _file(request, file_id)
    if place == 1 and found.attachment.media_type in inspection.PICTURES:
        data = files.bytes_of(found.tenant_id, found.attachment.sha256)
        return _answer(data, found.attachment.media_type, _name(found), inline=True, policy=NOTHING_RUNS)
    if not 1 <= place <= len(found.pages):
        raise NotFound(say("there is no such page"))
    data = files.bytes_of(found.tenant_id, found.pages[place - 1])
    return _answer(data, "image/png", _name(found, "png"), inline=True, policy=NOTHING_RUNS)
