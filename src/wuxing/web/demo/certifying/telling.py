"""Tell the stories: each step of a case on its day, by the actions of the product; what lies ahead is left open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from wuxing.certification.application import actions as applications
from wuxing.certification.application.actions.completing import Data
from wuxing.certification.application.actions.opening import Applied
from wuxing.certification.application.states import Outcome
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate.actions import lasting, measures
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Grade
from wuxing.certification.findings.states import Kind as What
from wuxing.certification.report.models import CaseScore
from wuxing.certification.surveillance.actions import opening
from wuxing.core import clock
from wuxing.core.actors import Channel, system_actor
from wuxing.core.errors import RuleBroken
from wuxing.schemes.editions.queries import pack_of
from wuxing.web.demo.certifying.appealing import Appealing
from wuxing.web.demo.certifying.casework import Casework
from wuxing.web.demo.certifying.staffing import HANDLERS, SCHEME, Bench
from wuxing.web.demo.certifying.stories import SPECIAL_OF, Story, years_before

Step = tuple[float, Callable[[], object]]
VISIT = 27
"""The day after the application on which the team comes."""
MINOR = (
    ("5.2.4-b", "抽查 20 张维修单，其中 %s 张没有收费说明"),
    ("5.3.1-b", "抽查 20 份回访记录，其中 %s 份没有转办结果"),
    ("5.1.3.2", "抽查 20 份培训记录，其中 %s 份没有考核"),
    ("5.3.2-b", "抽查 20 件投诉档案，其中 %s 件缺少顾客确认"),
)
WHOLE = (
    ("5.1.7-a", "没有成文的服务理念，员工说法不一"),
    ("5.2.6-a", "说明书和网站没有废旧商品处理提示"),
    ("5.1.6-c", "没有采用先进标准的证据"),
)
SPECIAL = Seen(What.SPECIAL, "两个网点未公示收费标准", "网点现场", reason_code="law", grade=Grade.MAJOR)

BEFALLS = frozenset({"extended", "suspended", "resumed", "certificate_withdrawn"})
DISSENT = "抽查的回访记录只覆盖三个网点，建议补充抽样后再表决。"


@dataclass
class Teller:
    """Tells one client's story."""

    bench: Bench
    story: Story
    now: datetime

    def tell(self) -> None:
        """Tell everything that has happened by now."""
        story = self.story
        work = self._apply()
        if self._run(self._first(work), story.began):
            self._certified(work)

    def _moment(self, days_ago: float) -> datetime:
        moment = self.now - timedelta(days=days_ago)
        return (
            moment if days_ago < 1 else moment.replace(hour=1 + self.story.place % 8, minute=7 * self.story.place % 60)
        )

    def _run(self, steps: Iterator[Step], began: float) -> bool:
        """Take the steps whose day has come; return whether all were taken."""
        for day, step in steps:
            moment = self._moment(began - day)
            if moment > self.now:
                return False
            with clock.telling(moment):
                step()
        return True

    def _apply(self) -> Casework:
        story = self.story
        with clock.telling(self._moment(story.began)):
            applied = Applied(scheme=SCHEME, **self._facts())
            return Casework.applied(self.bench.staff(story.place), applied, seen=self._seen())

    def _facts(self) -> dict[str, Any]:
        """Return what the client says of itself, in an application as in a renewal."""
        story = self.story
        return {
            "name": story.name,
            "target_level": story.target,
            "credit_code": story.credit_code,
            "address": "示范路 1 号",
            "city": story.city,
            "contact_name": "示范联系人",
            "phone": f"1380000{story.place:04d}",
            "email": "",
            "products": "家用电器及配件",
            "regions": story.city,
            "scope": f"{story.name[:4]}商品的销售与售后服务",
            "headcount": story.headcount,
            "running_since": years_before(self._moment(story.began).date(), 4),
            "outlets": story.outlets,
            "no_outlets": not story.outlets,
            "lawful": True,
            "no_incident": True,
            "consent": True,
            "remarks": "",
        }

    def _seen(self) -> tuple[Seen, ...]:
        """Return what the team finds, more with lower aims."""
        place, target = self.story.place, self.story.target
        count = {"star5": 2, "star4": 3, "star3": 4}[target]
        found = [
            Seen(What.DEDUCTION, text % (1 + (place + n) % 6), "抽样记录", leaf, Grade.MINOR, sample_size=20,
                 failures=1 + (place + n) % 6)
            for n, (leaf, text) in enumerate(MINOR[:count])
        ]  # fmt: skip
        whole = {"star5": 0, "star4": 2, "star3": 3}[target] + (1 if self.story.fate == "not_granted" else 0)
        found += [Seen(What.DEDUCTION, text, "访谈与查阅", leaf, Grade.MINOR) for leaf, text in WHOLE[:whole]]
        if place % 3 == 0:
            found.append(Seen(What.STRENGTH, "服务热线接通率连续十二个月高于承诺", "系统数据", "5.3.1-d"))
        return (*found, SPECIAL) if place in SPECIAL_OF else tuple(found)

    def _first(self, work: Casework) -> Iterator[Step]:
        fate = self.story.fate
        yield 0.8, work.submit
        yield 1.6, work.take_up
        if fate == "questions":
            yield 2.8, lambda: work.judge_application(Outcome.RETURNED, "请补充网点清单中的人数。")
            return
        if fate == "refused":
            yield 3.5, lambda: work.judge_application(Outcome.REFUSED, "售后服务体系运行不足三个月。")
            return
        yield 3, work.judge_application
        yield 4, work.quote
        if fate == "withdrawn":
            yield 7, lambda: cases.withdraw(case_id=work.case_id, reason="企业内部调整，暂缓认证。", by=work.client)
            return
        yield from self._evaluated(work, VISIT, first=True)

    def _evaluated(self, work: Casework, visit: float, *, first: bool) -> Iterator[Step]:
        """The way from the signed agreement to the certificate; `visit` is the day of the opening meeting."""
        fate = self.story.fate if first else ""
        if first:
            yield 6, work.sign
        yield visit - 20, work.form_team
        yield visit - 19, work.pay
        yield visit - 17, work.review_documents
        yield visit - 10, lambda: self._plan(work)
        yield visit, work.arrive
        yield visit + 0.3, lambda: work.look(Decimal("0.6"))
        yield visit + 1, lambda: self._look_at_the_rest(work)
        yield visit + 2, work.leave
        if fate == "overdue":
            return
        yield visit + 9, lambda: work.correct(1)
        yield visit + 15, work.correct
        yield visit + 16, work.finish
        yield visit + 18, work.hand_over
        yield visit + 22, lambda: self._review(work)
        yield visit + 25, lambda: work.decide(DISSENT if fate == "dissent" else "")
        if work.level:
            yield visit + 26, work.certify
        if fate in ("appeal", "not_granted"):
            yield from self._appealed(work, visit + 33, upheld=fate == "not_granted")

    def _appealed(self, work: Casework, began: float, *, upheld: bool) -> Iterator[Step]:
        """The client appeals; what is found to be right waits for the second handler, what is not is told."""
        involved = {one.user_id for one in (work.staff.reviewer, *work.staff.deciders)}
        free = [self.bench.actors[name] for name in HANDLERS if self.bench.actors[name].user_id not in involved]
        appeal = Appealing(work, (free[0], free[1]), upheld=upheld)
        yield began, appeal.receive
        yield began + 2, appeal.admit
        yield began + 8, appeal.handle
        if not upheld:
            yield began + 11, appeal.decide

    def _plan(self, work: Casework) -> None:
        """Plan for the day on which the team comes; where somebody is taken, for one of the days after."""
        for later in range(10, 25):
            try:
                with transaction.atomic():
                    work.plan(clock.today() + timedelta(days=later))
            except RuleBroken:
                continue
            return
        raise RuleBroken("nobody is free within two weeks")

    def _look_at_the_rest(self, work: Casework) -> None:
        raised, work.seen = work.seen, ()
        work.look()
        work.seen = raised

    def _review(self, work: Casework) -> None:
        """Grant what the score reaches, at most what was aimed at."""
        case = work.case
        reached = CaseScore.objects.filter(case=case).latest("pk").level
        levels = [level.id for level in pack_of(case.pack.rpartition("#")[2]).levels]
        granted = "" if self.story.fate == "not_granted" or not reached else reached
        work.level = min(granted, case.target_level, key=levels.index) if granted else ""
        work.reasons = (
            "评价证据充分，整改已验证，准予认证。"
            if work.level
            else "评价得分虽达到等级，但主要网点未按承诺提供服务，不予认证。"
        )
        work.review()

    # three years with a certificate

    def _certified(self, work: Casework) -> None:
        """Survey each year, renew in the third; or what befell this client instead."""
        while True:
            held = Certificate.objects.filter(client_id=work.case.client_id, state="valid").order_by("-pk").first()
            if held is None:
                return
            renewal = held.valid_until - held.last_evaluated_on < timedelta(days=450)
            ago = self._days_ago(held.valid_until - timedelta(days=80) if renewal else self._survey_day(held))
            if self.story.fate in BEFALLS and not self._befallen(held):
                return
            if ago < 0 or not self._run(self._again(held, renewal=renewal), ago):
                return

    def _days_ago(self, day: date) -> float:
        return (self.now.date() - day).days

    def _survey_day(self, held: Certificate) -> date:
        return held.surveillance_due_on - timedelta(days=55)

    def _again(self, held: Certificate, *, renewal: bool) -> Iterator[Step]:
        made: list[Case] = []
        officer = self.bench.actors["officer"]
        open_ = opening.open_renewal if renewal else opening.open_surveillance
        yield 0, lambda: made.append(open_(certificate_id=held.pk, by=officer))
        work = Casework(self.bench.staff(self.story.place + 1), made[0].pk, seen=self._seen()[:1])
        if made[0].kind == Kind.RENEWAL:
            yield 0.5, lambda: applications.change(case_id=work.case_id, data=Data(**self._facts()), by=work.client)
            yield 1, work.submit
            yield 2, work.take_up
            yield 3, work.judge_application
            yield 4, work.quote
        elif made[0].stage == Stage.ACCEPTED:
            yield 1, work.quote
            yield 2, work.sign
        yield from self._evaluated(work, VISIT + 1, first=made[0].kind == Kind.RENEWAL)

    def _befallen(self, held: Certificate) -> bool:
        """Let happen what is out of the ordinary; return whether the usual way goes on."""
        system = system_actor(held.tenant_id, channel=Channel.JOB)
        decider, second = self.bench.actors["decider"], self.bench.actors["luo.qin"]
        due = self._days_ago(held.surveillance_due_on)
        if self.story.fate == "extended" and due > -30:
            until = held.surveillance_due_on + timedelta(days=80)
            with clock.telling(self._moment(due + 12)):
                lasting.extend(certificate_id=held.pk, until=until, reason="生产基地搬迁，推迟评价。", by=decider)
            return False
        if due <= 0:
            return True
        with clock.telling(self._moment(due - 1)):
            measures.suspend_overdue(certificate=held, by=system)
        if self.story.fate == "resumed" and due > 70:
            self._run(self._again(held, renewal=False), due - 10)
        if self.story.fate == "certificate_withdrawn" and due > 60:
            with clock.telling(self._moment(due - 60)):
                taken = measures.withdraw(
                    certificate_id=held.pk, reason_code="suspension_over", reason="暂停期满，原因未消除。", by=decider
                )
                measures.confirm(measure_id=taken.pk, by=second)
        return False
