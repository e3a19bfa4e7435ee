"""附件: files that show what was found, or that it was corrected. Told by their content, looked into before they are kept."""

from collections.abc import Iterable
from typing import Protocol

import filetype
from django.core.files.base import ContentFile
from django.db import models

from wuxing.core import files
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.files import LIMIT_BYTES
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.governance.documents.files import inspection, reading

ACCEPTED = files.ACCEPTED | inspection.OFFICE
MOST = 10


class Upload(Protocol):
    """A file as it was sent."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


def keep(
    sent: Iterable[Upload], *, target: models.Model, by: Actor, case_id: int, field: str = "sent"
) -> list[Attachment]:
    """Keep the files of a step: pictures, PDF, Word, Excel. Raises BadInput (too many, too big, another kind, hostile)."""
    several = list(sent)
    if len(several) > MOST:
        raise BadInput({field: say("at most %(limit)s files", limit=MOST)})
    return [_kept(one, target, by, case_id, field) for one in several]


def _kept(one: Upload, target: models.Model, by: Actor, case_id: int, field: str) -> Attachment:
    data = one.read(LIMIT_BYTES + 1)
    try:
        kind = filetype.guess_mime(data) if len(data) > LIMIT_BYTES else _kind(data)
        return files.keep(
            ContentFile(data), name=one.name or "file", target=target, by=by, accepted=ACCEPTED, kind=kind or "",
            case=("case", case_id),
        )  # fmt: skip
    except inspection.Refused as refused:
        raise BadInput({field: refused.reason}) from refused
    except BadInput as refused:
        raise BadInput({field: refused.fields.get("file", say("choose a file"))}) from refused


def _kind(data: bytes) -> str:
    found = filetype.guess_mime(data) if data else None
    return found if found in files.PICTURES else reading.kind_of(data)
