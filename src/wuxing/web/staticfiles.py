"""Addresses of static files that change when the content changes; nothing has to be collected first."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@cache
def content_version(name: str) -> str:
    """Return the start of the SHA-256 of a static file, read once a process; empty when there is none."""
    path = finders.find(name)
    if not path:
        return ""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


class VersionedStorage(StaticFilesStorage):
    """Serves `name` as /static/name?v=<content hash>, so that browsers may keep it for a year."""

    def url(self, name: str | None) -> str:
        if settings.DEBUG:
            content_version.cache_clear()
        address = super().url(name)
        version = content_version(name) if name else ""
        return f"{address}?v={version}" if version else address
