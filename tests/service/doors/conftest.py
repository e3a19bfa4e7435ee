"""Limits begin anew with each test."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from wuxing.service.doors.views import tracking


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    tracking._kept.clear()  # drawings of an earlier test
    yield
    cache.clear()
