"""A self-assessment from plan to management review; nobody evaluates, or reviews, their own work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments.queries import inputs_of
from wuxing.governance.models import Nonconformity
from wuxing.oversight.self_assessment import actions, queries
from wuxing.oversight.self_assessment.models import Part, SelfAssessment
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions

pytestmark = pytest.mark.django_db
D = Decimal


@dataclass
class House:
    """Who takes part."""

    leader: Actor
    evaluator: Actor
    owner: Actor
    chief: Actor


@pytest.fixture
def house(company: Tenant, actor: Callable[..., Actor]) -> Iterator[House]:
    editions.keep_edition(gbt(), catalogue.declared())
    made = House(
        actor(Role.QUALITY_MANAGER), actor(Role.SERVICE_MANAGER), actor(Role.DISPATCHER), actor(Role.GENERAL_MANAGER)
    )
    with in_tenant(company.pk):
        yield made


def planned(house: House) -> SelfAssessment:
    day = clock.today(house.leader.zone)
    return actions.plan(
        title="2026 年度内部评价", scope="全部网点", starts_on=day, ends_on=day + timedelta(days=14),
        leader_id=house.leader.user_id or 0, by=house.leader,
    )  # fmt: skip


def under_way(house: House) -> SelfAssessment:
    made = planned(house)
    leaves = list(made.parts.values_list("leaf", flat=True))
    actions.assign(self_assessment_id=made.pk, leaves=leaves, owner_id=house.owner.user_id or 0,
                   evaluator_id=house.evaluator.user_id or 0, by=house.leader)  # fmt: skip
    return actions.begin(self_assessment_id=made.pk, by=house.leader)


def test_from_plan_to_review(house: House, company: Tenant) -> None:
    orders(company, 100, until=clock.now())
    made = under_way(house)
    parts = list(made.parts.order_by("pk"))
    for part in parts:
        ratio = D("0.5") if part.leaf == "5.1.1.1" else D(1)
        actions.evaluate(
            self_assessment_id=made.pk, leaf=part.leaf, ratio=ratio, text="查看了文件和记录", by=house.evaluator
        )
    number = actions.raise_finding(
        self_assessment_id=made.pk, leaf="5.1.1.1", title="岗位说明书缺一份", severity="minor", by=house.evaluator
    )
    found = actions.report(self_assessment_id=made.pk, conclusion="可以申请四星", by=house.leader)

    assert found.assessment is not None
    inputs = inputs_of(found.assessment)
    assert inputs.rulings["5.1.1.1"].ratio == D("0.5")
    assert (found.assessment.purpose, found.assessment.low) == ("self_assessment", found.assessment.high)
    assert found.assessment.low == D("98.50")  # 5.1.1.1 has 3 of the 100 placeholder points
    raised = Nonconformity.objects.get(pk=number)
    assert (raised.source, list(raised.leaves), raised.owner_id) == (
        "self_assessment", ["5.1.1.1"], house.owner.user_id,
    )  # fmt: skip

    with pytest.raises(RuleBroken, match="somebody else than the leader"):
        actions.review(self_assessment_id=made.pk, present="全体", decisions="整改", by=house.leader)
    actions.review(self_assessment_id=made.pk, present="总经理、各部门", decisions="十二月补齐说明书", by=house.chief)
    assert queries.last_reviewed(made.scheme) == clock.now().date()
    events = list(Entry.objects.filter(case_type="self_assessment").order_by("pk").values_list("event", flat=True))
    assert [event.partition(".")[2] for event in events if not event.endswith("evaluate")] == [
        "plan", "assign", "begin", "finding", "report", "review",
    ]  # fmt: skip
    assert events.count("self_assessment.evaluate") == len(parts) == 43


def test_nobody_evaluates_their_own_work(house: House) -> None:
    made = planned(house)
    same = house.evaluator.user_id or 0
    with pytest.raises(RuleBroken, match="nobody evaluates their own work"):
        actions.assign(
            self_assessment_id=made.pk, leaves=["5.1.1.1"], owner_id=same, evaluator_id=same, by=house.leader
        )
    with pytest.raises(RuleBroken, match="this person's role does not evaluate"):
        actions.assign(self_assessment_id=made.pk, leaves=["5.1.1.1"], owner_id=same,
                       evaluator_id=house.owner.user_id or 0, by=house.leader)  # fmt: skip
    assert not Part.objects.filter(evaluator__isnull=False).exists()


def test_only_the_one_assigned_evaluates_and_only_while_it_is_under_way(house: House) -> None:
    made = planned(house)
    with pytest.raises(RuleBroken, match="43 indicators have no evaluator or no owner yet"):
        actions.begin(self_assessment_id=made.pk, by=house.leader)
    say = {"self_assessment_id": made.pk, "leaf": "5.1.1.1", "ratio": D(1), "text": "x"}
    with pytest.raises(RuleBroken, match="that is under way is evaluated"):
        actions.evaluate(**say, by=house.evaluator)  # type: ignore[arg-type]
    other = under_way(house)
    say["self_assessment_id"] = other.pk
    with pytest.raises(RuleBroken, match="another person is assigned"):
        actions.evaluate(**say, by=house.leader)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.evaluate(**say, by=house.owner)  # type: ignore[arg-type]


def test_nothing_is_reported_half_done(house: House) -> None:
    made = under_way(house)
    actions.evaluate(self_assessment_id=made.pk, leaf="5.1.1.1", ratio=D(1), text="x", by=house.evaluator)
    with pytest.raises(RuleBroken, match="42 indicators are not evaluated yet"):
        actions.report(self_assessment_id=made.pk, conclusion="x", by=house.leader)
    with pytest.raises(RuleBroken, match="management review follows the report"):
        actions.review(self_assessment_id=made.pk, present="x", decisions="x", by=house.chief)


def test_bad_input_is_named(house: House) -> None:
    made = under_way(house)
    for ratio, text, field in ((D("1.1"), "x", "share"), (D("0.33333"), "x", "share"), (D(1), " ", "text")):
        with pytest.raises(BadInput) as refused:
            actions.evaluate(self_assessment_id=made.pk, leaf="5.1.1.1", ratio=ratio, text=text, by=house.evaluator)
        assert list(refused.value.fields) == [field]
    day = clock.today(house.leader.zone)
    with pytest.raises(BadInput) as refused:
        actions.plan(title="", scope="", starts_on=day, ends_on=day - timedelta(days=1), leader_id=0, by=house.leader)
    assert sorted(refused.value.fields) == ["ends_on", "leader_id", "title"]


def test_a_cancelled_one_stays_cancelled(house: House) -> None:
    made = planned(house)
    actions.cancel(self_assessment_id=made.pk, reason="改期", by=house.leader)
    with pytest.raises(RuleBroken, match="only a planned self-assessment begins"):
        actions.begin(self_assessment_id=made.pk, by=house.leader)
