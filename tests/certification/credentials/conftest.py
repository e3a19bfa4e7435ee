"""Certificates that are sealed, and a log that is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant, grant
from wuxing.certification.certificate import actions
from wuxing.certification.certificate.models import Certificate
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.seal import checkpoint

__all__ = ["grant"]

Issue = Callable[..., Certificate]


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    """A log and keys of this test's own."""
    settings.DATA = tmp_path


@pytest.fixture
def issue(body: Body, grant: Grant) -> Issue:
    """Issue a certificate: `issue(level="star4", **case)`."""

    def made(level: str = "star4", **changes: object) -> Certificate:
        return actions.issue(case_id=grant(level, **changes).case_id, by=body.officer)

    return made


@pytest.fixture
def in_log(body: Body) -> Callable[[], None]:
    """Bring everything recorded so far into a signed checkpoint."""

    def sealed() -> None:
        integrate(body.tenant.pk)
        checkpoint(body.tenant.pk)

    return sealed
