"""Who acts: made once at the door, handed to every action as `by`."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from wuxing.core.access import Permission, Role, narrowed, permissions_of
from wuxing.core.errors import NotAllowed


class Channel(StrEnum):
    """The door through which an actor came."""

    WEB = "web"
    API = "api"
    JOB = "job"
    COMMAND = "command"
    IMPORT = "import"
    PORTAL = "portal"  # a door without signing in: a client's link, a public form


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) acting in one tenant through one door."""

    tenant_id: int
    user_id: int | None
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    channel: Channel = Channel.WEB
    zone: str = "Asia/Shanghai"
    source: str = ""  # names the foreign system when records are imported

    def may(self, permission: Permission) -> bool:
        """Say whether the actor holds `permission`."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless the actor holds `permission`."""
        if permission not in self.permissions:
            raise NotAllowed(
                _("your role does not allow this; ask an administrator for the permission %s") % permission
            )

    def through(self, channel: Channel) -> "Actor":
        """Return the same actor, come through another door."""
        return replace(self, channel=channel)

    def limited_to(self, areas: Collection[str]) -> "Actor":
        """Return the same actor, who reads these areas only; no areas: everything as before."""
        return replace(self, permissions=narrowed(self.permissions, areas))


def actor_for(
    *, tenant_id: int, user_id: int | None, name: str, roles: frozenset[Role], channel: Channel, zone: str
) -> Actor:
    """Make an actor whose permissions are those of `roles`."""
    return Actor(tenant_id, user_id, name, roles, permissions_of(roles), channel, zone)


def system_actor(
    tenant_id: int, *, channel: Channel = Channel.JOB, zone: str = "Asia/Shanghai", source: str = ""
) -> Actor:
    """Return the system itself as an actor of `tenant_id`, with every permission; jobs and commands only."""
    return Actor(tenant_id, None, "system", frozenset(), frozenset(Permission), channel, zone, source)
