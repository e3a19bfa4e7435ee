"""Every lost hundredth has a line."""

from decimal import Decimal

from tests.schemes.scoring.builders import pack_of
from wuxing.schemes.packs.modes import Manual, Proportional
from wuxing.schemes.scoring.results import Inputs, Loss, LossKind, MetricValue, Reason
from wuxing.schemes.scoring.rules import score

D = Decimal
PACK = pack_of({"1": {"1.1": ("60", Proportional("a")), "1.2": ("40", Manual())}})


def test_lines_name_indicator_mode_metric_and_counts() -> None:
    result = score(PACK, Inputs({"a": MetricValue(7, 6)}, special_deductions=1))

    lost = Loss(LossKind.RECORDS, D("8.57"), "1.1", "proportional", "a", 7, 6)
    special = Loss(LossKind.SPECIAL_DEDUCTION, D("1.00"))
    assert result.score.low == D("50.42")  # 51.428... - 1, down
    assert result.losses_low == (
        Loss(LossKind.UNKNOWN, D("40.00"), "1.2", "manual", reason=Reason.NOT_RULED),
        lost,
        special,
        Loss(LossKind.ROUNDING, D("0.01")),
    )
    assert result.losses_high == (lost, special, Loss(LossKind.ROUNDING, D("0.01")))


def test_bonus_and_limit_have_lines_too() -> None:
    result = score(PACK, Inputs({"a": MetricValue(7, 7)}, special_bonus=1))
    assert result.losses_high == (Loss(LossKind.SPECIAL_BONUS, D("-1.00")), Loss(LossKind.LIMIT, D("1.00")))
