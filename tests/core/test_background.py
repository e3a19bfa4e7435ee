"""Jobs join the transaction, run inside their tenant, and every name deferred is a registered task."""

import ast
import json
from pathlib import Path

import pytest
from django.db import connection, transaction

from tests.conftest import ActorFactory
from wuxing.core import background
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel
from wuxing.core.errors import RuleBroken
from wuxing.core.models import Tenant

SOURCE = Path(background.__file__).parent.parent
seen: list[tuple[Actor, dict[str, int], str]] = []


@background.task("test.note")
def note(actor: Actor, **ids: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.tenant')")
        seen.append((actor, ids, cursor.fetchone()[0]))


def waiting() -> list[tuple[str, dict[str, object]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, json.loads(args) if isinstance(args, str) else args) for name, args in cursor.fetchall()]


def test_a_job_is_deferred_with_its_actor(company: Tenant, actor: ActorFactory) -> None:
    agent = actor(Role.AGENT)
    background.defer("test.note", by=agent, order_id=7)
    by = {
        "tenant_id": company.pk,
        "user_id": agent.user_id,
        "name": "王敏",
        "roles": ["agent"],
        "zone": "Asia/Shanghai",
        "source": "",
    }
    assert waiting() == [("test.note", {"by": by, "ids": {"order_id": 7}})]


def test_a_job_is_gone_when_the_action_fails(actor: ActorFactory) -> None:
    agent = actor(Role.AGENT)
    with pytest.raises(RuleBroken), transaction.atomic():
        background.defer("test.note", by=agent, order_id=7)
        raise RuleBroken("no")
    assert waiting() == []


def test_a_job_runs_inside_its_tenant_under_the_person_with_the_systems_rights(
    company: Tenant, actor: ActorFactory
) -> None:
    agent = actor(Role.AGENT)
    background.defer("test.note", by=agent, order_id=7)
    seen.clear()
    for name, args in waiting():
        background.perform(name, **args)  # type: ignore[arg-type]
    [(acting, ids, tenant)] = seen
    assert (acting.user_id, acting.name, acting.channel) == (agent.user_id, "王敏", Channel.JOB)
    assert acting.permissions == frozenset(Permission)
    assert (ids, tenant) == ({"order_id": 7}, str(company.pk))


@pytest.mark.parametrize(
    ("attempts", "error", "wait"),
    [
        (0, OSError(), 2),
        (1, OSError(), 8),
        (4, OSError(), 50),
        (5, OSError(), None),  # the sixth was the last
        (0, RuleBroken("no"), None),  # a refusal stays one
    ],
)
def test_a_job_is_tried_again_later_and_later(attempts: int, error: Exception, wait: int | None) -> None:
    assert background.pause_after(error, attempts) == wait


def _deferred_names() -> set[str]:
    """Return the first argument of every call of background.defer in the source."""
    names = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"background.defer", "defer"}:
                first = node.args[0] if node.args else None
                assert isinstance(first, ast.Constant), f"{path}:{node.lineno}: the job's name must be written out"
                names.add(str(first.value))
    return names


def test_every_name_deferred_is_a_registered_job() -> None:
    background.discover()
    assert _deferred_names() - background.registered_jobs() == set()
