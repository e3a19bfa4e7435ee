"""A company whose people treat nonconformities: who reports, owns, carries out, verifies; and the way to any state."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from tests.service.repair.checking import leaves_nothing
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.rules import plain
from wuxing.governance.models import Nonconformity, PlannedAction
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.actions import Finding, ToDo

WHYS = ("风机卡滞", "轴承缺油", "保养单没有加油一项")
CAUSES = {"method": ["保养单没有加油一项"], "people": ["新人不会听异响"]}
__all__ = ["CAUSES", "WHYS", "House", "house_of", "leaves_nothing", "leaves_one"]


@dataclass
class House:
    """The people, and the way to each state."""

    reporter: Actor  # a technician
    owner: Actor  # the quality manager
    doer: Actor  # a dispatcher
    verifier: Actor  # the service manager

    def today(self) -> date:
        return clock.today(self.owner.zone)

    def report(self, **changes: Any) -> Nonconformity:
        said = {"title": "冰箱返修后又停机", "description": "同一台冰箱三天内两次停机", "source": "repair"}
        finding = Finding(**{**said, "owner_id": self.owner.user_id, **changes})
        return actions.report(finding=finding, by=self.reporter)

    def contained(self, **changes: Any) -> Nonconformity:
        made = self.report(**changes)
        actions.contain(nonconformity_id=made.pk, what="换了风机，客户用上备用机", by=self.owner)
        return self.again(made)

    def analyse(self, made: Nonconformity, **changes: Any) -> None:
        said: dict[str, Any] = {
            "root_cause": "保养单没有加油一项",
            "category": "method",
            "evidence": "抽查 12 张保养单，都没有这一项",
            "whys": WHYS,
            "causes": CAUSES,
        }
        actions.analyse(nonconformity_id=made.pk, **(said | changes), by=self.owner)

    def analysed(self, **changes: Any) -> Nonconformity:
        made = self.contained(**changes)
        self.analyse(made)
        return self.again(made)

    def todo(self, **changes: Any) -> ToDo:
        said: dict[str, Any] = {
            "what": "保养单加一项：加油",
            "responsible_id": self.doer.user_id,
            "due_on": self.today(),
        }
        return ToDo(**(said | changes))

    def plan(self, made: Nonconformity, *todos: ToDo, check_on: date | None = None) -> None:
        actions.plan(
            nonconformity_id=made.pk,
            actions=todos or (self.todo(),),
            criterion="三个月内同类停机不再出现",
            check_on=check_on or self.today(),
            by=self.owner,
        )

    def planned(self, **changes: Any) -> Nonconformity:
        made = self.analysed(**changes)
        self.plan(made)
        return self.again(made)

    def started(self, **changes: Any) -> Nonconformity:
        made = self.planned(**changes)
        actions.start(nonconformity_id=made.pk, by=self.verifier)
        return self.again(made)

    def action(self, made: Nonconformity) -> PlannedAction:
        return made.actions.filter(round=made.round).earliest("pk")

    def complete(self, made: Nonconformity) -> None:
        action = self.action(made)
        actions.complete_action(
            nonconformity_id=made.pk,
            action_id=action.pk,
            result="保养单已改版并发到网点",
            record="WX-BY-03",
            by=self.doer,
        )

    def done(self, **changes: Any) -> Nonconformity:
        made = self.started(**changes)
        self.complete(made)
        return self.again(made)

    def check(self, made: Nonconformity, verdict: str = "effective", by: Actor | None = None) -> None:
        evidence = "11 月 86 台中没有再停机的"
        actions.check_effectiveness(
            nonconformity_id=made.pk, verdict=verdict, evidence=evidence, by=by or self.verifier
        )

    def checked(self, **changes: Any) -> Nonconformity:
        made = self.done(**changes)
        self.check(made)
        return self.again(made)

    def closed(self, **changes: Any) -> Nonconformity:
        made = self.checked(**changes)
        actions.close(nonconformity_id=made.pk, by=self.verifier)
        return self.again(made)

    def again(self, made: Nonconformity) -> Nonconformity:
        return Nonconformity.objects.get(pk=made.pk)

    def late(self, made: Nonconformity, by: timedelta = timedelta(days=1)) -> Nonconformity:
        """Let what runs have fallen due."""
        then = clock.now() - by
        made.clocks.filter(ended_at=None).update(starts_at=then - by, due_at=then, counts_until=then)
        Nonconformity.objects.filter(pk=made.pk).update(next_due_at=then)
        return self.again(made)


def house_of(actor: Callable[..., Actor]) -> House:
    """Fill the house; the caller is inside its walls."""
    return House(
        actor(Role.TECHNICIAN, name="陈伟"),
        actor(Role.QUALITY_MANAGER, name="宋洁"),
        actor(Role.DISPATCHER, name="吴岚"),
        actor(Role.SERVICE_MANAGER, name="林可"),
    )


@contextmanager
def leaves_one(event: str, *, case: int, **payload: Any) -> Any:
    """The block leaves one entry on the timeline, with exactly this payload."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    made = list(Entry.objects.filter(pk__gt=last).order_by("pk"))
    assert [(one.event, one.case_type, one.case_id) for one in made] == [
        (f"nonconformity.{event}", "nonconformity", case)
    ]
    assert made[0].payload == plain(payload)
