"""Take a changed workbook into a draft: what was changed in it is laid on the draft, as if it had been typed."""

from typing import IO

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.schemes.drafts import merging, queries
from wuxing.schemes.drafts.actions.changing import locked, save, settled
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.drafts.tables import Address, Tables
from wuxing.schemes.drafts.workbooks import reading
from wuxing.schemes.drafts.workbooks.reading import MOST_BYTES, Book

EDITION = Address("scheme", "", "edition")


@transaction.atomic
def import_workbook(*, draft_id: int, content: IO[bytes], by: Actor) -> SchemeDraft:
    """导入: take a workbook that was exported from this draft, or from the edition it was started from.

    Raises:
        NotAllowed: the actor may not edit schemes.
        NotFound: there is no such draft.
        RuleBroken: the draft is not being worked on, or the workbook belongs to another.
        Unreadable: no workbook of ours, or one made to harm.
        BadInput: cells that cannot hold what they hold; nothing is taken.
        Taken: others changed the same cells since the workbook was exported; nothing is taken.
    """
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    book = reading.read(content.read(MOST_BYTES + 1))
    if reason := _why_not_import(draft, book):
        raise RuleBroken(reason)
    version = book.about.version if book.about.draft else 1
    try:
        return save(
            draft, lambda seen: _wanted(draft, seen, book), version=version, kind=DraftChange.Kind.IMPORT, by=by
        )
    except BadInput as error:
        raise BadInput({_place(book, name): reason for name, reason in error.fields.items()}) from error


def _why_not_import(draft: SchemeDraft, book: Book) -> Reason | None:
    about = book.about
    if about.scheme != draft.scheme:
        return say(
            "the workbook is of the scheme %(theirs)s, the draft of %(ours)s", theirs=about.scheme, ours=draft.scheme
        )
    if about.draft and about.draft != draft.pk:
        return say("the workbook was exported from another draft; export this one and change that file")
    if about.draft and not 1 <= about.version <= draft.version:
        return say("the workbook names a version that this draft never had; export it again")
    if not about.draft and (draft.base is None or about.base != draft.base.sha256):
        return say("the workbook was exported from another edition than this draft was started from; export the draft")
    return None


def _wanted(draft: SchemeDraft, seen: Tables, book: Book) -> Tables:
    """Return what a workbook makes of the tables its author saw; of the edition itself, of the draft's first ones."""
    if book.about.draft or draft.base is None:
        return book.tables
    changes = merging.difference(queries.edition_tables(draft.base), settled(book.tables))
    return merging.lay(seen, changes, over=[EDITION])


def _place(book: Book, name: str) -> str:
    address = Address.parse(name)
    return book.place(address) if address else name
