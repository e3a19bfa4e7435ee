"""Editions as pages show them."""

from collections.abc import Mapping
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
from wuxing.schemes.licensing.models import LicensedPoint
from wuxing.schemes.packs.structure import Pack, PointsStatus
from wuxing.schemes.packs.succession import number_of
from wuxing.schemes.packs.terms import Text


def text(words: Text) -> str:
    """Return the words of a pack in the active language."""
    return words.in_language(get_language() or "zh-hans")


@dataclass(frozen=True, slots=True)
class Force:
    """What an organisation has adopted and licensed, and which edition follows which: read once a page."""

    adoptions: tuple[Adoption, ...]  # the latest first
    licensed: Mapping[str, frozenset[str]]  # leaves with official points, by the edition's sha256
    followers: Mapping[tuple[str, str], tuple[Edition, ...]]

    def since(self, edition: Edition, day: date) -> date | None:
        """Return since when an edition is in force on `day`, if it is."""
        there = (one for one in self.adoptions if one.scheme == edition.scheme and one.since <= day)
        found = next(there, None)
        return found.since if found is not None and found.edition_id == edition.pk else None

    def coming(self, edition: Edition, day: date) -> date | None:
        """Return from when an edition will be in force, if it is adopted for a later day."""
        later = (one.since for one in self.adoptions if one.edition_id == edition.pk and one.since > day)
        return min(later, default=None)

    def transition(self, edition: Edition) -> rules.Transition | None:
        """Return to which edition one has to move from this one, and by when (queries.transition_of)."""
        first = self._follower(edition)
        if first is None or first.transition_until is None:
            return None
        last = first
        while following := self._follower(last):
            last = following
        return rules.Transition(edition.edition, last.edition, first.transition_until)

    def _follower(self, edition: Edition) -> Edition | None:
        found = self.followers.get((edition.scheme, edition.edition), ())
        return max(found, key=lambda one: number_of(one.edition), default=None)

    def why_not_adopt(self, edition: Edition, day: date) -> Reason | None:
        """Return why an edition may not be adopted on `day`, or None."""
        last = next((one for one in self.adoptions if one.scheme == edition.scheme), None)
        return rules.why_not_adopt(
            same_edition=last is not None and last.edition_id == edition.pk,
            last_since=last.since if last is not None else None,
            since=day,
            transition=self.transition(edition),
        )

    def points_known(self, pack: Pack) -> tuple[int, int]:
        """Return how many leaves have official points, shipped or licensed, and how many there are."""
        licensed = self.licensed.get(pack.sha256, frozenset())
        known = [leaf for leaf in pack.leaves if leaf.points_status is PointsStatus.OFFICIAL or leaf.id in licensed]
        return len(known), len(pack.leaves)


def force() -> Force:
    """Return what the acting organisation has adopted and licensed."""
    licensed: dict[str, set[str]] = {}
    signed = {"table__signed_at__isnull": False, "table__withdrawn_at__isnull": True}
    for sha256, leaf in LicensedPoint.objects.filter(**signed).values_list("table__edition__sha256", "leaf"):
        licensed.setdefault(sha256, set()).add(leaf)
    followers: dict[tuple[str, str], list[Edition]] = {}
    for one in Edition.objects.exclude(supersedes="").defer("form", "trees"):
        followers.setdefault((one.scheme, one.supersedes), []).append(one)
    return Force(
        tuple(Adoption.objects.order_by("-since")),
        {sha256: frozenset(leaves) for sha256, leaves in licensed.items()},
        {key: tuple(found) for key, found in followers.items()},
    )


def why_not_adopt(edition: Edition, found: Force, by: Actor) -> str:
    """Return why the button is locked, in words; nothing when it is not."""
    if not by.may(Permission.GOVERNANCE_WRITE):
        return _("your role may not decide by which edition the organisation is assessed")
    return wording.text(found.why_not_adopt(edition, clock.today(by.zone)) or "")


def placeholder(pack: Pack, found: Force) -> str:
    """Return the stamp of an edition whose points are not all official, or nothing."""
    known, leaves = found.points_known(pack)
    if known == leaves:
        return ""
    return _("%(lacking)s of %(all)s indicators without official points") % {"lacking": leaves - known, "all": leaves}


def line(edition: Edition, found: Force, by: Actor) -> dict[str, Any]:
    """Return an edition as a row of the list."""
    pack = queries.pack_of(edition.sha256)
    today = clock.today(by.zone)
    known, leaves = found.points_known(pack)
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
