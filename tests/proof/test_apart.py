"""What starts an event loop of its own works where one runs too."""

import asyncio
import threading

from wuxing.proof.apart import apart


async def _told() -> int:
    return threading.get_ident()


def test_it_runs_here_where_no_loop_does():
    assert apart(lambda: asyncio.run(_told())) == threading.get_ident()


def test_it_runs_elsewhere_where_one_does():
    async def within() -> int:
        return apart(lambda: asyncio.run(_told()))

    assert asyncio.run(within()) != threading.get_ident()
