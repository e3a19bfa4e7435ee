"""The certification body of the tests of this context."""

from collections.abc import Callable, Iterator

import pytest

from tests.certification.body import Body, body_of
from wuxing.core.actors import Actor


@pytest.fixture
def body(db: None, actor: Callable[..., Actor]) -> Iterator[Body]:
    """华评认证 with its people and official points; the test runs inside its walls."""
    yield from body_of(actor)


@pytest.fixture
def unofficial_body(db: None, actor: Callable[..., Actor]) -> Iterator[Body]:
    """The same body before any official points were signed off."""
    yield from body_of(actor, official=False)
