"""Certificates as the register shows them."""

import pytest
from django.core.cache import cache

from tests.certification.certificate.conftest import certify, grant

__all__ = ["certify", "grant"]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    cache.clear()
