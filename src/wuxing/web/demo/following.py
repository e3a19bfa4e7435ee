"""The demo's time after service: a plan that draws, surveys answered and not, calls that wait, problems under way. Invented."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from wuxing.core import clock
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import Problem
from wuxing.service.follow_up.rules import Rule
from wuxing.service.repair.models import WorkOrder

_PLAN = (
    Rule(30),
    Rule(100, repeat=True),
    Rule(100, unhappy=True),
    Rule(50, warranty="out_of_warranty"),
)
_PRAISE = ("师傅很专业，讲得清楚。", "准时到，修得快。", "", "", "态度好，收费也讲明白了。", "")
_BLAME = ("等了两次才修好。", "比约定晚到一个多小时，没提前说。", "收费和电话里讲的不一样。")
_MOST = 48  # orders whose customers are invited
_COMPLAINTS = 8
_WAITING = 8  # of the latest that nobody has called yet


def follow(now: datetime, by: Actor) -> None:
    """Invite the customers of the last months' orders, let most of them answer, and leave calls and problems under way."""
    dice = random.Random(14)  # noqa: S311  # a demo, the same each time
    desk = replace(by, permissions=frozenset(Permission))
    with clock.telling(now - timedelta(days=200)):
        actions.save_plan(rules_of_plan=_PLAN, reason="首版回访计划", by=desk)
    closed = WorkOrder.objects.filter(state="closed", closed_at__gte=now - timedelta(days=180), customer__isnull=False)
    found = list(closed.order_by("-closed_at").values_list("pk", "closed_at", "follow_up_satisfied")[: 4 * _MOST])
    asked = sorted(dice.sample(found, min(_MOST, len(found))), key=lambda row: row[1] or now)
    for order_id, at, content in asked:
        _ask(order_id, at or now, content is not False, now, dice, desk)
    for order_id in closed.filter(followed_up_at=None).order_by("-closed_at").values_list("pk", flat=True)[:_WAITING]:
        actions.plan_call(order_id=order_id, by=desk)
    _complain(now, desk)
    _see_to(now, desk)


def _ask(order_id: int, at: datetime, content: bool, now: datetime, dice: random.Random, desk: Actor) -> None:
    """Invite one customer; two of three answer, within two days."""
    with clock.telling(at + timedelta(minutes=5)):
        invited = actions.invite(order_id=order_id, by=desk)
    then = at + timedelta(hours=dice.randint(1, 48))
    if invited is None or dice.random() > 0.66 or then >= now:
        return
    good = content and dice.random() > 0.08
    marks = [min(5, max(1, (5 if good else 2) - dice.choice((0, 0, 0, 1)))) for _aspect in range(5)]
    scores = dict(zip(("skill", "attitude", "punctuality", "price", "result"), marks, strict=True))
    words = dice.choice(_PRAISE if good else _BLAME)
    recommend = dice.choice((8, 9, 9, 10, 10)) if good else dice.choice((2, 4, 5))
    with clock.telling(then):
        actions.answer(invitation_id=invited.pk, scores=scores, recommend=recommend, comment=words, by=_guest(desk))


def _guest(desk: Actor) -> Actor:
    return actor_for(
        tenant_id=desk.tenant_id,
        user_id=None,
        name="customer",
        roles=frozenset({Role.CUSTOMER}),
        channel=Channel.PORTAL,
        zone=desk.zone,
    )


def _complain(now: datetime, desk: Actor) -> None:
    """Let customers who were not content complain by telephone: most of them a while ago, one yesterday."""
    closed = WorkOrder.objects.filter(state="closed", customer__isnull=False, followed_up_at__isnull=False)
    older = closed.filter(closed_at__range=(now - timedelta(days=200), now - timedelta(days=40)))
    found = list(older.order_by("follow_up_satisfied", "-closed_at").values_list("pk", "followed_up_at")[:_COMPLAINTS])
    latest = (
        closed.filter(closed_at__lt=now - timedelta(days=2)).order_by("-closed_at").values_list("pk", flat=True)[:1]
    )
    told = [(order_id, at + timedelta(hours=20)) for order_id, at in found if at]
    told += [(order_id, now - timedelta(days=1)) for order_id in latest]
    for place, (order_id, at) in enumerate(told):
        with clock.telling(at):
            made = actions.take_complaint(
                order_id=order_id, text=_BLAME[place % len(_BLAME)], wish="请给个说法", by=desk
            )
        with clock.telling(at + timedelta(hours=1)):
            actions.acknowledge(problem_id=made.pk, note="已受理并告知编号。", by=desk)


def _see_to(now: datetime, desk: Actor) -> None:
    """Let the older problems be solved; the latest wait."""
    older = list(Problem.objects.filter(raised_at__lt=now - timedelta(days=5)).order_by("raised_at"))
    for place, one in enumerate(older):
        waits = place % 6 == 2 and one.raised_at < now - timedelta(days=20)  # one in six
        late = timedelta(days=12 if waits else 0)
        with clock.telling(one.raised_at + timedelta(hours=6)):
            actions.contact(problem_id=one.pk, note="已电话致歉，约定复查。", by=desk)
        with clock.telling(one.raised_at + late + timedelta(hours=30)):
            actions.solve(problem_id=one.pk, note="已复查并处理，客户认可。", by=desk)
        with clock.telling(one.raised_at + late + timedelta(hours=54)):
            actions.verify(problem_id=one.pk, content=True, by=replace(desk, user_id=None))
