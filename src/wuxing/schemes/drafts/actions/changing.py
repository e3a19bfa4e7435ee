"""Change the cells and rows of a draft. Changes made meanwhile by others stay; the same cell twice is refused, and told."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.schemes.drafts import editing, kinds, merging, queries, rules
from wuxing.schemes.drafts.columns import Sheet, sheets
from wuxing.schemes.drafts.kinds import Form
from wuxing.schemes.drafts.merging import Clash, Clashes
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.drafts.tables import Address, BadTables, Row, Tables, content_of, tables_of
from wuxing.schemes.packs.canonical import canonical

Edit = Callable[[Tables], Tables]


class Taken(RuleBroken):
    """Others changed the same cells first. Nothing was saved; `clashes` says what each wrote, `makers` who and when."""

    def __init__(self, clashes: list[Clash], makers: dict[Address, queries.Made]) -> None:
        names = sorted({makers[one.address].name for one in clashes if one.address in makers})
        super().__init__(
            say(
                "%(names)s changed the same %(count)s cells meanwhile; look at both and save again",
                names=", ".join(names) or "?",
                count=len(clashes),
            )
        )
        self.clashes = clashes
        self.makers = makers


@transaction.atomic
def change_draft(*, draft_id: int, version: int, cells: Mapping[str, str], by: Actor) -> SchemeDraft:
    """改稿: write cells, by address (table:row:column) and as typed; `version` is the one the person has seen.

    Raises:
        NotAllowed: the actor may not edit schemes.
        NotFound: there is no such draft.
        RuleBroken: the draft is not being worked on any more.
        BadInput: some cells cannot hold what was typed; each is named, nothing is saved.
        Taken: others changed the same cells since `version`; nothing is saved.
    """
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    return save(draft, lambda tables: _written(tables, cells), version=version, kind=DraftChange.Kind.CELLS, by=by)


@transaction.atomic
def add_row(*, draft_id: int, sheet: str, name: str = "", parent: str = "", by: Actor) -> SchemeDraft:
    """加行: add a row to a table; `name` where rows have names, `parent` where they hang on another row.

    Raises:
        NotAllowed, NotFound, RuleBroken: as change_draft.
        BadInput: the name is none, or taken.
    """
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    return _edit_rows(draft, lambda tables: editing.with_row(tables, _sheet(sheet), name=name, parent=parent)[0], by=by)


@transaction.atomic
def remove_row(*, draft_id: int, version: int, sheet: str, row: str, by: Actor) -> SchemeDraft:
    """删行: take a row out, with what hangs on it. Raises as change_draft; BadInput when indicators stand below it."""
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    return _edit_rows(draft, lambda tables: editing.without_row(tables, _sheet(sheet), row), by=by, version=version)


@transaction.atomic
def rename_row(*, draft_id: int, sheet: str, row: str, name: str, by: Actor) -> SchemeDraft:
    """改号: give a row another name; whatever names it follows. Raises as add_row."""
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    return _edit_rows(draft, lambda tables: editing.renamed(tables, _sheet(sheet), row, name), by=by)


@transaction.atomic
def move_row(*, draft_id: int, sheet: str, row: str, by: Actor) -> SchemeDraft:
    """移行: move a row before the one above it. Raises as add_row."""
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    return _edit_rows(draft, lambda tables: editing.moved_up(tables, _sheet(sheet), row), by=by)


def locked(draft_id: int) -> SchemeDraft:
    """Return a draft to be changed, locked. Raises NotFound, RuleBroken."""
    draft = queries.lock_draft(draft_id)
    if reason := rules.why_not_change_draft(State(draft.state)):
        raise RuleBroken(reason)
    return draft


def save(draft: SchemeDraft, edit: Edit, *, version: int | None, kind: str, by: Actor) -> SchemeDraft:
    """Lay what `edit` makes of the tables at `version` on those of now, and keep it as the next version."""
    current = queries.tables(draft)
    later = queries.changes_since(draft, draft.version if version is None else version)
    seen = queries.tables_at(current, later)
    own = queries.makers(one for one in later if one.made_by_id == by.user_id)
    others = queries.makers(one for one in later if one.made_by_id != by.user_id)
    try:
        wanted = settled(edit(seen))
        if later:
            changes = merging.difference(seen, wanted)
            wanted = settled(merging.lay(current, changes, over=own.keys() - others.keys()))
    except Clashes as error:
        raise Taken(error.found, queries.makers(later)) from error
    return _keep(draft, current, wanted, kind, by)


def settled(tables: Tables) -> Tables:
    """Return the tables as the documents they make show them. Raises BadInput."""
    try:
        return tables_of(json.loads(canonical(content_of(tables))))
    except BadTables as error:
        raise BadInput({str(address): reason for address, reason in error.faults.items()}) from error


def _keep(draft: SchemeDraft, old: Tables, new: Tables, kind: str, by: Actor) -> SchemeDraft:
    changes = merging.difference(old, new)
    if not changes:
        return draft
    content = content_of(new)
    if content["scheme"].get("id") != draft.scheme:
        raise BadInput({"scheme::id": say("the id of a scheme stays; start a new draft for another scheme")})
    form = canonical(content)

    draft.content, draft.edition = form.decode(), str(content["scheme"].get("edition", ""))
    draft.version += 1
    draft.changed_by_id, draft.changed_at = by.user_id, clock.now()
    draft.save(update_fields=["content", "edition", "version", "changed_by", "changed_at"])
    DraftChange.objects.create(
        tenant_id=by.tenant_id,
        draft=draft,
        version=draft.version,
        kind=kind,
        changes=[list(change) for change in changes],
        made_by_id=by.user_id,
        made_at=draft.changed_at,
    )
    event = "scheme.import_draft" if kind == DraftChange.Kind.IMPORT else "scheme.change_draft"
    ledger.record(
        event, by=by, target=draft, version=draft.version, changes=len(changes), sha256=sha256(form).hexdigest()
    )
    return draft


def _edit_rows(draft: SchemeDraft, edit: Edit, *, by: Actor, version: int | None = None) -> SchemeDraft:
    try:
        return save(draft, edit, version=version, kind=DraftChange.Kind.ROWS, by=by)
    except editing.BadRow as error:
        raise BadInput({"name": error.reason}) from error


def _sheet(name: str) -> Sheet:
    found = sheets().get(name)
    if found is None:
        raise BadInput({"sheet": say("there is no table %(name)s", name=name[:60])})
    return found


def _written(tables: Tables, cells: Mapping[str, str]) -> Tables:
    """Return `tables` with cells as typed. Raises BadInput, naming every cell that cannot hold it."""
    made: Tables = {name: [Row(row.key, row.parent, dict(row.cells)) for row in rows] for name, rows in tables.items()}
    rows = {(name, row.key): row for name, found in made.items() for row in found}
    faults = {}
    for name, typed in cells.items():
        address = Address.parse(name)
        sheet = sheets()[address.sheet] if address else None
        column = sheet.column(address.column) if address and sheet else None
        if address is None or sheet is None or column is None or (sheet.own and column.name == sheet.own):
            faults[name] = say("there is no such cell to write to")
            continue
        row = rows.get((address.sheet, address.row))
        if row is None:
            faults[name] = say("the row is not there any more")
            continue
        try:
            _write(row, column.name, column.kind, typed)
        except kinds.BadCell as error:
            faults[name] = error.reason
    if faults:
        raise BadInput(faults)
    return made


def _write(row: Row, name: str, kind: kinds.Kind, typed: str) -> None:
    """Write a cell as it was typed into a page, where ends of lines are what the browser makes of them."""
    was = row.cells.get(name, "")
    if kinds.lines(typed) == kinds.lines(was):
        return
    typed = kinds.lines(typed).strip()
    if not typed:
        row.cells.pop(name, None)
        return
    found = kinds.value(kind, typed)
    row.cells[name] = typed if kind.form in (Form.TEXT, Form.LINE) else kinds.text(kind, found) or typed
