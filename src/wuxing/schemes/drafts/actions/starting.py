"""Start a draft: from an edition, or from nothing."""

import json
from datetime import timedelta

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.schemes.drafts import kinds, queries, rules
from wuxing.schemes.drafts.columns import sheets
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.skeleton import skeleton
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs.canonical import canonical

TRANSITION = timedelta(days=183)
"""For so long the old edition may still be used, unless the draft says otherwise."""


@transaction.atomic
def start_draft(*, base_id: int | None = None, scheme: str = "", by: Actor) -> SchemeDraft:
    """起草: start a draft from an edition, or of a new scheme with nothing in it. Its edition is the next one free.

    Raises:
        NotAllowed: the actor may not edit schemes.
        NotFound: the organisation sees no such edition.
        BadInput: the id of the new scheme is none.
    """
    by.require(Permission.SCHEME_EDIT)
    base = Edition.objects.filter(pk=base_id).defer("trees").first() if base_id is not None else None
    if base_id is not None and base is None:
        raise NotFound(say("there is no such edition"))
    name = base.scheme if base is not None else _id(scheme)
    today = clock.today(by.zone)
    edition = rules.next_edition(queries.taken_editions(name), today.year)
    content = skeleton(name, edition)
    if base is not None:
        content = rules.following(json.loads(base.form), edition, today + TRANSITION)

    now = clock.now()
    draft = SchemeDraft.objects.create(
        tenant_id=by.tenant_id,
        scheme=name,
        edition=edition,
        base=base,
        content=canonical(content).decode(),
        created_by_id=by.user_id,
        created_at=now,
        changed_by_id=by.user_id,
        changed_at=now,
    )
    started = base.identity if base else ""
    ledger.record("scheme.start_draft", by=by, target=draft, scheme=name, edition=edition, base=started)
    return draft


def _id(typed: str) -> str:
    column = sheets()["scheme"].column("id")
    assert column is not None
    try:
        return str(kinds.value(column.kind, typed))
    except kinds.BadCell as error:
        reason = say("write the id of the scheme in small letters with dots, from the country down: cn.org.scheme")
        raise BadInput({"scheme": reason}) from error
