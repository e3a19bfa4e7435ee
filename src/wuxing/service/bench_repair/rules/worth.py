"""建议更换: whether a repair is still worth it, with its numbers (procedure 4, step 5). A person decides. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wuxing.core.reasons import Reason, say

SHARE_PERCENT = 60
LIFE_MONTHS = 96
_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Worth:
    """What a unit is worth today and what a repair may cost at most; above that, replacing is advised."""

    quote: Decimal
    new_price: Decimal
    age_months: int
    life_months: int
    share_percent: int
    residual: Decimal
    most: Decimal

    @property
    def replace(self) -> bool:
        """Whether replacing is advised."""
        return self.quote > self.most


def worth_of(
    *,
    quote: Decimal,
    new_price: Decimal,
    age_months: int,
    life_months: int = LIFE_MONTHS,
    share_percent: int = SHARE_PERCENT,
) -> Worth:
    """Return the residual value, falling evenly over the life of such a unit, and the share of it a repair may cost."""
    lived = min(max(age_months, 0), life_months)
    residual = (new_price * (life_months - lived) / life_months).quantize(_FEN, ROUND_HALF_UP)
    most = (residual * share_percent / 100).quantize(_FEN, ROUND_HALF_UP)
    return Worth(quote, new_price, age_months, life_months, share_percent, residual, most)


def months_between(since: date, until: date) -> int:
    """Return the full months of a unit's age."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return max(months - (until.day < since.day), 0)


def said(worth: Worth) -> Reason:
    """Return the advice with all its numbers."""
    values = {
        "quote": worth.quote, "residual": worth.residual, "age": worth.age_months, "life": worth.life_months,
        "price": worth.new_price, "share": worth.share_percent, "most": worth.most,
    }  # fmt: skip
    if worth.replace:
        return say(
            "replacing is advised: the repair costs ¥%(quote)s; of ¥%(price)s new, ¥%(residual)s is left after %(age)s of "
            "%(life)s months, and at most %(share)s%% of that, ¥%(most)s, is worth paying",
            **values,
        )
    return say(
        "the repair is worth it: it costs ¥%(quote)s; of ¥%(price)s new, ¥%(residual)s is left after %(age)s of "
        "%(life)s months, and up to %(share)s%% of that, ¥%(most)s, is worth paying",
        **values,
    )


def why_not_set_rule(share_percent: int, life_months: int) -> dict[str, Reason]:
    """Return what is wrong with a rule, by field."""
    wrong = {}
    if not 1 <= share_percent <= 100:
        wrong["share_percent"] = say("give a share from 1 to 100 percent")
    if not 12 <= life_months <= 600:
        wrong["life_months"] = say("give a life from 12 to 600 months")
    return wrong
