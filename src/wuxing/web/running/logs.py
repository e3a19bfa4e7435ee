"""Logs that stay small: children append to their file, so it can be copied aside and cut while they write."""

import shutil
from pathlib import Path

LARGEST = 10_000_000


def trim(folder: Path) -> None:
    """Copy each log that grew too large to NAME.1 and begin it anew."""
    for path in folder.glob("*.log"):
        if path.stat().st_size > LARGEST:
            shutil.copyfile(path, path.with_name(f"{path.name}.1"))
            with path.open("r+b") as log:
                log.truncate(0)
