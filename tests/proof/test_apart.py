"""What starts an event loop of its own works where one runs too. Each test has a thread of its own, in which none does."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from wuxing.proof.apart import apart


async def _told() -> int:
    return threading.get_ident()


def _fresh(work: Callable[[], tuple[int, int]]) -> tuple[int, int]:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def test_it_runs_here_where_no_loop_does():
    here, told = _fresh(lambda: (threading.get_ident(), apart(lambda: asyncio.run(_told()))))
    assert told == here


def test_it_runs_elsewhere_where_one_does():
    async def within() -> int:
        return apart(lambda: asyncio.run(_told()))

    here, told = _fresh(lambda: (threading.get_ident(), asyncio.run(within())))
    assert told != here
