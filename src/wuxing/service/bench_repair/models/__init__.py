"""Tables of procedure 5."""

from wuxing.service.bench_repair.models.custody import Custody
from wuxing.service.bench_repair.models.items import BenchItem, ItemStep, TakeBack, WorthAdvice, WorthRule
from wuxing.service.bench_repair.models.loaners import Loan, Loaner

__all__ = ["BenchItem", "Custody", "ItemStep", "Loan", "Loaner", "TakeBack", "WorthAdvice", "WorthRule"]
