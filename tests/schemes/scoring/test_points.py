"""Official points open the gate; exclusions are guarded."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.schemes.scoring.builders import pack_of, with_rules
from wuxing.schemes.packs.modes import Manual
from wuxing.schemes.packs.structure import Pack, PointsStatus
from wuxing.schemes.scoring.points import points_in_use, points_official, why_not_certify, why_not_exclude
from wuxing.schemes.scoring.results import Exclusion, Inputs
from wuxing.schemes.scoring.rules import score

D = Decimal
PACK = pack_of({"1": {"1.1": ("60", Manual()), "1.2": ("40", Manual())}})
TABLE = {"1.1": D(70), "1.2": D(30)}
REFUSAL = (
    "%d of 2 indicators have no official points; load the licensed scoring table and have a second person sign it off"
)


def with_points(status: PointsStatus) -> Pack:
    leaves = [replace(leaf, points=D(50), points_status=status) if leaf.is_leaf else leaf for leaf in PACK.indicators]
    return replace(PACK, indicators=tuple(leaves))


@pytest.mark.parametrize(
    ("pack", "table", "excluded", "lacking"),
    [
        (PACK, {}, (), ("1.1", "1.2")),
        (PACK, {"1.1": D(70)}, (), ("1.2",)),
        (PACK, {"1.1": D(70)}, ("1.2",), ()),
        (PACK, TABLE, (), ()),
        (with_points(PointsStatus.VERIFIED_SECONDARY), {}, (), ("1.1", "1.2")),
        (with_points(PointsStatus.OFFICIAL), {}, (), ()),
    ],
)
def test_certification_needs_official_points_of_all_that_applies(
    pack: Pack, table: dict[str, Decimal], excluded: tuple[str, ...], lacking: tuple[str, ...]
) -> None:
    assert points_official(pack, table, excluded) == lacking
    assert why_not_certify(pack, table, excluded) == (REFUSAL % len(lacking) if lacking else None)


def test_points_in_use_are_never_a_mixture() -> None:
    assert points_in_use(PACK, {"1.1": D(70)}) == {"1.1": 60, "1.2": 40}
    assert points_in_use(PACK, TABLE) == TABLE
    assert points_in_use(PACK, {"1.1": D(70)}, ["1.2"]) == {"1.1": 70, "1.2": 40}


def test_score_is_a_rehearsal_until_the_table_is_loaded() -> None:
    assert score(PACK, Inputs()).rehearsal is True
    assert score(PACK, Inputs()).lacking_official == ("1.1", "1.2")
    official = score(PACK, Inputs(licensed=TABLE))
    assert (official.rehearsal, official.indicators["1.1"].of) == (False, D(70))


@pytest.mark.parametrize(
    ("name", "reason", "approved_by", "refusal"),
    [
        ("1.2", "no such service", "review", None),
        ("1", "no", "review", "1 is no indicator with points of its own; exclude its single indicators"),
        ("9", "no", "review", "9 is no indicator with points of its own; exclude its single indicators"),
        ("1.2", " ", "review", "write the reason for excluding 1.2 and have it approved"),
        ("1.2", "no", "", "write the reason for excluding 1.2 and have it approved"),
        ("1.1", "no", "review", "exclusions of 60 points are more than the 40 allowed"),
    ],
)
def test_exclusion_is_guarded(name: str, reason: str, approved_by: str, refusal: str | None) -> None:
    pack = with_rules(PACK, exclusions_max_points=D(40))
    assert why_not_exclude(pack, {name: Exclusion(reason, approved_by)}, points_in_use(pack, {})) == refusal


def test_leaf_that_applies_to_all_cannot_be_excluded() -> None:
    fixed = replace(PACK, indicators=tuple(replace(found, excludable=False) for found in PACK.indicators))
    found = why_not_exclude(fixed, {"1.1": Exclusion("no", "review")}, points_in_use(fixed, {}))
    assert found == "1.1 applies to everybody and cannot be excluded"
