"""Judging: the only writer of judgments and their sums.

One judge a tenant at a time (an advisory lock), and marks are taken before records are read: a change whose mark is gone
was visible to the judge; a change that was not visible has left a mark of its own.
"""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DataError, connection, transaction

from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import queries
from wuxing.evidence.metrics.models import Rulebook
from wuxing.evidence.metrics.statements import Statements, compiled
from wuxing.schemes.packs.structure import Pack

BATCH = 5_000
PAGE_BEARS = 2_000
_LOCK = 27_922
_TAKE = """
DELETE FROM evidence_waiting
WHERE id IN (SELECT id FROM evidence_waiting WHERE tenant_id = %s ORDER BY id LIMIT %s)
RETURNING population, record_id"""
_SUMS = ("evidence_rollup", "evidence_daytotal")
DERIVED = (*_SUMS, "evidence_judgment", "evidence_formerjudgment", "evidence_revision")
_EMPTY_REVISION = "n = 0 AND ok = 0 AND undecided = 0 AND late = 0 AND imported = 0"
_EMPTY = " AND ".join(f"{name} = 0" for name in ("n", "ok", "undecided", "late", "imported", "savable", "running"))


def judge_waiting(*, tenant_id: int, pack: Pack, most: int = BATCH, patient: bool = True) -> int:
    """Judge up to `most` waiting marks, and the records whose time has come; return how many records were judged.

    Call inside the tenant. Without `patience` nothing is done while another judge is at work.
    """
    if not lock(tenant_id, patient=patient):
        return 0
    books = ensure_rulebooks(tenant_id=tenant_id, pack=pack)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [tenant_id, most])
        taken: dict[str, set[int]] = {}
        for population, record_id in cursor.fetchall():
            taken.setdefault(population, set()).add(record_id)
    if taken:
        retire_others(pack)
    now = clock.now()
    judged = 0
    for book in books:
        ids = taken.get(book.population, set()) | queries.due_for_recheck(book, now, most)
        if ids and book.built_at is not None:
            judge(book, pack, ids, now=now)
            judged += len(ids)
    return judged


def ensure_rulebooks(*, tenant_id: int, pack: Pack) -> list[Rulebook]:
    """Return the tenant's rulebooks that records are judged by, those of `pack` among them, made when missing."""
    for population, statements in compiled(pack).items():
        book, created = Rulebook.objects.get_or_create(
            tenant_id=tenant_id,
            edition=pack.sha256,
            population=population,
            picture=None,
            defaults={"metrics": list(statements.metrics), "fingerprint": ""},
        )
        if not created and book.fingerprint not in {"", fingerprint(statements, tenant_id)}:
            if book.metrics != list(statements.metrics):
                book.kept_on = None  # its bits mean something else now
            book.metrics, book.fingerprint, book.built_at = list(statements.metrics), "", None
            book.save(update_fields=["metrics", "fingerprint", "built_at", "kept_on"])
    return list(Rulebook.objects.filter(edition=pack.sha256, picture=None).order_by("population"))


def judge(book: Rulebook, pack: Pack, ids: Iterable[int], *, now: datetime | None = None) -> None:
    """Judge some records by `book`, and add the differences to its sums."""
    parameters = parameters_of(book, now or clock.now())
    wanted = sorted(ids)
    statements = compiled(pack)[book.population]
    for start in range(0, len(wanted), BATCH):
        _judge_batch(book, statements, {**parameters, "ids": wanted[start : start + BATCH]})
    book.judged_at, book.error = parameters["now"], ""
    book.save(update_fields=["judged_at", "error"])


def _judge_batch(book: Rulebook, statements: Statements, parameters: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements.judge_some, parameters)
        touched = cursor.fetchall()
        if touched:
            metrics, days = zip(*set(touched), strict=True)
            for table in ("evidence_rollup", "evidence_daytotal"):
                cursor.execute(
                    f"DELETE FROM {table} WHERE rulebook_id = %s AND {_EMPTY} "
                    "AND (metric, day) IN (SELECT * FROM unnest(%s::smallint[], %s::date[]))",
                    [book.pk, list(metrics), list(days)],
                )
            cursor.execute(
                f"DELETE FROM evidence_revision WHERE rulebook_id = %s AND known_on = %s AND {_EMPTY_REVISION} "
                "AND (metric, day) IN (SELECT * FROM unnest(%s::smallint[], %s::date[]))",
                [book.pk, parameters["today"], list(metrics), list(days)],
            )


def rebuild(*, tenant_id: int, pack: Pack, now: datetime | None = None) -> int:
    """Judge every record of the tenant anew by `pack`; return how many there are. Call inside the tenant.

    What is judged otherwise than before counts as known from today on.
    """
    lock(tenant_id, patient=True)
    retire_others(pack)
    books = ensure_rulebooks(tenant_id=tenant_id, pack=pack)
    with connection.cursor() as cursor:  # marks of what this pack does not count wait for nobody
        cursor.execute(
            "DELETE FROM evidence_waiting WHERE tenant_id = %s AND population <> ALL(%s)",
            [tenant_id, [book.population for book in books]],
        )
    return sum(_rebuild(book, compiled(pack)[book.population], now or clock.now()) for book in books)


