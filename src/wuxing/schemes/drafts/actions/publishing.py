"""Publish a draft as an edition of the organisation's own, or give it up."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import queries
from wuxing.schemes.drafts.actions.changing import locked
from wuxing.schemes.drafts.faults import documents_of
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.states import State
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs import loading


@transaction.atomic
def publish_draft(*, draft_id: int, version: int, by: Actor) -> Edition:
    """发布: let the loader keep the draft as an edition that this organisation alone sees. It never changes again.

    Raises:
        NotAllowed: the actor may not edit schemes.
        NotFound: there is no such draft.
        RuleBroken: faults, an edition that is not raised, nothing changed, or somebody changed it since `version`.
    """
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    if draft.version != version:
        raise RuleBroken(say("the draft was changed since you looked; look at it again before you publish"))
    if reason := queries.why_not_publish(draft):
        raise RuleBroken(reason)

    pack = loading.draft_of(documents_of(queries.content_of(draft)))
    edition, _new = editions.keep_edition(pack, catalogue.declared(), published_by=by.tenant_id)
    draft.state, draft.published = State.PUBLISHED, edition
    draft.changed_by_id, draft.changed_at = by.user_id, clock.now()
    draft.save(update_fields=["state", "published", "changed_by", "changed_at"])
    base = draft.base.identity if draft.base else ""
    ledger.record("scheme.publish_draft", by=by, target=draft, edition=edition.identity, base=base)
    return edition


@transaction.atomic
def discard_draft(*, draft_id: int, reason: str, by: Actor) -> SchemeDraft:
    """放弃: give a draft up, with a reason. What was written in it stays on record.

    Raises:
        NotAllowed, NotFound, RuleBroken: as publish_draft.
        BadInput: no reason.
    """
    by.require(Permission.SCHEME_EDIT)
    draft = locked(draft_id)
    if not reason.strip():
        raise BadInput({"reason": say("write why the draft is given up")})

    draft.state, draft.reason = State.DISCARDED, reason.strip()[:300]
    draft.changed_by_id, draft.changed_at = by.user_id, clock.now()
    draft.save(update_fields=["state", "reason", "changed_by", "changed_at"])
    ledger.record("scheme.discard_draft", by=by, target=draft, reason=draft.reason)
    return draft
