"""A past day: read from what was kept of it, or every record judged anew as it was then."""
# ruff: noqa: S608  # names of our own, values as parameters

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import DataError, connection, transaction

from wuxing.core import background, clock
from wuxing.core.actors import Actor
from wuxing.evidence.metrics import queries
from wuxing.evidence.metrics.actions.judging import DERIVED, fingerprint, parameters_of, refresh
from wuxing.evidence.metrics.models import Basis, Picture, Rulebook
from wuxing.evidence.metrics.rules import end_of
from wuxing.evidence.metrics.statements import compiled
from wuxing.schemes.packs.structure import Pack

FRESH = timedelta(minutes=10)  # a picture is not made anew more often, if there are many records
FORGOTTEN = timedelta(days=30)  # nobody has asked for it
PICTURES = 6  # kept for an organisation
PATIENCE = timedelta(minutes=15)  # a job that has not made it by then is ordered again


@dataclass(frozen=True)
class Look:
    """The judgments that speak for a day, and how they are to be read."""

    basis: str
    books: Mapping[str, Rulebook] = field(repr=False)
    known_on: date | None = None  # read as they were at the end of this day
    waiting: int = 0
    is_exact: bool = True  # false: worked out from times of entry, for a day before judgments were kept
    made_at: datetime | None = None  # of a picture
    error: str = ""  # why there is none

    @property
    def is_built(self) -> bool:
        """Say whether there is anything to read, and no more to come."""
        return bool(self.error) or (
            bool(self.books) and all(book.built_at or self.known_on for book in self.books.values())
        )

    @property
    def readable(self) -> dict[str, Rulebook]:
        """Return the rulebooks that can be read."""
        return {name: book for name, book in self.books.items() if book.built_at or self.known_on}


def look_at(*, by: Actor, pack: Pack, live: Pack, day: date, basis: str = Basis.NOW) -> Look:
    """Return the judgments by `pack` that speak for `day`: those that live, those that were kept, or a picture.

    `live` is the pack that today's records are judged by. A picture of few records is made at once, of many by a job.
    """
    today = clock.today(by.zone)
    if pack.sha256 == live.sha256 and (basis == Basis.NOW or day >= today):
        books, waiting = refresh(tenant_id=by.tenant_id, pack=pack)
        return Look(basis, books, waiting=waiting)
    if basis == Basis.KNOWN:
        if pack.sha256 == live.sha256:
            refresh(tenant_id=by.tenant_id, pack=pack)
        if kept := _kept(pack, day):
            return Look(basis, kept, known_on=day)
    picture = _picture(by, pack, day, basis)
    books = {book.population: book for book in picture.rulebooks.all()}
    return Look(basis, books, is_exact=basis != Basis.KNOWN, made_at=picture.made_at, error=picture.error)


def _kept(pack: Pack, day: date) -> dict[str, Rulebook]:
    """Return the rulebooks of `pack` if all of them have kept what was known at the end of `day`."""
    books = queries.rulebooks(pack)
    has_kept = all(
        (book := books.get(name)) is not None
        and book.kept_on is not None
        and book.kept_on <= day
        and (book.retired_on is None or day < book.retired_on)
        for name in compiled(pack)
    )
    return books if has_kept else {}


def _picture(by: Actor, pack: Pack, day: date, basis: str) -> Picture:
    now = clock.now()
    picture, _created = Picture.objects.get_or_create(
        tenant_id=by.tenant_id, edition=pack.sha256, basis=basis, as_of=day, defaults={"asked_at": now}
    )
    if now - picture.asked_at > FRESH:
        picture.asked_at = now
        picture.save(update_fields=["asked_at"])
    if not _is_outdated(picture, pack, now):
        return picture
    if queries.are_few(by.tenant_id, pack):
        make_picture(picture_id=picture.pk, pack=pack, by=by)
        picture.refresh_from_db()
    elif picture.ordered_at is None or now - picture.ordered_at > PATIENCE:
        picture.ordered_at = now
        picture.save(update_fields=["ordered_at"])
        background.defer("evidence.make_picture", by=by, picture_id=picture.pk)
    return picture


def _is_outdated(picture: Picture, pack: Pack, now: datetime) -> bool:
    """Say whether the picture is to be made: never made, by other statements, or records have changed since.

    What was known does not change any more.
    """
    books = {book.population: book for book in picture.rulebooks.all()}
    prints = {name: fingerprint(made, picture.tenant_id) for name, made in compiled(pack).items()}
    if picture.made_at and picture.error:
        return now - picture.made_at > FRESH
    if picture.made_at is None or {name: book.fingerprint for name, book in books.items()} != prints:
        return True
    if picture.basis == Basis.KNOWN:
        return False
    has_changed = queries.changed_since(picture.tenant_id, picture.made_at)
    return has_changed and (now - picture.made_at > FRESH or queries.are_few(picture.tenant_id, pack))


def make_picture(*, picture_id: int, pack: Pack, by: Actor) -> None:
    """Judge every record as it was on the picture's day. Call inside the tenant; done twice, it is as done once."""
    now = clock.now()
    picture = Picture.objects.select_for_update().filter(pk=picture_id).first()
    if picture is None:
        return  # forgotten meanwhile
    try:
        with transaction.atomic():
            _forget_rows(picture)
            for population in compiled(pack):
                _draw(picture, pack, population, min(now, end_of(picture.as_of, by.zone)))
        picture.error = ""
    except DataError as error:
        picture.error = str(error)[:500]
    picture.made_at = now
    picture.ordered_at = None
    picture.save(update_fields=["made_at", "error", "ordered_at"])
    _forget_pictures(picture, now)


def _draw(picture: Picture, pack: Pack, population: str, then: datetime) -> None:
    statements = compiled(pack)[population]
    book = Rulebook.objects.create(
        tenant_id=picture.tenant_id,
        edition=pack.sha256,
        population=population,
        picture=picture,
        metrics=list(statements.metrics),
        fingerprint=fingerprint(statements, picture.tenant_id),
        built_at=clock.now(),
        judged_at=clock.now(),
    )
    moment = clock.now() if picture.basis == Basis.NOW else then
    parameters = {**parameters_of(book, moment), "today": picture.as_of, "ends": picture.as_of}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        for statement in (statements.picture[picture.basis], *statements.sum_all):
            cursor.execute(statement, parameters)


def _forget_rows(picture: Picture) -> None:
    books = list(picture.rulebooks.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for table in DERIVED:
            cursor.execute(f"DELETE FROM {table} WHERE rulebook_id = ANY(%s)", [books])
    picture.rulebooks.all().delete()


def _forget_pictures(but: Picture, now: datetime) -> None:
    """Forget pictures that nobody asks for, and all but the last few."""
    kept = Picture.objects.exclude(pk=but.pk).filter(ordered_at=None).order_by("-asked_at", "-pk")
    for place, picture in enumerate(kept):
        if place + 1 >= PICTURES or now - picture.asked_at > FORGOTTEN:
            _forget_rows(picture)
            picture.delete()
