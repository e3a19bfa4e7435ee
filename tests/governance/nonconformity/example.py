"""One nonconformity under way, with everything on its page: raised from an order, analysed, planned, begun, a file handed in."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from wuxing.core import clock, files
from wuxing.core.actors import Actor
from wuxing.core.models import Attachment
from wuxing.governance.models import Nonconformity
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.actions import Finding, ToDo

PDF = b"%PDF-1.7\n%%EOF\n"


def under_way(order_id: int, *, owner: Actor, doer: Actor) -> tuple[Nonconformity, Attachment]:
    """Return a nonconformity whose actions are under way, and the file that was handed in."""
    today = clock.today(owner.zone)
    said: dict[str, Any] = {
        "title": "海岚冰箱返修又停机",
        "description": "同一台冰箱三天内两次停机",
        "leaves": ["5.2.4-b"],
    }
    finding = Finding(**said, origin_type="work_order", origin_id=order_id, owner_id=owner.user_id)
    made = actions.report(finding=finding, by=doer)
    done = actions.contain(nonconformity_id=made.pk, what="换了风机", by=owner)
    kept = files.keep(ContentFile(PDF), name="海岚停机.pdf", target=done, by=owner, case=("nonconformity", made.pk))
    actions.analyse(
        nonconformity_id=made.pk,
        root_cause="保养单没有加油一项",
        category="method",
        evidence="抽查 12 张保养单",
        whys=["风机卡滞", "轴承缺油", "保养单没有加油一项"],
        causes={"method": ["保养单没有加油一项"], "people": ["新人不会听异响"], "material": ["油脂老化"]},
        by=owner,
    )
    todo = ToDo(what="保养单加一项：加油", responsible_id=doer.user_id or 0, due_on=today + timedelta(days=7))
    check_on = today + timedelta(days=90)
    actions.plan(nonconformity_id=made.pk, actions=[todo], criterion="三个月不再停机", check_on=check_on, by=owner)
    return actions.start(nonconformity_id=made.pk, by=owner), kept
