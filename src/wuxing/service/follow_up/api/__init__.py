"""Follow-up calls, surveys, problems and figures by machine: the same actions as the pages."""

from ninja import Router

from wuxing.service.follow_up.api import calls, figures, plans, problems

router = Router()
for _part in (calls, problems, plans, figures):
    router.add_router("", _part.router)

__all__ = ["router"]
