"""Thirteen people of the demo's certification body, with competence, ties and declarations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from wuxing.certification.cases.states import Part
from wuxing.certification.people.actions import certifiers, competence, ties
from wuxing.certification.people.impartiality import actions as impartiality
from wuxing.certification.people.models import Certifier
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for, system_actor
from wuxing.core.models import Membership, Tenant, User
from wuxing.web.demo.certifying.casework import Staff

SCHEME, TRADE = "cn.gbt.27922", "SC03"
EVALUATES = (Part.APPLICATION_REVIEWER, Part.LEAD, Part.EVALUATOR)
JUDGES = (Part.REVIEWER, Part.DECIDER, Part.APPEAL_HANDLER)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the body; `username` is a login of the demo or one that nobody uses."""

    username: str
    name: str
    role: Role
    parts: tuple[Part, ...]
    level: str = "reviewer"
    employment: str = "full_time"


COLLEAGUES = (
    Colleague("evaluator", "许文斌", Role.EVALUATOR, EVALUATES, "senior"),
    Colleague("wang.qiming", "王启明", Role.EVALUATOR, EVALUATES),
    Colleague("chen.si", "陈思", Role.EVALUATOR, EVALUATES),
    Colleague("he.jing", "何静", Role.EVALUATOR, EVALUATES, "senior"),
    Colleague("liu.yang", "刘洋", Role.EVALUATOR, (Part.EVALUATOR,), "trainee"),
    Colleague("reviewer", "梁慧", Role.REVIEWER, (Part.REVIEWER, Part.APPEAL_HANDLER), "senior"),
    Colleague("zhou.ying", "周颖", Role.REVIEWER, (Part.REVIEWER, Part.APPEAL_HANDLER), "senior"),
    Colleague("jiang.min", "江敏", Role.REVIEWER, (Part.APPEAL_HANDLER,), "senior"),
    Colleague("decider", "苏雅琴", Role.DECISION_MAKER, JUDGES, "senior"),
    Colleague("luo.qin", "罗勤", Role.DECISION_MAKER, JUDGES, "senior"),
    Colleague("fang.xiaodong", "方晓东", Role.DECISION_MAKER, JUDGES, "senior"),
    Colleague("officer", "杜宁", Role.CERTIFICATION_OFFICER, (Part.APPLICATION_REVIEWER,)),
)
HANDLERS = ("jiang.min", "reviewer", "zhou.ying")
"""Who handles appeals; of each case those who had no part in it."""
EXPERT = "沈博文"
"""A technical expert under contract who does not sign in."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everybody, by name of login, with who heads them."""

    body: Tenant
    head: Actor
    actors: Mapping[str, Actor]

    def staff(self, place: int) -> Staff:
        """Return who works on the case at a place: teams take turns, the committee stays."""
        leads = ("evaluator", "wang.qiming", "he.jing", "chen.si")
        lead = leads[place % 4]
        return Staff(
            self.body,
            self.actors["officer"],
            self.actors[lead],
            self.actors[leads[(place + 1 + place // 4 % 3) % 4] if place // 4 % 3 else leads[(place + 1) % 4]],
            self.actors["reviewer" if place % 2 else "zhou.ying"],
            tuple(self.actors[name] for name in ("decider", "luo.qin", "fang.xiaodong")),
        )


def actor_of(tenant: Tenant, user: User, role: Role) -> Actor:
    """Return somebody of the body as who acts."""
    return actor_for(
        tenant_id=tenant.pk, user_id=user.pk, name=user.name, roles=frozenset({role}), channel=Channel.COMMAND,
        zone=tenant.zone,
    )  # fmt: skip


def bench_of(body: Tenant) -> Bench:
    """Return the people of the body who are there already. Call it inside its walls."""
    users = {user.username: user for user in User.objects.filter(memberships__tenant=body)}
    actors = {one.username: actor_of(body, users[one.username], one.role) for one in COLLEAGUES}
    return Bench(body, actor_of(body, users["head"], Role.CERTIFICATION_MANAGER), actors)


def hire(body: Tenant, users: Mapping[str, User], now: datetime) -> Bench:
    """Take everybody in, three and a half years ago. Call it inside the body's walls."""
    known = dict(users)
    for one in COLLEAGUES:
        if one.username not in known:
            user = User(username=one.username, name=one.name)
            user.set_unusable_password()
            user.save()
            Membership.objects.create(tenant=body, user=user, roles=[one.role.value])
            known[one.username] = user
    begin = now - timedelta(days=1280)
    system = system_actor(body.pk, channel=Channel.COMMAND, zone=body.zone)
    with clock.telling(begin):
        for place, one in enumerate(COLLEAGUES, 1):
            _take_in(one, known[one.username].pk, place, system, begin.date())
        expert = certifiers.add_certifier(
            facts=certifiers.Facts("contract", begin.date(), days_a_month=Decimal(4)), name=EXPERT, by=system
        )
        _competent(expert, (Part.EXPERT,), system, begin.date())
    bench = bench_of(body)
    with clock.telling(now - timedelta(days=900)):
        mine = Certifier.objects.get(user_id=bench.actors["chen.si"].user_id or 0)
        since = (now - timedelta(days=2900)).date()
        ties.declare_tie(
            certifier_id=mine.pk, kind="employment", since=since, until=(now - timedelta(days=500)).date(),
            party="绿源家电服务有限公司（示范）", note="曾任售后主管", by=bench.head,
        )  # fmt: skip
    _safeguard(bench, now)
    return bench


def _safeguard(bench: Bench, now: datetime) -> None:
    """Keep a risk to impartiality, and the minutes of the committee that talked about it."""
    head = bench.head
    assert head.user_id is not None
    with clock.telling(now - timedelta(days=300)):
        risk = impartiality.raise_risk(
            title="同一评价组连续三年评价同一客户", source="personnel", likelihood=2, effect=2,
            text="熟悉感可能使评价宽松。", measures="每个认证周期轮换评价组长；复核时核对历次分工。",
            owner_id=head.user_id, by=head,
        )  # fmt: skip
    with clock.telling(now - timedelta(days=150)):
        impartiality.keep_minutes(
            held_on=clock.today(),
            attendance=[
                impartiality.Attendee("方委员（示范）", "消费者组织"),
                impartiality.Attendee("丁委员（示范）", "行业协会"),
                impartiality.Attendee("韩委员（示范）", "获证组织"),
                impartiality.Attendee("贺委员（示范）", "监管部门", present=False),
            ],
            text="审议了公正性风险清单、上年度收入构成和分工情况；未发现单一客户收入占比过高。",
            advice="继续执行评价组长轮换；对连续三年由同一人参与的项目加强复核。", risks=[risk.pk], by=head,
        )  # fmt: skip
    with clock.telling(now - timedelta(days=145)):
        impartiality.review_risk(
            risk_id=risk.pk, likelihood=1, effect=2, text="轮换已执行，可能性降低；下年度再评审。", by=head
        )


def _take_in(one: Colleague, user_id: int, place: int, by: Actor, since: date) -> None:
    facts = certifiers.Facts(
        one.employment, since, registration=f"示范-SC-{place:04d}", level=one.level,
        registered_until=since.replace(year=since.year + 6, day=min(since.day, 28)),
    )  # fmt: skip
    found = certifiers.add_certifier(facts=facts, user_id=user_id, by=by)
    _competent(found, one.parts, by, since)


def _competent(found: Certifier, parts: tuple[Part, ...], by: Actor, since: date) -> None:
    competence.grant_competence(
        certifier_id=found.pk, scheme=SCHEME, parts=[part.value for part in parts], trade_code=TRADE,
        basis="学历与从业经历、注册资格、三次见证评价（示范）", until=since.replace(year=since.year + 6, day=min(since.day, 28)),
        by=by,
    )  # fmt: skip
