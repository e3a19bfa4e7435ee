"""Read drafts: as they stand, as they stood at a version, and what is wrong with them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from wuxing.core.errors import NotFound
from wuxing.core.reasons import Reason, say
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import faults, merging, rules
from wuxing.schemes.drafts.faults import Fault
from wuxing.schemes.drafts.kinds import lines
from wuxing.schemes.drafts.merging import Change
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.drafts.tables import Address, Content, Tables, tables_of
from wuxing.schemes.drafts.workbooks.layout import About
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.editions.models import Edition


class Made(NamedTuple):
    """Who changed a cell last, when, and to what."""

    name: str
    at: datetime
    becomes: str


def drafts() -> list[SchemeDraft]:
    """Return the drafts of the organisation that are being worked on, the one changed last first."""
    found = SchemeDraft.objects.filter(state=State.DRAFT).select_related("base", "changed_by")
    return list(found.defer("content", "base__form", "base__trees").order_by("-changed_at")[:200])


def draft(draft_id: int) -> SchemeDraft:
    """Return a draft.

    Raises:
        NotFound: the organisation has no such draft.
    """
    found = SchemeDraft.objects.filter(pk=draft_id).select_related("base", "published", "changed_by", "created_by")
    one = found.defer("base__trees", "published__form", "published__trees").first()
    if one is None:
        raise NotFound(say("there is no such draft"))
    return one


def lock_draft(draft_id: int) -> SchemeDraft:
    """Return a draft, locked until the transaction ends. Raises NotFound."""
    one = SchemeDraft.objects.select_for_update().filter(pk=draft_id).first()
    if one is None:
        raise NotFound(say("there is no such draft"))
    return one


def content_of(one: SchemeDraft) -> Content:
    """Return the documents of a draft."""
    content: Content = json.loads(one.content)
    return content


def tables(one: SchemeDraft) -> Tables:
    """Return the tables of a draft; made once a process for a content, so to be read only."""
    return _tables(one.content)


@lru_cache(maxsize=16)
def _tables(content: str) -> Tables:
    return tables_of(json.loads(content))


def edition_tables(edition: Edition) -> Tables:
    """Return the tables of a published edition."""
    return _tables(edition.form)


def about(one: SchemeDraft) -> About:
    """Return what a workbook of a draft says it was made of."""
    return About(one.scheme, one.edition, one.base.sha256 if one.base else "", one.pk, one.version)


def changes_since(one: SchemeDraft, version: int) -> list[DraftChange]:
    """Return what was saved after `version`, the first first."""
    found = DraftChange.objects.filter(draft=one, version__gt=version).select_related("made_by")
    return list(found.order_by("version"))


def history(one: SchemeDraft) -> list[DraftChange]:
    """Return the newest saves of a draft, the last first."""
    return list(DraftChange.objects.filter(draft=one).select_related("made_by").order_by("-version")[:100])


def tables_at(current: Tables, later: Iterable[DraftChange]) -> Tables:
    """Return the tables as they were before the changes in `later`."""
    for save in reversed(list(later)):
        current = merging.lay(current, merging.back(Change(*change) for change in save.changes))
    return current


def makers(later: Iterable[DraftChange]) -> dict[Address, Made]:
    """Return who changed which cell (or row) last in `later`."""
    found: dict[Address, Made] = {}
    for save in later:
        name = save.made_by.name if save.made_by else ""
        for change in (Change(*one) for one in save.changes):
            becomes = change.becomes if isinstance(change.becomes, str) else ""
            made = Made(name, save.made_at, becomes)
            found[Address(change.sheet, change.row, change.column)] = made
            found[Address(change.sheet, change.row, "")] = made
    return found


def faults_of(one: SchemeDraft) -> list[Fault]:
    """Return what stands in the way of publishing; worked out once a process for a content."""
    said = content_of(one)["scheme"].get("supersedes", {}).get("edition")
    old = Edition.objects.filter(scheme=one.scheme, edition=said).order_by("-pk") if said else Edition.objects.none()
    return list(_faults(one.content, old.values_list("sha256", flat=True).first()))


@lru_cache(maxsize=16)
def _faults(content: str, old: str | None) -> tuple[Fault, ...]:
    replaced = None if old is None else editions.pack_of(old)
    return tuple(faults.faults_of(json.loads(content), catalogue.declared(), replaced))


def taken_editions(scheme: str) -> list[str]:
    """Return the editions of a scheme that are published, as far as the organisation sees them."""
    return list(Edition.objects.filter(scheme=scheme).values_list("edition", flat=True))


def is_changed(one: SchemeDraft) -> bool:
    """Say whether a draft differs from its base in more than that it follows it."""
    if one.base is None:
        return True
    old, new = json.loads(one.base.form), content_of(one)
    for content in (old, new):
        for name in ("edition", "supersedes"):  # every draft of an edition has these of its own
            content["scheme"].pop(name, None)
    return bool(old != new)


def why_not_publish(one: SchemeDraft) -> Reason | None:
    """Return why a draft may not be published now, or None."""
    return rules.why_not_publish_draft(
        state=State(one.state),
        faults=len(faults_of(one)),
        edition=one.edition,
        taken=taken_editions(one.scheme),
        is_changed=is_changed(one),
    )


def edited(one: SchemeDraft, version: int, cells: Mapping[str, str]) -> dict[str, str]:
    """Return which of the cells that a form sent its author has changed, who saw the draft at `version`."""
    seen = tables_at(tables(one), changes_since(one, version))
    rows = {(name, row.key): row for name, found in seen.items() for row in found}
    found = {}
    for name, typed in cells.items():
        address = Address.parse(name)
        row = rows.get((address.sheet, address.row)) if address else None
        was = row.cells.get(address.column, "") if row is not None and address else ""
        if lines(typed) != lines(was):
            found[name] = typed
    return found