def goes_on(book: Rulebook, statements: Statements) -> bool:
    """Say whether what a rulebook has kept goes on when it is judged anew."""
    return book.kept_on is not None and book.retired_on is None and book.metrics == list(statements.metrics)


def _rebuild(book: Rulebook, statements: Statements, now: datetime) -> int:
    parameters, keeps = parameters_of(book, now), goes_on(book, statements)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(
            "DELETE FROM evidence_waiting WHERE tenant_id = %s AND population = %s", [book.tenant_id, book.population]
        )
        if keeps:
            cursor.execute(statements.judge_changed, parameters)
            cursor.execute(f"DELETE FROM evidence_revision WHERE rulebook_id = %s AND {_EMPTY_REVISION}", [book.pk])
        for table in _SUMS if keeps else DERIVED:
            cursor.execute(f"DELETE FROM {table} WHERE rulebook_id = %s", [book.pk])
        for statement in statements.sum_all if keeps else (statements.judge_all, *statements.sum_all):
            cursor.execute(statement, parameters)
        cursor.execute("SELECT count(*) FROM evidence_judgment WHERE rulebook_id = %s", [book.pk])
        count = int(cursor.fetchone()[0])
    book.metrics, book.fingerprint = list(statements.metrics), fingerprint(statements, book.tenant_id)
    book.built_at = book.judged_at = parameters["now"]
    book.error = ""
    if not keeps:
        book.kept_on, book.retired_on = parameters["today"], None
    book.save(update_fields=["metrics", "fingerprint", "built_at", "judged_at", "error", "kept_on", "retired_on"])
    return count


def refresh(*, tenant_id: int, pack: Pack) -> tuple[dict[str, Rulebook], int]:
    """Bring the judgments up to date when that is little work: so that a page shows what was just recorded.

    More than a page can bear is left to the worker's pulse. A failure is kept on the rulebook, and its metrics are unknown.
    Return the rulebooks, and how many marks still wait.
    """
    books = queries.rulebooks(pack)
    waiting, is_due = queries.work_to_do(tenant_id, books.values(), clock.now())
    is_built = queries.is_built(books, pack)
    if is_built and not waiting and not is_due:
        return books, 0
    try:
        with transaction.atomic():
            if is_built and waiting <= queries.LITTLE_WAITING:
                judge_waiting(tenant_id=tenant_id, pack=pack, most=PAGE_BEARS, patient=False)
            elif not is_built and queries.are_few(tenant_id, pack) and lock(tenant_id, patient=False):
                rebuild(tenant_id=tenant_id, pack=pack)
    except DataError as error:
        note_failure(tenant_id=tenant_id, pack=pack, error=error)
    return queries.rulebooks(pack), queries.waiting(tenant_id)


def note_failure(*, tenant_id: int, pack: Pack, error: Exception) -> None:
    """Keep on the rulebooks why judging failed: their metrics are unknown until a rebuild succeeds."""
    for book in ensure_rulebooks(tenant_id=tenant_id, pack=pack):
        book.error, book.built_at, book.judged_at = str(error)[:500], None, clock.now()
        book.save(update_fields=["error", "built_at", "judged_at"])


def retire_others(pack: Pack) -> None:
    """Let the judgments of other editions count as not made, for the marks that would renew them are taken."""
    others = Rulebook.objects.exclude(edition=pack.sha256).filter(picture=None, built_at__isnull=False)
    for book in others:
        book.built_at, book.retired_on = None, today_of(book.tenant_id, clock.now())
        book.save(update_fields=["built_at", "retired_on"])


def lock(tenant_id: int, *, patient: bool) -> bool:
    """Be the tenant's only judge until the transaction ends."""
    name = "pg_advisory_xact_lock" if patient else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(%s, %s)", [_LOCK, tenant_id])
        return patient or bool(cursor.fetchone()[0])


def fingerprint(statements: Statements, tenant_id: int) -> str:
    """Return what judgments hold for: a statement, and a zone, which says what day it is."""
    return f"{statements.fingerprint[:40]}@{_zone(tenant_id)}"[:100]


def today_of(tenant_id: int, now: datetime) -> date:
    """Return the organisation's day at an instant."""
    return now.astimezone(ZoneInfo(_zone(tenant_id))).date()


def parameters_of(book: Rulebook, now: datetime) -> dict[str, Any]:
    """Return the parameters of the statements of `book` at an instant."""
    zone = _zone(book.tenant_id)
    today = now.astimezone(ZoneInfo(zone)).date()
    return {"tenant": book.tenant_id, "rulebook": book.pk, "zone": zone, "now": now, "today": today}


def _zone(tenant_id: int) -> str:
    return Tenant.objects.only("zone").get(pk=tenant_id).zone
