"""Risks to impartiality and minutes of the committee."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests.certification.body import Body
from wuxing.certification.people.impartiality import actions, rules
from wuxing.certification.people.impartiality.actions import Attendee
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk, RiskReview
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User

TODAY = clock.today()
SEATS = [
    Attendee("周岚", "消费者"),
    Attendee("郑远", "行业协会"),
    Attendee("何青", "高校"),
    Attendee("林可", "媒体", False),
]


def raised(body: Body, **changes: Any) -> ImpartialityRisk:
    facts: dict[str, Any] = {
        "title": "单一委托人收入过高", "source": "clients", "likelihood": 2, "effect": 3, "measures": "限额 20%",
        "owner_id": body.manager.user_id,
    }  # fmt: skip
    return actions.raise_risk(**(facts | changes), by=body.manager)


def minutes(body: Body, **changes: Any) -> CommitteeMinutes:
    facts: dict[str, Any] = {"held_on": TODAY, "attendance": SEATS, "text": "审阅风险登记册", "advice": "设定上限"}
    return actions.keep_minutes(**(facts | changes), by=body.manager)


@pytest.mark.parametrize(
    ("likelihood", "effect", "look"), [(1, 1, "ontime"), (1, 3, "risk"), (2, 2, "risk"), (2, 3, "late"), (3, 3, "late")]
)
def test_gravity_has_its_look(likelihood: int, effect: int, look: str) -> None:
    assert rules.look(likelihood, effect) == look


def test_a_risk_is_looked_at_again_within_a_year() -> None:
    assert (rules.next_review(date(2026, 11, 22)), rules.next_review(date(2024, 2, 29))) == (
        date(2027, 11, 22),
        date(2025, 2, 28),
    )


def test_a_risk_is_raised_changed_reviewed_and_closed(body: Body) -> None:
    risk = raised(body)
    actions.change_risk(risk_id=risk.pk, measures="限额 10%", owner_id=body.officer.user_id or 0, by=body.manager)
    actions.review_risk(risk_id=risk.pk, likelihood=1, effect=1, text="收入占比 6%", by=body.manager)
    risk.refresh_from_db()
    assert (risk.measures, risk.likelihood, risk.review_due_on) == ("限额 10%", 1, rules.next_review(TODAY))
    actions.review_risk(risk_id=risk.pk, likelihood=1, effect=1, text="不再存在", closes=True, by=body.manager)
    with pytest.raises(RuleBroken, match="closed"):
        actions.review_risk(risk_id=risk.pk, likelihood=1, effect=1, text="x", by=body.manager)
    events = Entry.objects.filter(event__startswith="impartiality.").order_by("pk").values_list("event", flat=True)
    assert list(events) == [
        "impartiality.raise_risk", "impartiality.change_risk", "impartiality.review_risk", "impartiality.review_risk",
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskReview.objects.update(text="另一说法")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"), ({"measures": ""}, "measures"), ({"likelihood": 4}, "likelihood"),
        ({"source": "x"}, "source"), ({"owner_id": 0}, "owner_id"),
    ],
)  # fmt: skip
def test_a_risk_is_whole(body: Body, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        raised(body, **changes)
    assert (set(refused.value.fields), ImpartialityRisk.objects.count()) == ({field}, 0)


def test_minutes_are_kept_and_never_changed(body: Body) -> None:
    risk = raised(body)
    made = minutes(body, risks=[risk.pk])
    entry = Entry.objects.get(event="impartiality.keep_minutes")
    assert entry.payload is not None
    assert (made.risks, entry.payload["present"], "周岚" in str(entry.payload)) == ([risk.pk], 3, False)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommitteeMinutes.objects.update(advice="另一说法")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"attendance": SEATS[2:]}, "attendance"),  # two, of whom one did not come
        ({"attendance": [Attendee(f"委员 {n}", "协会") for n in range(4)]}, "attendance"),  # one interest alone
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"advice": " "}, "advice"),
        ({"followed": False}, "independent_action"),
        ({"risks": [0]}, "risks"),
    ],
)
def test_the_committee_is_balanced_and_may_act_by_itself(body: Body, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        minutes(body, **changes)
    assert set(refused.value.fields) == {field}
    made = minutes(body, followed=False, independent_action="向认可机构报告")
    assert made.independent_action == "向认可机构报告"


def test_only_the_head_of_certification_keeps_them(body: Body) -> None:
    with pytest.raises(NotAllowed):
        actions.keep_minutes(held_on=TODAY, attendance=SEATS, text="x", advice="x", by=body.admin)


def test_minutes_come_from_the_page_and_risks_go_out_as_a_table(body: Body) -> None:
    raised(body, title="=cmd()")
    client = Client()
    client.force_login(User.objects.get(pk=body.manager.user_id or 0))
    client.cookies["wx_language"] = "en"
    page = reverse("certification:minutes_new")
    sent = {"held_on": TODAY.isoformat(), "text": "议题", "advice": "意见", "followed": "on"}
    seats = "周岚，消费者\n郑远, 行业协会\n何青,高校\n-林可,媒体\n"
    assert client.post(page, sent | {"attendance": "周岚"}).status_code == 422
    assert client.post(page, sent | {"attendance": seats}).status_code == 302
    kept = CommitteeMinutes.objects.get()
    assert [(one["name"], one["present"]) for one in kept.attendance] == [
        ("周岚", True), ("郑远", True), ("何青", True), ("林可", False),
    ]  # fmt: skip
    table = client.get(reverse("certification:impartiality_csv")).content.decode()
    assert table.startswith("\ufeffNumber,")
    assert ",'=cmd()," in table
