"""Load, sign off and withdraw licensed tables. What is loaded is never changed: a correction is another table."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from typing import IO, Any

from django.db import IntegrityError, transaction

from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger import kind_of
from wuxing.core.models import Attachment
from wuxing.core.reasons import Reason, say
from wuxing.core.tables import uploads
from wuxing.core.tables.rows import Row, Table, Unreadable
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing import queries, reading, rules
from wuxing.schemes.licensing.models import LicensedPoint, LicensedTable, LicensedText
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.canonical import canonical, digest
from wuxing.schemes.packs.structure import Pack

LIMIT_BYTES = 2 * 1024 * 1024
Kind = LicensedTable.Kind


class BadTable(BadInput):
    """An uploaded table that cannot be taken; `faults` says what is wrong, row by row. Nothing was kept."""

    def __init__(self, faults: Sequence[Reason]) -> None:
        super().__init__({"file": say("%(count)s faults in the table; nothing was kept", count=len(faults))})
        self.faults = tuple(faults)


@transaction.atomic
def load_points(*, edition_id: int, content: IO[bytes], name: str, source: str, by: Actor) -> LicensedTable:
    """载入官方分值: keep the licensed scoring table of an edition, to be signed off by another person.

    Raises:
        NotAllowed: the actor may not handle licensed tables.
        NotFound: there is no such edition.
        RuleBroken: only a part of the scheme is public, or another table waits already.
        BadTable: the file does not give every leaf its points once, or does not add up.
        BadInput: the file is no table, or it is not said where the licensed copy comes from.
    """
    by.require(Permission.SCHEME_LICENSE)
    edition, pack = _wanted(edition_id, Kind.POINTS, by)
    source, data, table = _read(content, source)
    read = reading.points_in(pack, table.headings, _rows(table))
    if read.faults:
        raise BadTable(read.faults)

    made = _keep(
        edition, Kind.POINTS, data, table, name, source, {k: reading.shown(v) for k, v in read.points.items()}, by
    )
    LicensedPoint.objects.bulk_create(
        LicensedPoint(tenant_id=by.tenant_id, table=made, leaf=leaf, points=read.points[leaf])
        for leaf in sorted(read.points)
    )
    return made


@transaction.atomic
def load_texts(*, edition_id: int, content: IO[bytes], name: str, source: str, by: Actor) -> LicensedTable:
    """载入标准文本: keep the licensed text of an edition for this organisation alone, to be signed off by another person.

    Raises:
        NotAllowed: the actor may not handle licensed tables.
        NotFound: there is no such edition.
        RuleBroken: only a part of the scheme is public, or another text waits already.
        BadTable: a row names no clause or language, or gives the same clause twice.
        BadInput: the file is no table, or it is not said where the licensed copy comes from.
    """
    by.require(Permission.SCHEME_LICENSE)
    edition, pack = _wanted(edition_id, Kind.TEXT, by)
    source, data, table = _read(content, source)
    read = reading.texts_in(pack, table.headings, _rows(table))
    if read.faults:
        raise BadTable(read.faults)

    rows = {f"{clause} {language}": text for (clause, language), text in read.texts.items()}
    made = _keep(edition, Kind.TEXT, data, table, name, source, rows, by)
    LicensedText.objects.bulk_create(
        LicensedText(tenant_id=by.tenant_id, table=made, clause=clause, language=language, text=text)
        for (clause, language), text in sorted(read.texts.items())
    )
    return made


@transaction.atomic
def sign_off(*, table_id: int, by: Actor) -> LicensedTable:
    """签核: put a table into force that another person loaded; the one in force before is replaced.

    Raises:
        NotAllowed: the actor may not handle licensed tables.
        NotFound: there is no such table here.
        RuleBroken: the actor loaded it, or it does not wait any more.
    """
    by.require(Permission.SCHEME_LICENSE)
    table, before = queries.lock_table(by.tenant_id, table_id)
    if reason := rules.why_not_sign(table.state, loaded_by=table.loaded_by_id, user_id=by.user_id):
        raise RuleBroken(reason)

    now = clock.now()
    if before is not None:
        before.withdrawn_by_id, before.withdrawn_at, before.replaced_by = by.user_id, now, table
        before.save(update_fields=["withdrawn_by", "withdrawn_at", "replaced_by"])
        _erase_text(before, by)
    table.signed_by_id, table.signed_at = by.user_id, now
    table.save(update_fields=["signed_by", "signed_at"])
    _trace("scheme.sign_licence", table, by, replaces=before.pk if before else None)
    return table


@transaction.atomic
def withdraw(*, table_id: int, reason: str, by: Actor) -> LicensedTable:
    """撤下: take a table out of force, or out of waiting, for a stated reason; a text is erased, for the licence is over.

    Raises:
        NotAllowed: the actor may not handle licensed tables.
        NotFound: there is no such table here.
        BadInput: no reason is given.
        RuleBroken: it is out of force already.
    """
    by.require(Permission.SCHEME_LICENSE)
    table, _before = queries.lock_table(by.tenant_id, table_id)
    if broken := rules.why_not_withdraw(table.state, user_id=by.user_id):
        raise RuleBroken(broken)
    if not reason.strip():
        raise BadInput({"reason": say("write why it is withdrawn")})

    table.withdrawn_by_id, table.withdrawn_at, table.reason = by.user_id, clock.now(), reason.strip()[:500]
    table.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    _erase_text(table, by)
    _trace("scheme.withdraw_licence", table, by, reason=table.reason)
    return table


def _wanted(edition_id: int, kind: str, by: Actor) -> tuple[Edition, Pack]:
    edition = queries.edition(edition_id)
    pack = pack_of(edition.sha256)
    waiting = queries.table_in(edition_id, kind, State.WAITING)
    if reason := rules.why_not_load(pack, user_id=by.user_id, waiting_since=waiting.loaded_at if waiting else None):
        raise RuleBroken(reason)
    return edition, pack


def _read(content: IO[bytes], source: str) -> tuple[str, bytes, Table]:
    """Return source, bytes and table of an upload. Raises BadInput."""
    source = source.strip()
    if not 5 <= len(source) <= 300:
        raise BadInput({"source": say("say in 5 to 300 characters where the licensed copy comes from")})
    data = content.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=LIMIT_BYTES >> 20)})
    try:
        return source, data, uploads.table_of(data)
    except Unreadable as refusal:
        raise BadInput({"file": refusal.reason}) from None


def _rows(table: Table) -> list[Row]:
    """Return the rows, one more than a table may have at most. Raises BadInput when the file breaks off on the way."""
    rows: list[Row] = []
    try:
        for row in table.rows:
            rows.append(row)
            if len(rows) > reading.MOST_ROWS:
                break
    except Unreadable as refusal:
        raise BadInput({"file": refusal.reason}) from None
    return rows


def _keep(
    edition: Edition, kind: str, data: bytes, table: Table, name: str, source: str, rows: dict[str, str], by: Actor
) -> LicensedTable:
    assert by.user_id is not None  # why_not_load asks for a person
    try:
        with transaction.atomic():
            made = LicensedTable.objects.create(
                tenant_id=by.tenant_id,
                edition=edition,
                kind=kind,
                source=source,
                file_name=_bare(name),
                file_sha256=sha256(data).hexdigest(),
                digest=digest(canonical(rows)),
                loaded_by_id=by.user_id,
                loaded_at=clock.now(),
            )
    except IntegrityError:  # somebody else was faster
        raise RuleBroken(say("a table waits to be signed off already; sign it off or withdraw it first")) from None
    media_type = uploads.media_type_of(table)
    files.keep(BytesIO(data), name=name, target=made, by=by, kind=media_type, accepted=frozenset({media_type}))
    _trace("scheme.load_licence", made, by, rows=len(rows), source=source)
    return made


def _bare(name: str) -> str:
    """Return the name of a file without folders or signs that cannot be kept."""
    return name.replace("\\", "/").replace("\0", "").rpartition("/")[2][:255]


def _erase_text(table: LicensedTable, by: Actor) -> None:
    """Empty the texts of a table that is out of force, and let the file go."""
    if table.kind == Kind.TEXT:
        LicensedText.objects.filter(table=table, erased_at=None).update(text=None, erased_at=clock.now())
        for attachment in Attachment.objects.filter(target_type=kind_of(LicensedTable), target_id=table.pk):
            files.discard(attachment.pk, by=by)


def _trace(event: str, table: LicensedTable, by: Actor, **more: Any) -> None:
    ledger.record(
        event, by=by, target=table, edition=table.edition.identity, kind=table.kind, digest=table.digest, **more
    )
