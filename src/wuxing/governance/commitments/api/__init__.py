"""The API of procedure 2: the same actions as the pages."""

from ninja import Router

from wuxing.governance.commitments.api import calendars, goals, promises, proposals

router = Router()
for _part in (proposals, promises, goals, calendars):
    router.add_router("", _part.router)

__all__ = ["router"]
