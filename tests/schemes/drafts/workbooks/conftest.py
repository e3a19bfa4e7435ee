"""These tests read what is said in English."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def in_english() -> Iterator[None]:
    """Say everything in English."""
    with translation.override("en"):
        yield
