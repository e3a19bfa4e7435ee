"""An assessor's override stands in the place of what the records, and other rulings, say of a leaf."""

from decimal import Decimal

import pytest

from tests.schemes.scoring.builders import pack_of
from wuxing.schemes.packs.modes import Manual, Part, Proportional, WeightedOf
from wuxing.schemes.scoring.results import Inputs, MetricValue, Ruling, Status
from wuxing.schemes.scoring.rules import score

D = Decimal
MIXED = WeightedOf((Part(D("0.5"), Proportional("b")), Part(D("0.5"), Manual())))
PACK = pack_of({"1": {"1.1": ("60", Proportional("a")), "1.2": ("40", MIXED)}})
METRICS = {"a": MetricValue(10, 9), "b": MetricValue(4, 1)}


def test_an_override_decides_the_whole_leaf() -> None:
    lower = Ruling(D("0.5"), "抽查 6 单，3 单不符", ("周", "吴"))
    manual = Ruling(D(1), "制度齐全", ("周", "吴"))
    before = score(PACK, Inputs(METRICS, rulings={"1.2": manual}))
    after = score(PACK, Inputs(METRICS, rulings={"1.2": manual}, overrides={"1.1": lower, "1.2": lower}))

    assert (before.score.low, before.score.high) == (D("79.00"), D("79.00"))  # 54 + 5 + 20
    assert (after.score.low, after.score.high) == (D("50.00"), D("50.00"))
    part = after.indicators["1.1"].parts[0]
    assert (part.mode, part.metric, part.of) == ("manual", None, D(60))
    assert after.indicators["1.1"].status is Status.PART


def test_an_override_decides_what_is_unknown() -> None:
    readiness = score(PACK, Inputs({}, overrides={"1.1": Ruling(D(1), "x", ("周",))}))
    assert (readiness.score.low, readiness.score.high) == (D("60.00"), D("100.00"))


def test_an_override_outside_the_pack_or_the_ratio_is_refused() -> None:
    with pytest.raises(ValueError, match="no indicator with points of its own"):
        score(PACK, Inputs({}, overrides={"1": Ruling(D(1), "x")}))
    with pytest.raises(ValueError, match="between 0 and 1"):
        score(PACK, Inputs({}, overrides={"1.1": Ruling(D("1.1"), "x")}))
