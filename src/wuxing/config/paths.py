"""Where things lie on a machine: the data folder, and what the product carries beside its code."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent


def data(given: str | Path | None = None) -> Path:
    """Return the data folder: the one given, else WUXING_DATA, else the user's own."""
    return Path(given or os.environ.get("WUXING_DATA") or Path.home() / ".local/share/wuxing").expanduser().resolve()


def packs() -> Path:
    """Return the folder of scheme packs: inside the package when installed from a wheel, else that of the checkout."""
    return _carried("packs")


def procedures() -> Path:
    """Return the register of the 22 procedures."""
    return _carried("procedures.toml")


def _carried(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.exists() else CHECKOUT / name
