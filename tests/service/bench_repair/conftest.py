"""The workshop, open."""

from collections.abc import Callable

import pytest

from tests.service.bench_repair.bench import Bench, bench_of
from tests.shop import Shop
from wuxing.core.actors import Actor


@pytest.fixture
def bench(shop: Shop, actor: Callable[..., Actor]) -> Bench:
    """The workshop of the shop."""
    return bench_of(shop, actor)
