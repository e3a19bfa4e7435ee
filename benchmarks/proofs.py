"""How fast certificates are checked, on one core: `python -m benchmarks.proofs` prints the table.

2,000 certificates, each another; signature, form and content are checked of every one, nothing is kept between them. A bare
Ed25519 check of the same bytes by `cryptography` runs in turns with ours, so that the machine's other load falls on both. CPU time.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from tools.vectors import world
from wuxing.proof import codes, credentials, statuslists
from wuxing.proof.keys import Keys, from_base64url
from wuxing.proof.statuslists import Bits

CERTIFICATES = 2_000
TURNS, A_TURN = 150, 40
GOALS = {"credential": 5_000, "code": 5_000}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a second, and that against a bare check of the signature in the same run."""

    per_second: float
    to_bare: float


def measured() -> dict[str, Rate]:
    """Return the rate of each thing that is done, the bare check among them."""
    contents = [
        world.content(number=f"2026HUAXIN{index:05}", status__index=index, holder__name=f"盛达家电服务有限公司{index}")
        for index in range(CERTIFICATES)
    ]
    tokens = [
        credentials.issue(one, key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED)
        for one in contents
    ]
    texts = [codes.code(one, key=world.CURRENT, base=world.BASE, signed_at=world.SIGNED) for one in contents]
    signed = [(from_base64url(one.rpartition(".")[2]), one.rpartition(".")[0].encode()) for one in tokens]
    bits = Bits()
    for index in range(0, 131_072, 997):
        bits.set(index)
    url = f"{world.LIST}/revocation"
    listed = statuslists.issue(
        bits, url=url, purpose="revocation", key=world.CURRENT, did=world.DID, signed_at=world.LISTED
    )
    keys, public = Keys([world.CURRENT.public]), world.CURRENT.public

    def issue(content: dict[str, object]) -> object:
        return credentials.issue(content, key=world.CURRENT, did=world.DID, base=world.BASE, signed_at=world.SIGNED)

    def code(content: dict[str, object]) -> object:
        return codes.code(content, key=world.CURRENT, base=world.BASE, signed_at=world.SIGNED)

    return _in_turns(
        {
            "bare": _each(lambda pair: public.verify(*pair), signed),
            "credential": _each(lambda token: credentials.opened(token, keys), tokens),
            "code": _each(lambda text: codes.opened(text, keys), texts),
            "status list": _each(lambda token: statuslists.opened(token, keys), [listed]),
            "credential written": _each(issue, contents),
            "code written": _each(code, contents),
        }
    )


def _each(do: Callable[[Any], object], things: Iterable[Any]) -> Callable[[], None]:
    """Return what does it to the next thing."""
    turn = cycle(things)
    return lambda: do(next(turn)) and None


def _in_turns(cases: dict[str, Callable[[], None]]) -> dict[str, Rate]:
    """Return the rates, each the best of its turns."""
    gc.collect()
    gc.freeze()  # what was made for the measurement is not looked through again while it runs
    best = dict.fromkeys(cases, float("inf"))
    for _turn in range(TURNS):
        for name, do in cases.items():
            begin = time.process_time()
            for _ in range(A_TURN):
                do()
            best[name] = min(best[name], time.process_time() - begin)
    return {name: Rate(A_TURN / seconds, best["bare"] / seconds) for name, seconds in best.items()}


def main() -> int:
    """Print what was measured; return 1 when a goal is missed."""
    found = measured()
    print("| one core | a second | of a bare check | goal | |\n|---|---|---|---|---|")
    missed = False
    for name, rate in found.items():
        goal = GOALS.get(name)
        met = "" if goal is None else "met" if rate.per_second >= goal else "MISSED"
        missed = missed or met == "MISSED"
        print(f"| {name} | {rate.per_second:,.0f} | {rate.to_bare:.2f} | {goal or ''} | {met} |")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
