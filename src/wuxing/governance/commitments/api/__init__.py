"""The API of procedure 2: the same actions as the pages."""

from ninja import Router

from wuxing.governance.commitments.api import calendars, promises, proposals

router = Router()
for _part in (proposals, promises, calendars):
    router.add_router("", _part.router)

__all__ = ["router"]
