"""附件: files that people hand in: sniffed by content, limited in size, kept once by their SHA-256.

The store is Django's default storage: a folder of the installation, or object storage by setting. A name is never used as a path.
"""

from base64 import b64decode
from collections.abc import Iterable
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
from wuxing.core.ledger.models import Entry
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
    kind: str = "",
    case: tuple[str, int] | None = None,
) -> Attachment:
    """Keep a file beside the record it belongs to; what it is is told by its content, not by its name.

    `kind` is the media type where the caller has looked into the content itself.

    Raises:
        BadInput: empty, over 15 MB, or not one of the accepted kinds.
    """
    data = content.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=LIMIT_BYTES >> 20)})
    found = kind or (filetype.guess_mime(data) if data else None)
    if found not in accepted:
        picture = say("send a picture (JPEG, PNG, WebP, HEIC); this is something else")
        either = say("send a picture (JPEG, PNG, WebP, HEIC) or a PDF; this is something else")
        raise BadInput({"file": either if "application/pdf" in accepted else picture})

    digest = put(data, tenant_id=by.tenant_id)
    made = Attachment.objects.create(
        tenant_id=by.tenant_id,
        sha256=digest,
        name=name.replace("\\", "/").rpartition("/")[2][:255],
        media_type=found,
        size=len(data),
        target_type=kind_of(type(target)),
        target_id=target.pk,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    ledger.record("file.keep", by=by, target=made, case=case, sha256=digest, size=made.size, name=made.name)
    return made


def put(data: bytes, *, tenant_id: int) -> str:
    """Put bytes into a tenant's store, once, and return the SHA-256 that names them: for what is derived from files."""
    digest = sha256(data).hexdigest()
    path = path_of(tenant_id, digest)
    if not default_storage.exists(path):
        default_storage.save(path, File(BytesIO(data)))
    return digest


def bytes_of(tenant_id: int, digest: str) -> bytes:
    """Return bytes of a tenant's store by their SHA-256. Raises NotFound."""
    path = path_of(tenant_id, digest)
    if not default_storage.exists(path):
        raise NotFound(say("there is no such file here"))
    with default_storage.open(path) as found:
        return bytes(found.read())


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


def entries_naming(attachment_ids: Iterable[int]) -> list[int]:
    """Return the ledger entries that tell the names of files: who sent a file often gave it a name of a person."""
    told = Entry.objects.filter(
        target_type=kind_of(Attachment), target_id__in=list(attachment_ids), event="file.keep", erased_at=None
    )
    return list(told.values_list("pk", flat=True))


def discard(attachment_id: int, *, by: Actor) -> None:
    """Take a file away for good, when its record is destroyed; its bytes go unless another record holds the same ones."""
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None:
        return
    path, digest = path_of(by.tenant_id, found.sha256), found.sha256
    found.delete()
    if not Attachment.objects.filter(sha256=digest).exists():
        transaction.on_commit(lambda: default_storage.delete(path))
