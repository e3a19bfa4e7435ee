"""The shipped pack of GB/T 27922-2011, read once a process: reading takes a second, and many tests need the edition."""

from functools import cache
from pathlib import Path

from wuxing.config import paths
from wuxing.schemes.packs import loading


@cache
def gbt() -> loading.Draft:
    """Return the pack as it is read from its files; nobody changes it."""
    return loading.draft(Path(paths.packs()) / "gbt27922-2011")
