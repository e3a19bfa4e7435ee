"""预览: make the PDF that shows a file, the pictures of its pages, and its text. Done in the background; safe to repeat."""

from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.core import background, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.governance.documents.actions.trace import index
from wuxing.governance.documents.files import reading
from wuxing.governance.documents.models import Document, DocumentFile
from wuxing.governance.documents.states import Preview


def make_preview(*, file_id: int, by: Actor) -> None:
    """Make the preview of a file; where none can be made, say why on the file. Raises NotAllowed."""
    by.require(Permission.DOCUMENT_WRITE)
    found = DocumentFile.objects.select_related("attachment", "version__document").filter(pk=file_id).first()
    if found is None or found.preview != Preview.WAITING:
        return
    document = found.version.document
    language = found.language or Tenant.objects.get(pk=by.tenant_id).language
    with translation.override(language):
        notice = _("Simplified layout: the original governs")
    data = files.bytes_of(by.tenant_id, found.attachment.sha256)
    title = f"{document.number} · {document.title} · {found.version.version}"
    try:
        made = reading.preview_of(data, found.attachment.media_type, title=title, notice=str(notice), language=language)
    except reading.NoPreview as error:
        found.preview, found.trouble = Preview.FAILED, str(error)[:300]
        found.save(update_fields=["preview", "trouble"])
    else:
        found.preview, found.simplified, found.text = Preview.READY, made.simplified, made.text.replace("\x00", "")
        found.pdf = files.put(made.pdf, tenant_id=by.tenant_id)
        found.pages = [files.put(page, tenant_id=by.tenant_id) for page in made.pages]
        found.save(update_fields=["preview", "simplified", "text", "pdf", "pages"])
        index(Document.objects.get(pk=document.pk))
    background.announce(by.tenant_id, "documents", document.pk)
