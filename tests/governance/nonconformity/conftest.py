"""The house of those who treat nonconformities."""

from collections.abc import Callable

import pytest

from wuxing.core.actors import Actor
from wuxing.core.models import Tenant

from .treating import House, house_of


@pytest.fixture
def house(inside: Tenant, actor: Callable[..., Actor]) -> House:
    """People of a company, inside its walls."""
    return house_of(actor)
