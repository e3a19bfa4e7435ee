"""The API of procedure 22: the same actions as the pages."""

from ninja import Router

from wuxing.governance.nonconformity.api import reading, steps

router = Router()
for _part in (reading, steps):
    router.add_router("", _part.router)

__all__ = ["router"]
