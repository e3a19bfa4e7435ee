"""目标分解: shares set for the company, outlets and people by year and month, as versions, reached live from the clocks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.governance.commitments.test_pages import read, signed_in
from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.commitments import actions, queries, rules
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.commitments.models import Goal, Promise, Target


def aim_for(shop: Shop, *holders: tuple[str, int], months: tuple[int, ...] = (0,), share: str = "95") -> Aim:
    return Aim(
        promise_id=Promise.objects.get(kind="contact").pk,
        holders=holders or [("company", 0)],
        year=2026,
        months=months,
        share=Decimal(share),
        owner_id=shop.manager.user_id or 0,
    )


def test_a_promise_is_broken_down_and_reached_from_the_clocks(hands: Hands, shop: Shop) -> None:
    shop.agreed()
    outlet, person = ("outlet", shop.technician.outlet_id), ("person", shop.technician.pk)
    month = hands.at.month
    made = actions.set_goals(aim=aim_for(shop, ("company", 0), outlet, person, months=(0, month, 1)), by=shop.manager)
    assert len(made) == 9
    found = queries.reached(list(queries.goals_of(2026, None)), "Asia/Shanghai")
    told = {(one.holder_type, one.month): (found[one.pk].kept, found[one.pk].judged) for one in made}
    assert told == {
        (kind, when): ((1, 1) if when != 1 else (0, 0))
        for kind in ("company", "outlet", "person")
        for when in (0, month, 1)
    }
    goal = next(one for one in made if (one.holder_type, one.month) == ("person", month))
    page = queries.targets_of_goal(goal, "Asia/Shanghai", kind="kept")
    assert [row["subject_id"] for row in page.rows] == [Target.objects.get(kind="contact", kept=True).subject_id]


def test_what_is_set_anew_is_the_next_version_and_what_stands_so_stays(shop: Shop) -> None:
    first = actions.set_goals(aim=aim_for(shop), by=shop.manager)[0]
    assert actions.set_goals(aim=aim_for(shop), by=shop.manager) == []
    second = actions.set_goals(aim=replace(aim_for(shop, share="97.5"), reason="上半年达标"), by=shop.manager)[0]
    first.refresh_from_db()
    assert (second.version, second.replaces_id, first.end_reason) == (2, first.pk, "上半年达标")
    assert list(queries.goals_of(2026, 0)) == [second]
    entry = Entry.objects.filter(event="promise.set_goal").latest("pk")
    assert (entry.target_id, entry.payload["share"], entry.payload["version"]) == (second.pk, "97.5", 2)
    with leaves_nothing(BadInput):
        actions.end_goal(goal_id=second.pk, reason=" ", by=shop.manager)
    actions.end_goal(goal_id=second.pk, reason="改为按月", by=shop.manager)
    with leaves_nothing(RuleBroken, "this goal has ended already"):
        actions.end_goal(goal_id=second.pk, reason="x", by=shop.manager)
    assert Entry.objects.latest("pk").event == "promise.end_goal"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"promise_id": 10**9}, "promise_id"),
        ({"holders": [("outlet", 10**9)]}, "holders"),
        ({"holders": []}, "holders"),
        ({"holders": [("company", 0)] * 2001}, "holders"),
        ({"year": 26}, "year"),
        ({"months": [13]}, "months"),
        ({"share": Decimal("100.5")}, "share"),
        ({"share": Decimal(0)}, "share"),
        ({"owner_id": 10**9}, "owner_id"),
        ({"reason": "长" * 301}, "reason"),
    ],
)
def test_a_goal_that_cannot_be_is_refused_and_leaves_nothing(shop: Shop, wrong: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.set_goals(aim=replace(aim_for(shop), **wrong), by=shop.manager)  # type: ignore[arg-type]
    assert (list(refusal.value.fields), Goal.objects.count()) == ([field], 0)


def test_another_organisation_sees_no_goal(shop: Shop, other_company: Tenant) -> None:
    made = actions.set_goals(aim=aim_for(shop), by=shop.manager)[0]
    stranger: Actor = replace(shop.manager, tenant_id=other_company.pk)
    with in_tenant(other_company.pk):
        assert Goal.objects.count() == 0
        with pytest.raises(NotFound):
            actions.end_goal(goal_id=made.pk, reason="x", by=stranger)


def test_the_table_is_shown_printed_and_handed_out_and_asks_as_often_for_one_row_as_for_many(
    hands: Hands, shop: Shop
) -> None:
    shop.agreed()
    client, year = signed_in(shop.manager), str(hands.at.astimezone(ZoneInfo("Asia/Shanghai")).year)
    given = {
        "promise_id": Promise.objects.get(kind="contact").pk, "holders": [f"person-{shop.technician.pk}"], "year": year,
        "months": ["0"], "share": "95", "owner_id": shop.manager.user_id,
    }  # fmt: skip
    asked = []
    for holders in ([f"person-{shop.technician.pk}"], [f"person-{shop.novice.pk}"]):
        assert client.post("/promises/targets/set/", given | {"holders": holders}).status_code == 302
        with CaptureQueriesContext(connection) as caught:
            page = read(client, "governance:goals", year=year, month="0")
        asked.append(len(caught))
    assert asked[0] == asked[1]
    assert [word in page for word in ("陈伟", "周涛", "95%", "100.0%", "+5.0", "1/1")] == [True] * 6
    assert "陈伟" in read(client, "governance:goals")  # no goal of this month: those of the year are shown
    table = read(client, "governance:goals", year=year, month="0", **{"as": "csv"})
    assert [line.split(",")[0] for line in table.splitlines()[1:]] == ["陈伟", "周涛"]
    assert "陈伟" in read(client, "governance:goals", year=year, month="0", **{"as": "print"})
    goal = Goal.objects.earliest("pk")
    one = read(client, "governance:goal", goal.pk, only="kept")
    assert "/orders/" in one
    assert 'value="95' in read(client, "governance:goal_new", **{"from": str(goal.pk)})

    first = queries.page_of_goals(queries.goals_of(int(year), 0), size=1)
    second = queries.page_of_goals(queries.goals_of(int(year), 0), first.after, size=1)
    assert [row.holder_name for row in (*first.rows, *second.rows)] == ["陈伟", "周涛"]
    assert second.after == ""
    client.post(f"/promises/targets/{goal.pk}/end", {"reason": "改为按月"})
    assert Goal.objects.get(pk=goal.pk).end_reason == "改为按月"


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]))
def test_each_instant_lies_in_exactly_one_month_and_its_year(day: date, zone: str) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    inside: Callable[[int], bool] = lambda month: (  # noqa: E731
        rules.period_of(day.year, month, zone)[0] <= at < rules.period_of(day.year, month, zone)[1]
    )
    assert [month for month in range(1, 13) if inside(month)] == [day.month]
    assert inside(0)
