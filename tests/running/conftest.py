"""One installation a file."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.house import House


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="wuxing-house-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def house(home: Path) -> Iterator[House]:
    """One house for the tests of this file; a test that ends it starts it again."""
    built = House(home).start()
    yield built
    built.stop()
