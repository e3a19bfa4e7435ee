"""Work after the answer: jobs deferred by name inside the action's transaction, and pulses the worker repeats.

An action says `background.defer("certificate.announce", by=by, certificate_id=7)`; the job exists if, and only if, the
action commits. A package's `tasks.py` registers the function by the same name. A job may run twice (its worker was
killed), so it must be safe to repeat. It acts under the person's name with the system's rights, for the action that
deferred it was permitted.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import procrastinate_app
from procrastinate.jobs import Job

from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel
from wuxing.core.errors import BusinessError
from wuxing.core.tenants import in_tenant

LIVE_CHANNEL = "wuxing_live"
ATTEMPTS = 6
Work = Callable[..., None]
_DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', %s, 0, NULL, NULL, %s::jsonb, NULL)"
    "::procrastinate_job_to_defer_v1])"
)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A function that the worker runs every `seconds`, never two at once."""

    name: str
    seconds: float
    work: Callable[[], None]


_work: dict[str, Work] = {}
_pulses: dict[str, Pulse] = {}


class Patience(BaseRetryStrategy):
    """Try again after 2, 8, 18 ... seconds; a refusal by a rule is final."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        pause = pause_after(exception, job.attempts)
        return None if pause is None else RetryDecision(retry_in={"seconds": pause})


def pause_after(exception: BaseException, attempts: int) -> int | None:
    """Return the seconds until a job is tried again after `attempts` earlier ones, or None when it is given up."""
    if isinstance(exception, BusinessError) or attempts + 1 >= ATTEMPTS:
        return None
    return 2 * (attempts + 1) ** 2


def task(name: str) -> Callable[[Work], Work]:
    """Register `function(actor, **ids)` as the job `name`; it runs inside the actor's tenant, in one transaction."""

    def register(function: Work) -> Work:
        assert name not in _work, f"two jobs are called {name}"
        _work[name] = function
        procrastinate_app.app.task(name=name, retry=Patience())(partial(perform, name))
        return function

    return register


def defer(name: str, *, by: Actor, **ids: int | str) -> None:
    """Enqueue the job `name` in the present transaction."""
    who = {
        "tenant_id": by.tenant_id,
        "user_id": by.user_id,
        "name": by.name,
        "roles": sorted(by.roles),
        "zone": by.zone,
        "source": by.source,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DEFER, [name, json.dumps({"by": who, "ids": ids})])


def perform(job: str, *, by: dict[str, Any], ids: dict[str, int | str]) -> None:
    """Run the job `job` now, as its worker does."""
    actor = Actor(
        tenant_id=by["tenant_id"],
        user_id=by["user_id"],
        name=by["name"],
        roles=frozenset(Role(role) for role in by["roles"]),
        permissions=frozenset(Permission),
        channel=Channel.JOB,
        zone=by["zone"],
        source=by["source"],
    )
    with in_tenant(actor.tenant_id):
        _work[job](actor, **ids)


def pulse(seconds: float) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have the worker run the decorated function every `seconds`; it opens tenants and transactions itself."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__.removeprefix('wuxing.')}.{function.__name__}"
        _pulses[name] = Pulse(name, seconds, function)
        return function

    return register


def announce(tenant_id: int, topic: str, about: int) -> None:
    """Tell the open pages of a tenant that something changed, when the present transaction commits."""
    with connection.cursor() as cursor:
        message = json.dumps({"tenant": tenant_id, "topic": topic, "id": about}, separators=(",", ":"))
        cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, message])


def discover() -> None:
    """Import every `tasks.py` of the product, so that all jobs and pulses are registered."""
    top = Path(__file__).resolve().parent.parent
    for path in sorted(top.rglob("tasks.py")):
        import_module(".".join(("wuxing", *path.relative_to(top).with_suffix("").parts)))


def registered_jobs() -> frozenset[str]:
    """Return the names of all jobs."""
    return frozenset(_work)


def registered_pulses() -> list[Pulse]:
    """Return all pulses."""
    return list(_pulses.values())


def rescue_stalled_jobs(seconds_since_heartbeat: float = 30) -> int:
    """Put jobs back whose worker was killed, and return how many (procrastinate finds them, but leaves them)."""
    from asgiref.sync import async_to_sync

    async def rescue() -> int:
        manager = procrastinate_app.app.job_manager
        stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=seconds_since_heartbeat))
        for job in stalled:
            await manager.retry_job(job)
        return len(stalled)

    return int(async_to_sync(rescue)())
