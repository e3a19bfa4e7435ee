"""A pack with the shipped metrics, and a year of orders."""

from pathlib import Path

import pytest

from wuxing.config import paths
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Pack


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped pack of GB/T 27922-2011."""
    return loading.load(Path(paths.packs()) / "gbt27922-2011", {p.id: p.types for p in POPULATIONS.values()})
