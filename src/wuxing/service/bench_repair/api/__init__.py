"""The API of procedure 5: the same actions as the pages."""

from ninja import Router

from wuxing.service.bench_repair.api import items, loaners

router = Router()
for _part in (items, loaners):
    router.add_router("", _part.router)

__all__ = ["router"]
