"""Found the demo's certification body: its people at once, and the clients that are quickly told; the others follow."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from wuxing.certification.directory import actions as directory
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys.models import SigningKey
from wuxing.core import background, clock
from wuxing.core.actors import Actor, Channel, system_actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.web.demo.certifying.staffing import hire
from wuxing.web.demo.certifying.stories import Story, stories
from wuxing.web.demo.certifying.telling import Teller

PROFILE = {
    "approval": "演示-0000-000",
    "name_en": "Hengzheng Certification (demonstration)",
    "address": "福建省福州市鼓楼区演示路 1 号",
    "telephone": "0591-00000000",
    "website": "https://body.example",
    "fees": "认证收入来自申请费、评价费、证书费和年金，按公布的收费标准收取，与认证结果无关。不接受其他资助。",
    "duties": (
        "申请人有权了解评价依据、收费和进度，对结果不服可以申诉。\n"
        "获证组织应当持续符合要求，按期接受监督，按范围宣传和使用标志，发生变化及时通知，保存投诉记录。"
    ),
}
"""What the body publishes of itself; of an organisation that does not exist."""
LEADS_TO_CERTIFICATE = 60
"""Days ago: who applied before that holds a certificate by now. These are told first, as there is most to see of them."""


def found(body: Tenant, users: Mapping[str, User], now: datetime, scale: float = 1.0) -> None:
    """Make the body's people and clients."""
    with in_tenant(body.pk):
        system = system_actor(body.pk, channel=Channel.COMMAND, zone=body.zone)
        bench = hire(body, users, now)
        _open(system, now - timedelta(days=1280))
        told: list[Story] = []
        waiting: list[Story] = []
        for story in stories(scale):
            (told if story.at_once else waiting).append(story)
        for story in told:
            Teller(bench, story, now).tell()
        for story in sorted(waiting, key=lambda one: (one.began < LEADS_TO_CERTIFICATE, one.began)):
            background.defer("demo.tell_case", by=system, place=story.place)


def _open(system: Actor, began: datetime) -> None:
    """Publish what the body says of itself, and make its key: the cases are told in any order, none before the key."""
    with clock.telling(began):
        directory.save_profile(facts=PROFILE, by=system)
        keys.ensure(SigningKey.Purpose.REHEARSAL, by=system)
