"""What the pages of licensed tables draw."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.schemes.editions import queries as editions_
from wuxing.schemes.licensing import queries, reading, rules, words
from wuxing.schemes.licensing.models import LicensedTable
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Pack, Structure

Kind = LicensedTable.Kind


def editions(tables: Iterable[LicensedTable]) -> list[dict[str, Any]]:
    """Return every edition that a table can fit, with where its points and its text stand."""
    newest: dict[tuple[int, str], LicensedTable] = {}
    for table in tables:  # newest first: a table that waits stands before the one in force
        if table.state in (State.WAITING, State.IN_FORCE):
            newest.setdefault((table.edition_id, table.kind), table)
    found = []
    for edition in editions_.editions():
        pack = editions_.pack_of(edition.sha256)
        if pack.standing.structure is not Structure.COMPLETE:
            continue
        kinds = [(kind, words.kind(kind), _stands(newest.get((edition.pk, kind)))) for kind in (Kind.POINTS, Kind.TEXT)]
        found.append(
            {
                "edition": edition,
                "title": f"{pack.basis[0].ref} {words.text(pack.title)}",
                "kinds": [{"kind": kind, "what": what, **stands} for kind, what, stands in kinds],
            }
        )
    return found


def _stands(table: LicensedTable | None) -> dict[str, Any]:
    if table is None:
        return {"state": "unknown", "word": _("none loaded"), "table": None}
    state, word = words.state(table.state)
    return {"state": state, "word": word, "table": table}


def line(table: LicensedTable) -> dict[str, Any]:
    """Return one row of the list of tables."""
    state, word = words.state(table.state)
    return {"table": table, "what": words.kind(table.kind), "state": state, "word": word}


def page(table: LicensedTable, by: Actor) -> dict[str, Any]:
    """Return everything that the page of one table draws."""
    pack = editions_.pack_of(table.edition.sha256)
    state, word = words.state(table.state)
    why_not_sign = rules.why_not_sign(table.state, loaded_by=table.loaded_by_id, user_id=by.user_id)
    why_not_withdraw = rules.why_not_withdraw(table.state, user_id=by.user_id)
    return {
        "pack": pack,
        "title": f"{pack.basis[0].ref} · {words.kind(table.kind)}",
        "is_points": table.kind == Kind.POINTS,
        "state": state,
        "word": word,
        "waits": table.state is State.WAITING,
        "open": table.state in (State.WAITING, State.IN_FORCE),
        "why_not_sign": wording.text(why_not_sign or ""),
        "why_not_withdraw": wording.text(why_not_withdraw or ""),
        "facts": _facts(table),
        **(_points(table, pack) if table.kind == Kind.POINTS else _texts(table, pack)),
    }


def _facts(table: LicensedTable) -> list[tuple[str, Any]]:
    facts = [
        (_("Edition"), f"{table.edition.scheme} {table.edition.edition}"),
        (_("Licensed copy"), table.source),
        (_("File"), table.file_name),
        ("SHA-256", table.file_sha256),
        (_("Loaded by"), _who(table.loaded_by.name, table.loaded_at)),
        (_("Signed off by"), _who(table.signed_by.name, table.signed_at) if table.signed_by else ""),
    ]
    if table.withdrawn_by:
        label = _("Replaced by") if table.replaced_by_id else _("Withdrawn by")
        facts.append((label, _who(table.withdrawn_by.name, table.withdrawn_at)))
    if table.reason:
        facts.append((_("Why it was withdrawn"), table.reason))
    return facts


def _who(name: str, at: Any) -> str:
    return f"{name} · {timezone.localtime(at):%Y-%m-%d %H:%M}"


def _points(table: LicensedTable, pack: Pack) -> dict[str, Any]:
    before = queries.table_in(table.edition_id, Kind.POINTS, State.IN_FORCE)
    if before is not None and (before.pk == table.pk or table.state is not State.WAITING):
        before = None
    found = queries.comparison(pack, queries.points_of(table), queries.points_of(before) if before else {})
    lines = [
        {
            "line": one,
            "title": words.text(one.indicator.title),
            "points": reading.shown(one.points),
            "before": None if one.before is None else reading.shown(one.before),
            "known": None if one.known is None else reading.shown(one.known),
            "placeholder": reading.shown(one.placeholder),
        }
        for one in found
    ]
    return {"lines": lines, "has_before": before is not None, "differing": sum(one.differs for one in found)}


def _texts(table: LicensedTable, pack: Pack) -> dict[str, Any]:
    rows = queries.texts_of(table)
    places = {indicator.id: place for place, indicator in enumerate(pack.indicators)}
    rows.sort(key=lambda row: (places[row.clause], row.language))
    return {
        "texts": [(row, words.LANGUAGES.get(row.language, row.language)) for row in rows],
        "clauses": len({row.clause for row in rows}),
    }


def empty_table(pack: Pack, kind: str) -> list[list[str]]:
    """Return a table to fill in: the columns that are read, and what helps to fill them."""
    if kind == Kind.TEXT:
        rows = [[one.id, "zh-Hans", "", words.text(one.title)] for one in pack.indicators]
        return [["clause", "language", "text", "title (ours)"], *rows]
    rows = [[one.id, "", words.text(one.title), one.likely_clause or ""] for one in pack.leaves]
    return [["clause", "points", "title (ours)", "likely clause (not verified)"], *rows]
