"""A data folder of each test's own, and certificates as their own tests make them."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.certification.certificate.conftest import certify, grant

__all__ = ["certify", "data", "grant"]


@pytest.fixture(autouse=True)
def data(settings: LazySettings, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA = tmp_path
    return tmp_path
