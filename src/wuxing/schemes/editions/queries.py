"""Read editions. A pack is made once a process from what was kept, without parser, YAML or schema."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q

from wuxing.core.errors import NotFound
from wuxing.core.reading import rows_by
from wuxing.core.reasons import say
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.editions.rules import Transition
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.comparing import Changes, what_changes
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.packs.succession import number_of


def editions() -> list[Edition]:
    """Return all editions, newest first, without their content."""
    return list(Edition.objects.defer("form", "trees").order_by("-pk"))


def newest_edition(scheme: str) -> Edition:
    """Return the highest edition of `scheme`. One that an organisation published counts from its adoption on, not here.

    Raises:
        NotFound: none is loaded.
    """
    shipped = Edition.objects.defer("form", "trees").filter(scheme=scheme, published_by=None)
    found = max(shipped, key=lambda one: number_of(one.edition), default=None)
    if found is None:
        raise NotFound(say("no edition of %(scheme)s is loaded; load the packs first", scheme=scheme))
    return found


def pack_of(sha256: str) -> Pack:
    """Return the pack named by `sha256`, made once a process.

    Raises:
        NotFound: no such edition is loaded.
    """
    return _pack(sha256)


def successor_of(edition: Edition) -> Edition | None:
    """Return the edition that replaces this one, of several the highest; None for one that is up to date."""
    found = Edition.objects.defer("form", "trees").filter(scheme=edition.scheme, supersedes=edition.edition)
    return max(found, key=lambda one: number_of(one.edition), default=None)


def transition_of(edition: Edition) -> Transition | None:
    """Return to which edition one has to move from this one, and by when; the last of those that follow one another."""
    successor = successor_of(edition)
    if successor is None or successor.transition_until is None:
        return None
    until, last = successor.transition_until, successor
    while following := successor_of(last):
        last = following
    return Transition(edition.edition, last.edition, until)


def transition_on(day: date, scheme: str) -> Transition | None:
    """Return to which edition the acting organisation has to move from the one in force on `day`, if any."""
    adoption = adoption_on(day, scheme)
    return None if adoption is None else transition_of(adoption.edition)


def replaced_by(draft: loading.Draft, published_by: int | None = None) -> Pack | None:
    """Return the pack that a draft says it replaces, as far as it is loaded: shipped, or of the same organisation."""
    edition = draft.data["scheme"].get("supersedes", {}).get("edition")
    own = Q(published_by=None) | Q(published_by=published_by)
    found = Edition.objects.filter(own, scheme=draft.id, edition=edition).order_by("-pk")
    kept = None if edition is None else found.first()
    return None if kept is None else pack_of(kept.sha256)


def changes_between(old_sha256: str, new_sha256: str) -> Changes:
    """Return what changes from one loaded edition to another.

    Raises:
        NotFound: no such edition is loaded.
    """
    return what_changes(pack_of(old_sha256), pack_of(new_sha256))


def adoption_on(day: date, scheme: str) -> Adoption | None:
    """Return the adoption in force in the acting organisation on `day`, if any."""
    adopted = Adoption.objects.filter(scheme=scheme, since__lte=day).select_related("edition")
    return adopted.defer("edition__form", "edition__trees").order_by("-since").first()


def _adoptions() -> Any:
    return Adoption.objects.order_by("-since").values("scheme", "since", "edition__sha256")


def adopted_sha(day: date, scheme: str) -> str | None:
    """Return the identity of the edition in force on `day`, if any: what pages ask that only name clauses."""
    rows = rows_by(_adoptions)
    return next((row["edition__sha256"] for row in rows if row["scheme"] == scheme and row["since"] <= day), None)


def pack_on(day: date, scheme: str) -> Pack:
    """Return the pack by which the acting organisation is assessed on `day`.

    Raises:
        NotFound: it has adopted no edition of `scheme` by then.
    """
    adoption = adoption_on(day, scheme)
    if adoption is None:
        raise NotFound(say("no edition of %(scheme)s is adopted; choose one first", scheme=scheme))
    return pack_of(adoption.edition.sha256)


@lru_cache(maxsize=32)
def _pack(sha256: str) -> Pack:
    kept = Edition.objects.filter(sha256=sha256).first()
    if kept is None:
        raise NotFound(say("no edition with the sha256 %(sha256)s is loaded", sha256=sha256))
    return loading.restore(kept.form, kept.trees, catalogue.declared())
