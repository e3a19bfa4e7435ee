"""Found the demo's certification body: its people at once, and the clients that are quickly told; the others follow."""

from collections.abc import Mapping
from datetime import datetime

from wuxing.core import background
from wuxing.core.actors import Channel, system_actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.web.demo.certifying.staffing import hire
from wuxing.web.demo.certifying.stories import stories
from wuxing.web.demo.certifying.telling import Teller


def found(body: Tenant, users: Mapping[str, User], now: datetime, scale: float = 1.0) -> None:
    """Make the body's people and clients."""
    with in_tenant(body.pk):
        bench = hire(body, users, now)
        system = system_actor(body.pk, channel=Channel.COMMAND, zone=body.zone)
        for story in stories(scale):
            if story.at_once:
                Teller(bench, story, now).tell()
            else:
                background.defer("demo.tell_case", by=system, place=story.place)
