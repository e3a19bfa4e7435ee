"""Where the packs lie that come with the product."""

import re
from pathlib import Path

import wuxing

_EDITION = re.compile(r'^edition: "?([0-9]+(?:\.[0-9]+)*)', re.MULTILINE)


def directories() -> list[Path]:
    """Return the folders of the shipped packs: inside the installed package, or at the root of a working copy.

    An edition that was replaced keeps its folder, `name.number`, and stands before the one that replaced it.
    """
    found = root()
    return [] if found is None else sorted((path.parent for path in found.glob("*/scheme.yaml")), key=_place)


def root() -> Path | None:
    """Return the folder of everything shipped as data; None where nothing is."""
    package = Path(wuxing.__file__).parent
    return next((place for place in (package / "packs", package.parents[1] / "packs") if place.is_dir()), None)


def _place(directory: Path) -> tuple[str, tuple[int, ...]]:
    found = _EDITION.search((directory / "scheme.yaml").read_text(encoding="utf-8"))
    edition = tuple(map(int, found[1].split("."))) if found else ()
    return directory.name.partition(".")[0], edition
