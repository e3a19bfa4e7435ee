"""受控文件清单: filtered, searched, and paged by key; and what a page of it says about reading."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wuxing.core.actors import Actor
from wuxing.core.models import User
from wuxing.core.searching import Search
from wuxing.governance.documents.models import Document, ExternalSource, ReadRequest, Signatory
from wuxing.governance.documents.queries.controlled import open_to
from wuxing.governance.documents.states import OPEN_VERSIONS, Standing

SIZE = 50
MOST_COUNTED = 1_000
MOST_FOUND = 1_000
LOOKED_AT = 2_000  # documents whose owners and tags the filters offer
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = (
    "pk", "number", "title", "kind", "standing", "tags", "confidential", "next_review_on", "updated_at", "owner__name",
    "current_id", "current__version", "current__effective_on", "pending__version", "pending__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is asked for. `cursor` is where the page begins; `back` asks for the page before it."""

    search: Search | None = None
    view: str = ""  # mine, asked, work, due, readers
    kind: str = ""
    standing: str = ""
    owner: int | None = None
    tag: str = ""
    sort: str = "number"
    cursor: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its rows, the keys to go on from (empty: no more), and how many there are (at most counted)."""

    rows: list[dict[str, Any]]
    previous: str
    next: str
    count: int


def documents(wanted: Wanted, by: Actor, today: date, now: datetime) -> Page:
    """Return a page of the documents that a person may read."""
    rows = _filtered(wanted, by, today, now)
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    falling = (wanted.sort == "updated") != wanted.back
    place = _place(wanted.cursor, wanted.sort) if wanted.cursor else None
    asked = _beyond(rows, wanted.sort, place, falling=falling) if place else rows
    sign = "-" if falling else ""
    order = [f"{sign}updated_at", f"{sign}pk"] if wanted.sort == "updated" else [f"{sign}number"]
    found: list[dict[str, Any]] = [dict(row) for row in asked.order_by(*order).values(*FIELDS)[: SIZE + 1]]
    more, found = len(found) > SIZE, found[:SIZE]
    if wanted.back:
        found.reverse()
    if not found:
        return Page([], "", "", count)
    forward = more if not wanted.back else bool(place)
    backward = bool(place) if not wanted.back else more
    _add_reading(found, now)
    first, last = _key(found[0], wanted.sort), _key(found[-1], wanted.sort)
    return Page(found, first if backward else "", last if forward else "", count)


def _filtered(wanted: Wanted, by: Actor, today: date, now: datetime) -> QuerySet[Document]:
    rows = open_to(by)
    asked = {"kind": wanted.kind, "standing": wanted.standing, "owner_id": wanted.owner}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if wanted.tag:
        rows = rows.filter(tags__contains=[wanted.tag])
    if wanted.search:
        rows = rows.filter(pk__in=matching(wanted.search))
    requests = ReadRequest.objects.filter(version_id=OuterRef("current_id"), done_at=None, lapsed_at=None)
    if wanted.view == "mine":
        return rows.filter(Exists(requests.filter(user_id=by.user_id or 0)))
    if wanted.view == "asked":
        named = Signatory.objects.filter(version_id=OuterRef("pending_id"), user_id=by.user_id or 0, settled_at=None)
        return rows.filter(Exists(named))
    if wanted.view == "work":
        return rows.filter(pending__state__in=sorted(OPEN_VERSIONS))
    if wanted.view == "due":
        return rows.filter(pk__in=due_by(today))
    if wanted.view == "readers":
        return rows.filter(Exists(requests.filter(due_at__lt=now)))
    return rows


def due_by(today: date) -> QuerySet[Any]:
    """Return the numbers of documents in force whose yearly review, or check at the source, is due by a day."""
    reviews = Document.objects.filter(standing=Standing.IN_FORCE, next_review_on__lte=today).values_list("pk")
    checks = ExternalSource.objects.filter(document__standing=Standing.IN_FORCE, next_check_on__lte=today)
    return reviews.union(checks.values_list("document_id"))


def matching(search: Search) -> list[int]:
    """Return the documents that a search finds, newest first, at most a thousand."""
    likes = [like for like in search.likes if len(like) > 4]  # a word of two signs is found exactly
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM matching_documents(%s::tsquery, %s::text[], %s)", [search.query, likes, MOST_FOUND]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _key(row: dict[str, Any], sort: str) -> str:
    if sort == "updated":
        return f"{(row['updated_at'] - EPOCH) // timedelta(microseconds=1)}.{row['pk']}"
    return str(row["number"])


def _place(cursor: str, sort: str) -> tuple[Any, int] | None:
    """Read a key; one that cannot be read begins at the first page."""
    if sort != "updated":
        return cursor, 0
    first, _dot, second = cursor.partition(".")
    if not (first.isdecimal() and second.isdecimal() and len(first) < 18 and len(second) < 18):
        return None
    return EPOCH + timedelta(microseconds=int(first)), int(second)


def _beyond(rows: QuerySet[Document], sort: str, place: tuple[Any, int], *, falling: bool) -> QuerySet[Document]:
    value, pk = place
    side = "lt" if falling else "gt"
    if sort != "updated":
        return rows.filter(**{f"number__{side}": value})
    beyond = Q(**{f"updated_at__{side}": value}) | Q(**{f"pk__{side}": pk})
    return rows.filter(**{f"updated_at__{side}e": value}).filter(beyond)


def _add_reading(rows: list[dict[str, Any]], now: datetime) -> None:
    """Say of each row how many were asked to read its valid version, how many have not, and how many are late."""
    versions = [row["current_id"] for row in rows if row["current_id"]]
    counted = (
        ReadRequest.objects.filter(version_id__in=versions, lapsed_at=None)
        .order_by()
        .values("version_id")
        .annotate(
            asked=Count("pk"),
            unread=Count("pk", filter=Q(done_at=None)),
            late=Count("pk", filter=Q(done_at=None, due_at__lt=now)),
        )
    )
    found = {row["version_id"]: row for row in counted}
    for row in rows:
        reading = found.get(row["current_id"])
        row |= {name: reading[name] if reading else 0 for name in ("asked", "unread", "late")}


def owners() -> list[tuple[int, str]]:
    """Return who owns the documents changed last, for the filter."""
    owners_of = (
        Document.objects.filter(owner__isnull=False).order_by("-updated_at", "-pk").values("owner_id")[:LOOKED_AT]
    )
    return list(User.objects.filter(pk__in=owners_of).order_by("name", "pk").values_list("pk", "name")[:100])


def tags() -> list[str]:
    """Return the tags of the documents changed last, those most used first."""
    newest = Document.objects.order_by("-updated_at", "-pk").values_list("tags", flat=True)[:LOOKED_AT]
    counted = Counter(tag for found in newest for tag in found)
    return [tag for tag, _count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:40]]
