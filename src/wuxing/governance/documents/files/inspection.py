"""What a file is, told by its content; hostile ones are refused with what to do instead."""

import filetype

from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.files import office

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
OFFICE = frozenset({DOCX, XLSX})
ENDINGS = {DOCX: "docx", XLSX: "xlsx", PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
_OLE = b"\xd0\xcf\x11\xe0"


class Refused(Exception):
    """The file is not taken; `reason` says what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def kind_of(data: bytes) -> str:
    """Return the media type of a file's bytes. Raises Refused: empty, of another kind, damaged, or packed to harm."""
    if not data:
        raise Refused(say("the file is empty; choose another"))
    if data.startswith(_OLE):
        raise Refused(
            say("this is an old or password-protected Office file; save it as .docx or .xlsx without password")
        )
    if data.startswith(b"PK\x03\x04"):
        try:
            return {"word": DOCX, "excel": XLSX}[office.checked(data)]
        except office.Hostile as error:
            raise Refused(error.reason) from error
    found = filetype.guess_mime(data)
    if found == PDF or found in PICTURES:
        return str(found)
    raise Refused(say("send a Word (.docx), Excel (.xlsx) or PDF file, or a picture (JPEG, PNG, WebP)"))
