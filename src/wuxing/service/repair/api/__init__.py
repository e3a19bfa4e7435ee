"""The API of procedure 4: the same actions as the pages."""

from ninja import Router

from wuxing.service.repair.api import orders, requests, steps

router = Router()
for _part in (requests, orders, steps):
    router.add_router("", _part.router)

__all__ = ["router"]
