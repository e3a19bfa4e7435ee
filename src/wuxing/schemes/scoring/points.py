"""Which points are in use, which are missing, and what that forbids."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Pack, PointsStatus, Structure
from wuxing.schemes.scoring.results import Exclusion

Points = Mapping[str, Decimal]


def official_points(pack: Pack, licensed: Points) -> Points:
    """Return the leaves' official points: from the licensed table, else from the pack where it says official."""
    shipped = {
        leaf.id: leaf.points
        for leaf in pack.leaves
        if leaf.points is not None and leaf.points_status is PointsStatus.OFFICIAL
    }
    return shipped | {leaf.id: licensed[leaf.id] for leaf in pack.leaves if leaf.id in licensed}


def points_official(pack: Pack, licensed: Points, excluded: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the applicable leaves that lack official points; empty means the gate is open."""
    official, out = official_points(pack, licensed), set(excluded)
    return tuple(leaf.id for leaf in pack.leaves if leaf.id not in official and leaf.id not in out)


def points_in_use(pack: Pack, licensed: Points, excluded: Iterable[str] = ()) -> Points:
    """Return each leaf's points: official when every leaf that applies has them, else placeholders throughout."""
    placeholders = {leaf.id: leaf.placeholder_points for leaf in pack.leaves}
    if points_official(pack, licensed, excluded):
        return placeholders
    return placeholders | dict(official_points(pack, licensed))  # an excluded leaf may keep its placeholder


def why_not_certify(pack: Pack, licensed: Points, excluded: Iterable[str] = ()) -> Reason | None:
    """Return why nothing may be decided on this pack, or None: every leaf that applies needs official points."""
    if pack.standing.structure is not Structure.COMPLETE:
        return say("the structure of this scheme is not public in full; nothing can be decided by it")
    lacking = points_official(pack, licensed, excluded)
    if lacking:
        return say(
            "%(lacking)s of %(all)s indicators have no official points; "
            "load the licensed scoring table and have a second person sign it off",
            lacking=len(lacking),
            all=len(pack.leaves),
        )
    return None


def why_not_exclude(pack: Pack, exclusions: Mapping[str, Exclusion], points: Points) -> Reason | None:
    """Return why these leaves may not be left out of the score, or None (6.2.2 删减)."""
    for name, exclusion in exclusions.items():
        indicator = pack.by_id.get(name)
        if indicator is None or not indicator.is_leaf:
            return say("%(id)s is no indicator with points of its own; exclude its single indicators", id=name)
        if not indicator.excludable:
            return say("%(id)s applies to everybody and cannot be excluded", id=name)
        if not exclusion.reason.strip() or not exclusion.approved_by.strip():
            return say("write the reason for excluding %(id)s and have it approved", id=name)
    total = sum((points[name] for name in exclusions), Decimal(0))
    if total > pack.rules.exclusions_max_points:
        return say(
            "exclusions of %(points)s points are more than the %(allowed)s allowed",
            points=total,
            allowed=pack.rules.exclusions_max_points,
        )
    return None
