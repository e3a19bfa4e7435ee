"""What others ask: open ones by indicator, counts, special deductions, what waits for a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.governance.nonconformity.treating import House
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Closing, Nonconformity
from wuxing.governance.nonconformity import actions, queries
from wuxing.governance.nonconformity.queries import SpecialDeduction, pareto, waiting

NIGHT = timedelta(days=1)


def test_open_ones_are_found_by_their_indicators(house: House) -> None:
    first, second = house.report(leaves=["5.2.4-b", "5.1.6-a"]), house.report(leaves=["5.3.2-a"])
    house.closed(leaves=["5.2.4-b"])
    assert [one.number for one in queries.open_for(["5.2.4-b", "9.9"])] == [first.number]
    assert [one.id for one in queries.open_for(["5.1.6-a", "5.3.2-a"])] == [first.pk, second.pk]
    assert queries.open_for([]) == []


def test_nobody_sees_those_of_another_company(house: House, other_company: Tenant) -> None:
    house.report(leaves=["5.2.4-b"], deduction_ground="law")
    with in_tenant(other_company.pk):
        assert queries.open_for(["5.2.4-b"]) == []
        assert Nonconformity.objects.count() == 0


def test_counts_of_a_period(house: House) -> None:
    now = clock.now()
    house.late(house.report())
    house.closed()
    reopened = house.closed()
    actions.reopen(nonconformity_id=reopened.pk, reason="又来了", by=house.verifier)
    actions.cancel(nonconformity_id=house.report().pk, reason="不构成", by=house.verifier)

    here = queries.counts(since=now - NIGHT, until=now + NIGHT, now=clock.now())
    assert here == queries.Counts(found=3, open=2, late=1, closed=1, reopened=1)
    before = queries.counts(since=now - 3 * NIGHT, until=now - NIGHT, now=clock.now())
    assert before == queries.Counts(found=0, open=2, late=1, closed=0, reopened=0)


def test_a_special_deduction_stands_until_it_is_closed_as_effective(house: House) -> None:
    by, today = house.verifier, house.today()
    house.report()
    law = house.report(deduction_ground="law")
    done = house.closed(deduction_ground="own_rules")
    actions.cancel(nonconformity_id=house.report(deduction_ground="law").pk, reason="不构成", by=by)

    assert queries.special_deductions(by, today) == [
        SpecialDeduction(law.pk, law.number, "law", corrected=False),
        SpecialDeduction(done.pk, done.number, "own_rules", corrected=True),
    ]
    assert queries.special_deductions(by, today - NIGHT) == []
    actions.reopen(nonconformity_id=done.pk, reason="又来了", by=by)
    assert [one.corrected for one in queries.special_deductions(by, today)] == [False, False]


def test_whether_it_was_corrected_is_known_for_any_day(house: House) -> None:
    by, today = house.verifier, house.today()
    made = house.report(deduction_ground="law")
    Nonconformity.objects.filter(pk=made.pk).update(deduction_at=clock.now() - 9 * NIGHT)
    said = {"tenant_id": by.tenant_id, "nonconformity": made, "by_id": by.user_id}
    Closing.objects.create(**said, round=1, at=clock.now() - 6 * NIGHT)
    made.reopenings.create(
        **{k: v for k, v in said.items() if k != "nonconformity"}, round=2, reason="x", at=clock.now() - 3 * NIGHT
    )

    corrected = {
        days: [one.corrected for one in queries.special_deductions(by, today - days * NIGHT)]
        for days in (10, 8, 5, 2, 0)
    }
    assert corrected == {10: [], 8: [False], 5: [True], 2: [False], 0: [False]}


def lines(by: Actor, house: House) -> dict[str, int]:
    found = waiting.waiting_for(by, house.today(), clock.now())
    return {str(line.text): line.rows.count() for line in found if line.rows.count()}


def test_each_is_reminded_of_their_own(house: House) -> None:
    made = house.started()
    house.report(owner_id=None)
    assert lines(house.doer, house) == {"your corrective actions fall due within three days": 1}
    assert lines(house.reporter, house) == {}
    assert lines(house.verifier, house) == {"nonconformities that nobody owns": 1}
    house.complete(made)
    assert lines(house.verifier, house) == {
        "nonconformities that nobody owns": 1,
        "effects of corrective actions to check": 1,
    }
    assert lines(house.owner, house) == {"nonconformities that nobody owns": 1}  # the owner judges no effect


def test_what_is_late_stands_before_its_owner_and_the_manager(house: House, actor: Callable[..., Actor]) -> None:
    agent = actor(Role.AGENT, name="赵宁")
    house.late(house.report(owner_id=agent.user_id))
    action = house.action(house.started())
    type(action).objects.filter(pk=action.pk).update(due_on=house.today() - NIGHT)
    assert lines(agent, house) == {"your nonconformities are overdue": 1}
    assert lines(house.verifier, house) == {"nonconformities overdue, put before you": 1}
    assert lines(house.doer, house) == {"your corrective actions are overdue": 1}


def test_the_pareto_counts_by_each_dimension(house: House) -> None:
    now = clock.now()
    house.analysed(leaves=["5.2.4-b", "5.1.6-a"], product_name="冰箱")
    house.analysed(leaves=["5.2.4-b"], product_name="冰箱", outlet_name="福州网点")
    house.report(source="complaint", kind="observation")
    actions.cancel(nonconformity_id=house.report().pk, reason="不构成", by=house.verifier)

    def counted(dimension: str, kind: str = "") -> list[tuple[str, int]]:
        return pareto.counted(dimension, since=now - NIGHT, until=now + NIGHT, kind=kind)

    assert counted("source") == [("repair", 2), ("complaint", 1)]
    assert counted("category") == [("method", 2), ("", 1)]
    assert counted("product") == [("冰箱", 2), ("", 1)]
    assert counted("outlet") == [("", 2), ("福州网点", 1)]
    assert counted("leaf") == [("5.2.4-b", 2), ("5.1.6-a", 1)]
    assert counted("source", "observation") == [("complaint", 1)]
    assert pareto.counted("source", since=now - 3 * NIGHT, until=now - NIGHT) == []
    assert pareto.found_in(since=now - NIGHT, until=now + NIGHT) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_open_ones_cost_one_question(house: House, count: int) -> None:
    for _one in range(count):
        house.report(leaves=["5.2.4-b"])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(queries.open_for(["5.2.4-b"])) == count
    assert len(asked) == 1
