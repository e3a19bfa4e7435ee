"""Where uploaded files are kept: once, by their SHA-256, in the product's file store."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage


def path_of(tenant_id: int, digest: str) -> str:
    """Return where the bytes stand in the store."""
    return f"imports/{tenant_id}/{digest[:2]}/{digest}"


def keep(tenant_id: int, content: Any) -> tuple[str, int]:
    """Keep an uploaded file; return its SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    for chunk in content.chunks():
        digest.update(chunk)
        size += len(chunk)
    name = path_of(tenant_id, digest.hexdigest())
    if not default_storage.exists(name):
        content.seek(0)
        default_storage.save(name, content)
    return digest.hexdigest(), size


@contextmanager
def opened(tenant_id: int, digest: str) -> Iterator[Path]:
    """Give a kept file as a path of this machine."""
    name = path_of(tenant_id, digest)
    try:
        yield Path(default_storage.path(name))
    except NotImplementedError:  # an object store: a copy for the duration
        with tempfile.NamedTemporaryFile() as copy, default_storage.open(name) as kept:
            for chunk in kept.chunks():
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)
