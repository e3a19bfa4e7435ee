"""Where the packs lie that come with the product."""

from pathlib import Path

import wuxing


def directories() -> list[Path]:
    """Return the folders of the shipped packs: inside the installed package, or at the root of a working copy."""
    package = Path(wuxing.__file__).parent
    root = next((place for place in (package / "packs", package.parents[1] / "packs") if place.is_dir()), None)
    return [] if root is None else sorted(path.parent for path in root.glob("*/scheme.yaml"))
