"""Read licensed tables: what is in force, what it says beside the placeholders, and whether anything may be decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.reading import rows_by
from wuxing.core.reasons import Reason, say
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.licensing import reading, rules
from wuxing.schemes.licensing.models import LicensedPoint, LicensedTable, LicensedText
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring import points as scoring

NEWEST = 200
_UNREAD = ("edition__form", "edition__trees")
_STATES: dict[State, dict[str, bool]] = {
    State.WAITING: {"signed_at__isnull": True, "withdrawn_at__isnull": True},
    State.IN_FORCE: {"signed_at__isnull": False, "withdrawn_at__isnull": True},
}


def edition(edition_id: int) -> Edition:
    """Return an edition without its content.

    Raises:
        NotFound: there is no such edition.
    """
    found = Edition.objects.defer("form", "trees").filter(pk=edition_id).first()
    if found is None:
        raise NotFound(say("there is no such edition"))
    return found


def tables() -> list[LicensedTable]:
    """Return the organisation's licensed tables, newest first."""
    found = LicensedTable.objects.select_related("edition", "loaded_by", "signed_by", "withdrawn_by")
    return list(found.defer(*_UNREAD).order_by("-pk")[:NEWEST])


def table(table_id: int) -> LicensedTable:
    """Return one licensed table.

    Raises:
        NotFound: there is no such table here.
    """
    people = LicensedTable.objects.select_related("edition", "loaded_by", "signed_by", "withdrawn_by")
    found = people.defer(*_UNREAD).filter(pk=table_id).first()
    if found is None:
        raise NotFound(say("there is no such licensed table here"))
    return found


def table_in(edition_id: int, kind: str, state: State) -> LicensedTable | None:
    """Return the table of an edition that waits, or that is in force."""
    return LicensedTable.objects.filter(edition_id=edition_id, kind=kind, **_STATES[state]).first()


def lock_table(tenant_id: int, table_id: int) -> tuple[LicensedTable, LicensedTable | None]:
    """Return a table, and another of its edition and kind that is in force, both locked.

    Raises:
        NotFound: there is no such table here.
    """
    wanted = table(table_id)
    same = LicensedTable.objects.filter(tenant_id=tenant_id, edition_id=wanted.edition_id, kind=wanted.kind)
    locked = {one.pk: one for one in same.select_for_update().order_by("pk")}
    others = (one for one in locked.values() if one.pk != table_id and one.state is State.IN_FORCE)
    return locked[table_id], next(others, None)


def licensed_points(tenant_id: int, sha256: str) -> Mapping[str, Decimal]:
    """Return the official points that an organisation has in force for an edition; nothing until they are signed off."""
    rows = rows_by(_points_in_force)
    return {
        row["leaf"]: _whole(row["points"])
        for row in rows
        if row["table__edition__sha256"] == sha256 and row["tenant_id"] == tenant_id
    }


def points_of(found: LicensedTable) -> dict[str, Decimal]:
    """Return the points of a table, in force or not."""
    return {row.leaf: _whole(row.points) for row in LicensedPoint.objects.filter(table=found)}


def overlay_texts(tenant_id: int, sha256: str, language: str = "zh-hans") -> Mapping[str, str]:
    """Return the licensed text of an edition's clauses, inside the organisation that holds the licence only.

    In `language`, where a clause has none in the language of the standard (zh-Hans), else in any.
    """
    found = LicensedText.objects.filter(
        tenant_id=tenant_id,
        table__edition__sha256=sha256,
        table__signed_at__isnull=False,
        table__withdrawn_at__isnull=True,
        erased_at=None,
    )
    order = {language.lower(): 2, "zh-hans": 1}
    texts = sorted(found.values_list("language", "clause", "text"), key=lambda row: order.get(row[0], 0))
    return {clause: text for _language, clause, text in texts if text}


def texts_of(found: LicensedTable) -> list[LicensedText]:
    """Return the texts of a table, by clause and language; emptied ones too."""
    return list(LicensedText.objects.filter(table=found).order_by("clause", "language"))


def why_not_certify(tenant_id: int, pack: Pack, exclusions: Iterable[str] = ()) -> Reason | None:
    """Return why an organisation may take no certification decision on a pack, or None.

    Only a certification body decides, on points of its own, for every leaf that applies (certificates.md 1).
    """
    is_body = Tenant.objects.filter(pk=tenant_id, kind=Tenant.Kind.CERTIFICATION_BODY).exists()
    if reason := rules.why_not_decide(pack, is_body=is_body):
        return reason
    return scoring.why_not_certify(pack, licensed_points(tenant_id, pack.sha256), exclusions)


def require_official(tenant_id: int, pack: Pack, exclusions: Iterable[str] = ()) -> Mapping[str, Decimal]:
    """Return the official points on which a certification action may rest: the guard of every such action.

    Raises:
        RuleBroken: with the reason of `why_not_certify`.
    """
    if reason := why_not_certify(tenant_id, pack, exclusions):
        raise RuleBroken(reason)
    return scoring.official_points(pack, licensed_points(tenant_id, pack.sha256))


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a loaded table beside the placeholders and the table in force before."""

    indicator: Indicator
    points: Decimal
    placeholder: Decimal
    before: Decimal | None
    known: Decimal | None  # what public pages say

    @property
    def differs(self) -> bool:
        """Say whether the table says something else than what was in force, or, the first time, than public pages."""
        reference = self.known if self.before is None else self.before
        return reference is not None and reference != self.points


def comparison(pack: Pack, points: Mapping[str, Decimal], before: Mapping[str, Decimal]) -> list[Line]:
    """Return what the second person looks at before signing off: every indicator, groups as sums."""
    return [
        Line(
            indicator=one,
            points=reading.sum_of(pack, points, one.id),
            placeholder=one.placeholder_points,
            before=reading.sum_of(pack, before, one.id) if before else None,
            known=one.points,
        )
        for one in pack.indicators
    ]


def _points_in_force() -> Any:
    in_force = LicensedPoint.objects.filter(table__signed_at__isnull=False, table__withdrawn_at__isnull=True)
    return in_force.values("tenant_id", "table__edition__sha256", "leaf", "points")


def _whole(points: Decimal) -> Decimal:
    return Decimal(reading.shown(points))
