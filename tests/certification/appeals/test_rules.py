"""States, two persons, and the pure replay."""

from decimal import Decimal

import pytest

from tests.schemes.conftest import GBT
from wuxing.certification.appeals import rules, states
from wuxing.certification.appeals.rules import Change
from wuxing.certification.appeals.states import MOVES, Kind, Outcome, State
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.report.rules import Line, inputs_with
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Inputs


@pytest.fixture(scope="module")
def pack() -> Pack:
    return loading.load(GBT, catalogue.declared())


def inputs(pack: Pack, lost: dict[str, str], specials: int = 0) -> Inputs:
    lines = [Line(leaf.id, Decimal(lost.get(leaf.id, "1")), None, "看过", ("甲", "乙")) for leaf in pack.leaves]
    licensed = {leaf.id: leaf.placeholder_points for leaf in pack.leaves}
    return inputs_with(pack, lines, {}, special_deductions=specials, special_bonus=0, licensed=licensed)


def test_every_move_is_allowed_or_refused() -> None:
    allowed = {(here, to) for here in State for to in State if states.why_not_move(here, to) is None}
    assert allowed == {(here, to) for here, several in MOVES.items() for to in several}


def test_a_replay_changes_one_ruling_and_nothing_else(pack: Pack) -> None:
    given = inputs(pack, {"5.1.3.1": "0", "5.1.1.1": "0"})
    found = rules.replay(pack, given, [Change(1, "5.1.3.1", Decimal(1))])
    assert (found.before.score.low, found.after.score.low, found.gained) == (
        Decimal("94.00"), Decimal("97.00"), Decimal("3.00"),
    )  # fmt: skip
    assert (found.before.level_likely, found.after.level_likely, found.other_level) == ("star4", "star5", True)
    changed = rules.changed(pack, given, [Change(1, "5.1.3.1", Decimal(1))])
    same = {name: ruling for name, ruling in changed.rulings.items() if given.rulings.get(name) == ruling}
    other = {name: ruling for name, ruling in changed.overrides.items() if given.overrides.get(name) == ruling}
    assert len(same) + len(other) == len(pack.leaves) - 1


@pytest.mark.parametrize("leaf", ["5.1.3.1", "5.2.4-b"])
def test_a_replay_of_every_kind_of_indicator(pack: Pack, leaf: str) -> None:
    given = inputs(pack, {leaf: "0"})
    assert rules.replay(pack, given, [Change(1, leaf, Decimal(1))]).after.score.low == Decimal("100.00")


def test_a_special_deduction_set_aside_gives_its_point_back(pack: Pack) -> None:
    found = rules.replay(pack, inputs(pack, {}, specials=5), [Change(1)])
    assert (found.before.score.low, found.after.score.low) == (Decimal("95.00"), Decimal("96.00"))
    assert (found.before.level_likely, found.after.level_likely) == (None, "star5")


@pytest.mark.parametrize(
    ("outcome", "disputes", "upheld", "refused"),
    [
        (Outcome.UPHELD, 2, 1, False),
        (Outcome.UPHELD, 2, 0, True),
        (Outcome.UPHELD, 0, 0, False),
        (Outcome.REJECTED, 2, 0, False),
        (Outcome.REJECTED, 2, 1, True),
    ],
)
def test_an_outcome_fits_what_is_disputed(outcome: Outcome, disputes: int, upheld: int, refused: bool) -> None:
    assert (rules.why_not_conclude(outcome, disputes=disputes, upheld=upheld) is not None) == refused


@pytest.mark.parametrize(
    ("handler", "handled_by", "decider", "refused"),
    [(True, 1, 2, False), (True, 1, 1, True), (False, 1, 2, True), (True, 1, None, True)],
)
def test_another_handler_decides(handler: bool, handled_by: int, decider: int | None, refused: bool) -> None:
    found = rules.why_not_decide(is_handler=handler, handled_by=handled_by, decider=decider)
    assert (found is not None) == refused


@pytest.mark.parametrize(
    ("parts", "refused"),
    [([], False), ([Part.APPEAL_HANDLER], False), ([Part.APPLICATION_REVIEWER], False), ([Part.EXPERT], True),
     ([Part.REVIEWER], True), ([Part.DECIDER], True)],
)  # fmt: skip
def test_who_took_part_turns_nothing_away(parts: list[Part], refused: bool) -> None:
    assert (rules.why_not_refuse(parts) is not None) == refused


def test_an_appeal_needs_something_to_appeal_against() -> None:
    assert [stage for stage in Stage if rules.why_not_receive(Kind.APPEAL, stage)] == [
        Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED, Stage.CONTRACTED,
        Stage.DOCUMENT_REVIEW, Stage.PLANNED, Stage.ON_SITE, Stage.WITHDRAWN,
    ]  # fmt: skip
    assert rules.why_not_receive(Kind.COMPLAINT, None) is None
