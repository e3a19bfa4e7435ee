"""What every page's view asks first: who acts."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed


def acting(request: HttpRequest, *permissions: Permission) -> Actor:
    """Return who acts; any one of `permissions` is enough. Raises NotAllowed."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed(_("you are not a member of any organisation; ask an administrator to add you"))
    if permissions and not any(actor.may(permission) for permission in permissions):
        actor.require(permissions[0])
    return actor


def live_url(request: HttpRequest, topic: str, now: datetime) -> str:
    """Return where a page drawn `now` hears what moves from then on; nothing where no live streams run."""
    if not settings.LIVE_PORT:
        return ""
    host = request.get_host().rsplit(":", 1)[0]
    return f"//{host}:{settings.LIVE_PORT}/live/{topic}?since={now.timestamp() * 1000:.0f}"
