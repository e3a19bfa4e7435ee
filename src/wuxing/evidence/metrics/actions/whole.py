"""All records of an organisation judged anew by several connections at once: for the first time, or by a new edition.

One transaction holds the lock of the judge; the work is done by others beside it, each of which commits its part. Nothing is read
of a rulebook before it is marked as built, at the end. A change that commits meanwhile leaves a mark, which is judged then.
"""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from wuxing.core import clock
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import queries
from wuxing.evidence.metrics.actions.judging import (
    DERIVED,
    ensure_rulebooks,
    fingerprint,
    goes_on,
    lock,
    parameters_of,
    rebuild,
    retire_others,
)
from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.metrics.statements import compiled
from wuxing.schemes.packs.structure import Pack

CONNECTIONS = 2
PARTS = 16

Task = tuple[str, dict[str, Any]]
"""A statement with its parameters."""


def rebuild_apart(*, tenant_id: int, pack: Pack) -> int:
    """Judge every record anew by `pack`; return how many there are. Call outside any tenant.

    Judgments that are kept already, or are few, are judged in one transaction, which tells what changed.
    """
    with in_tenant(tenant_id):
        books = ensure_rulebooks(tenant_id=tenant_id, pack=pack)
        if queries.are_few(tenant_id, pack) or any(goes_on(book, compiled(pack)[book.population]) for book in books):
            return rebuild(tenant_id=tenant_id, pack=pack)
    with in_tenant(tenant_id), ThreadPoolExecutor(CONNECTIONS) as pool:
        lock(tenant_id, patient=True)
        if queries.is_built(queries.rulebooks(pack), pack):
            return 0  # another judge was faster

        def each(work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
            return list(pool.map(lambda item: _beside(tenant_id, work, item), items))

        prepared = each(_prepare, [(tenant_id, pack)])[0]
        each(_run, [task for book in prepared for task in _parts(book, pack)])
        each(_run_all, [_sums(book, pack) for book in prepared])
        return int(sum(each(_finish, [(book, pack) for book in prepared])))


def _beside(tenant_id: int, work: Callable[[Any], Any], item: Any) -> Any:
    """Do a part of the work in a transaction and a connection of this thread."""
    try:
        with in_tenant(tenant_id):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL work_mem = '64MB'")
            return work(item)
    finally:
        connection.close()


def _prepare(given: tuple[int, Pack]) -> list[Rulebook]:
    """Forget what was judged and what waits."""
    tenant_id, pack = given
    retire_others(pack)
    books = ensure_rulebooks(tenant_id=tenant_id, pack=pack)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_waiting WHERE tenant_id = %s", [tenant_id])
        for table in DERIVED:
            cursor.execute(f"DELETE FROM {table} WHERE rulebook_id = ANY(%s)", [[book.pk for book in books]])
    for book in books:
        book.metrics, book.fingerprint = list(compiled(pack)[book.population].metrics), ""
        book.built_at = book.kept_on = None
        book.save(update_fields=["metrics", "fingerprint", "built_at", "kept_on"])
    return books


def _parts(book: Rulebook, pack: Pack) -> Iterator[Task]:
    """Yield the parts of a population by its keys; the last is open, for records that come meanwhile."""
    statements = compiled(pack)[book.population]
    parameters = parameters_of(book, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statements.ends_of_keys, parameters)
        low, high = cursor.fetchone()
    if low is None:
        return
    step = max((high - low) // PARTS + 1, queries.LITTLE_WAITING)
    starts = range(low, high + 1, step)
    for start in starts:
        end = start + step if start != starts[-1] else 2**62
        yield statements.judge_part, {**parameters, "low": start, "high": end}


def _run(task: Task) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*task)


def _sums(book: Rulebook, pack: Pack) -> list[Task]:
    parameters = parameters_of(book, clock.now())
    return [(statement, parameters) for statement in compiled(pack)[book.population].sum_all]


def _run_all(tasks: list[Task]) -> None:
    for task in tasks:
        _run(task)


def _finish(given: tuple[Rulebook, Pack]) -> int:
    """Mark a rulebook as built."""
    book, pack = given
    parameters = parameters_of(book, clock.now())
    book.fingerprint = fingerprint(compiled(pack)[book.population], book.tenant_id)
    book.built_at = book.judged_at = parameters["now"]
    book.error, book.kept_on, book.retired_on = "", parameters["today"], None
    book.save(update_fields=["fingerprint", "built_at", "judged_at", "error", "kept_on", "retired_on"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM evidence_judgment WHERE rulebook_id = %s", [book.pk])
        return int(cursor.fetchone()[0])
