"""Editions as pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.schemes.editions import queries, rules
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.licensing.queries import licensed_points
from wuxing.schemes.packs.structure import Pack, PointsStatus
from wuxing.schemes.packs.terms import Text


def text(words: Text) -> str:
    """Return the words of a pack in the active language."""
    return words.in_language(get_language() or "zh-hans")


@dataclass(frozen=True, slots=True)
class Force:
    """What an organisation has adopted, all of it."""

    adoptions: tuple[Adoption, ...]  # the latest first

    def since(self, edition: Edition, day: date) -> date | None:
        """Return since when an edition is in force on `day`, if it is."""
        there = (one for one in self.adoptions if one.scheme == edition.scheme and one.since <= day)
        found = next(there, None)
        return found.since if found is not None and found.edition_id == edition.pk else None

    def coming(self, edition: Edition, day: date) -> date | None:
        """Return from when an edition will be in force, if it is adopted for a later day."""
        later = (one.since for one in self.adoptions if one.edition_id == edition.pk and one.since > day)
        return min(later, default=None)

    def why_not_adopt(self, edition: Edition, day: date) -> Reason | None:
        """Return why an edition may not be adopted on `day`, or None."""
        last = next((one for one in self.adoptions if one.scheme == edition.scheme), None)
        return rules.why_not_adopt(
            same_edition=last is not None and last.edition_id == edition.pk,
            last_since=last.since if last is not None else None,
            since=day,
            transition=queries.transition_of(edition),
        )


def force() -> Force:
    """Return what the acting organisation has adopted."""
    return Force(tuple(Adoption.objects.order_by("-since")))


def why_not_adopt(edition: Edition, found: Force, by: Actor) -> str:
    """Return why the button is locked, in words; nothing when it is not."""
    if not by.may(Permission.GOVERNANCE_WRITE):
        return _("your role may not decide by which edition the organisation is assessed")
    return wording.text(found.why_not_adopt(edition, clock.today(by.zone)) or "")


def points_known(pack: Pack, tenant_id: int) -> tuple[int, int]:
    """Return how many leaves have official points, shipped or licensed, and how many there are."""
    licensed = licensed_points(tenant_id, pack.sha256)
    known = [leaf for leaf in pack.leaves if leaf.points_status is PointsStatus.OFFICIAL or leaf.id in licensed]
    return len(known), len(pack.leaves)


def placeholder(pack: Pack, tenant_id: int) -> str:
    """Return the stamp of an edition whose points are not all official, or nothing."""
    known, leaves = points_known(pack, tenant_id)
    if known == leaves:
        return ""
    return _("%(lacking)s of %(all)s indicators without official points") % {"lacking": leaves - known, "all": leaves}


def line(edition: Edition, found: Force, by: Actor) -> dict[str, Any]:
    """Return an edition as a row of the list."""
    pack = queries.pack_of(edition.sha256)
    today = clock.today(by.zone)
    known, leaves = points_known(pack, by.tenant_id)
    return {
        "edition": edition,
        "title": text(pack.title),
        "ref": pack.basis[0].ref,
        "note": text(pack.standing.note) if pack.standing.note else "",
        "is_own": edition.published_by_id is not None,
        "known": known,
        "leaves": leaves,
        "since": found.since(edition, today),
        "coming": found.coming(edition, today),
        "why_not_adopt": why_not_adopt(edition, found, by),
    }
