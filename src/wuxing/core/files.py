"""附件: files that people hand in: sniffed by content, limited in size, kept once by their SHA-256.

The store is Django's default storage: a folder of the installation, or object storage by setting. A name is never used as a path.
"""

from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from typing import IO

import filetype
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction

from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.models import Attachment
from wuxing.core.reasons import say

LIMIT_BYTES = 15 * 1024 * 1024
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
ACCEPTED = PICTURES | {"application/pdf"}
_DATA_URL = "data:image/png;base64,"


def path_of(tenant_id: int, digest: str) -> str:
    """Return where the bytes of a file stand in the store."""
    return f"attachments/{tenant_id}/{digest[:2]}/{digest}"


@transaction.atomic
def keep(
    content: IO[bytes],
    *,
    name: str,
    target: models.Model,
    by: Actor,
    accepted: frozenset[str] = ACCEPTED,
    case: tuple[str, int] | None = None,
) -> Attachment:
    """Keep a file beside the record it belongs to; what it is is told by its content, not by its name.

    Raises:
        BadInput: empty, over 15 MB, or not one of the accepted kinds.
    """
    data = content.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=LIMIT_BYTES >> 20)})
    kind = filetype.guess_mime(data) if data else None
    if kind not in accepted:
        raise BadInput({"file": say("send a picture (JPEG, PNG, WebP, HEIC) or a PDF; this is something else")})
    digest = sha256(data).hexdigest()
    path = path_of(by.tenant_id, digest)
    if not default_storage.exists(path):
        default_storage.save(path, File(BytesIO(data)))

    made = Attachment.objects.create(
        tenant_id=by.tenant_id,
        sha256=digest,
        name=name.replace("\\", "/").rpartition("/")[2][:255],
        media_type=kind,
        size=len(data),
        target_type=kind_of(type(target)),
        target_id=target.pk,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    ledger.record("file.keep", by=by, target=made, case=case, sha256=digest, size=made.size, name=made.name)
    return made


def keep_drawing(
    data_url: str, *, name: str, target: models.Model, by: Actor, case: tuple[str, int] | None = None
) -> Attachment:
    """Keep a signature drawn on the screen, sent as a PNG data URL. Raises BadInput when it is none."""
    try:
        drawn = b64decode(data_url.removeprefix(_DATA_URL), validate=True)
    except ValueError:
        drawn = b""
    if not data_url.startswith(_DATA_URL) or not drawn:
        raise BadInput({"signature": say("sign again, or write the name instead")})
    return keep(BytesIO(drawn), name=name, target=target, by=by, accepted=frozenset({"image/png"}), case=case)


def opened(attachment_id: int) -> tuple[Attachment, IO[bytes]]:
    """Return a file of the tenant and its bytes. Raises NotFound."""
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None:
        raise NotFound(say("there is no such file here"))
    return found, default_storage.open(path_of(found.tenant_id, found.sha256))
