"""Keep a pack as an edition; adopt an edition. The only writers of the context."""

from datetime import date

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.schemes.conditions.catalogue import Catalogue
from wuxing.schemes.editions import queries, rules
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.packs import loading


@transaction.atomic
def keep_edition(
    draft: loading.Draft, catalogue: Catalogue, *, published_by: int | None = None
) -> tuple[Edition, bool]:
    """Keep a pack as a published edition; return it and whether it is new. Belongs to no organisation, so no actor.

    An edition that an organisation made of its draft is `published_by` it, and nobody else sees it.

    Raises:
        RuleBroken: another content is already published under this edition.
        PackError: the pack is wrong; every fault with file, line and what to do.
    """
    same = Edition.objects.filter(scheme=draft.id, edition=draft.edition)
    kept = same.filter(published_by=None).first() or same.filter(published_by=published_by).first()
    if reason := rules.why_not_keep_edition(draft.identity, kept.sha256 if kept else None, draft.sha256):
        raise RuleBroken(reason)
    if kept is not None:
        return kept, False
    pack = loading.checked(draft, catalogue, queries.replaced_by(draft, published_by))

    edition = Edition.objects.create(
        scheme=draft.id,
        edition=draft.edition,
        sha256=draft.sha256,
        form=draft.form.decode(),
        trees=loading.trees_of(pack),
        loaded_at=clock.now(),
        supersedes=pack.supersedes.edition if pack.supersedes else "",
        transition_until=pack.supersedes.transition_until if pack.supersedes else None,
        published_by_id=published_by,
    )
    return edition, True


@transaction.atomic
def adopt(*, edition_id: int, since: date, by: Actor) -> Adoption:
    """采用: from `since` on, the organisation is assessed by this edition.

    An edition that another one replaces may be adopted until its transition ends.

    Raises:
        NotAllowed: the actor may not change how the organisation is governed.
        NotFound: there is no such edition.
        RuleBroken: a later adoption exists, this edition is in force already, its transition is over by then,
            or its indicators are not public.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    edition = Edition.objects.defer("form", "trees").filter(pk=edition_id).first()
    if edition is None:
        raise NotFound(say("there is no such edition"))
    last = queries.adoption_on(date.max, edition.scheme)
    same = last is not None and last.edition_id == edition.pk
    if reason := rules.why_not_adopt(
        same_edition=same,
        last_since=last.since if last else None,
        since=since,
        transition=queries.transition_of(edition),
        has_indicators=bool(queries.pack_of(edition.sha256).leaves),
    ):
        raise RuleBroken(reason)

    adoption = Adoption.objects.create(
        tenant_id=by.tenant_id,
        scheme=edition.scheme,
        edition=edition,
        since=since,
        adopted_by_id=by.user_id,
        adopted_at=clock.now(),
    )
    ledger.record("scheme.adopt", by=by, target=adoption, edition=edition.identity, since=since.isoformat())
    return adoption
