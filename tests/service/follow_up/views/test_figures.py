"""满意度: one answer an order, too few shown as too few, told apart, as files; by page and by machine."""

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import token_bytes
from typing import Any

import pytest
from django.test import Client

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import tokens
from wuxing.core.actors import Actor
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.models import SurveyAnswer, SurveyInvitation
from wuxing.service.follow_up.queries.figures import Period, whole_and_groups
from wuxing.service.repair.models import WorkOrder


def answered(order: WorkOrder, mark: int, shop: Shop, customer: Actor, channel: str = "link", **more: Any) -> None:
    by = {"link": shop.manager, "qr": shop.visitor, "tracking": customer}[channel]
    invited = actions.invite(order_id=order.pk, channel=channel, by=by)
    assert invited is not None
    marks = dict.fromkeys(("skill", "attitude", "punctuality", "price", "result"), mark)
    actions.answer(invitation_id=invited.pk, scores=marks, by=customer, **more)


def copies(order: WorkOrder, count: int) -> list[WorkOrder]:
    """More closed orders of the same technician, quickly."""
    made = []
    for n in range(count):
        one = WorkOrder.objects.get(pk=order.pk)
        one.pk, one.number, one.asset = None, f"WO-2026-{900000 + n}", None
        one.save(force_insert=True)
        made.append(one)
    return made


@pytest.fixture
def lived(hands: Hands, shop: Shop, order: WorkOrder, customer: Actor) -> Period:
    """Six orders: five answered by link, one by the code alone; one of them by both."""
    orders = [order, *copies(order, 6)]
    answered(orders[0], 1, shop, customer, "qr", recommend=0)  # the customer's own word counts before this one
    for one, mark, recommend in zip(orders[:5], (5, 5, 4, 3, 2), (10, 9, 8, 6, 0), strict=True):
        hands.forward(minutes=1)
        answered(one, mark, shop, customer, "link", recommend=recommend, comment=f"话{mark}")
    answered(orders[5], 5, shop, customer, "qr")
    actions.invite(order_id=orders[6].pk, by=shop.manager)  # and one who did not answer
    today = hands.at.date()
    return Period(today - timedelta(days=30), today)


def test_an_order_counts_once_and_the_own_link_before_the_code(lived: Period) -> None:
    whole, _groups = whole_and_groups(lived, "month")
    assert (whole.n, whole.aspects["skill"].n, whole.aspects["skill"].value) == (6, 6, Decimal("66.7"))
    assert (whole.nps.n, whole.nps.value) == (5, Decimal("0.0"))
    by_channel = {one.key: (one.n, one.nps.value) for one in queries.by_group(lived, "channel")}
    assert by_channel == {"link": (5, Decimal("0.0")), "qr": (1, None)}
    assert (queries.response_rate(lived).n, queries.response_rate(lived).value) == (7, Decimal("85.7"))


def again(answer: SurveyAnswer, channel: str, given_at: datetime) -> SurveyAnswer:
    """One answer more for the same order."""
    invited = SurveyInvitation.objects.get(pk=answer.invitation_id)
    invited.pk, invited.channel, invited.digest = None, channel, token_bytes(32)
    invited.save(force_insert=True)
    made = SurveyAnswer.objects.get(pk=answer.pk)
    made.pk, made.invitation, made.channel, made.given_at = None, invited, channel, given_at
    made.save(force_insert=True)
    return made


def test_what_counts_is_what_one_would_choose_by_hand(lived: Period) -> None:
    links = list(SurveyAnswer.objects.filter(channel="link").order_by("pk"))
    code = SurveyAnswer.objects.filter(channel="qr").latest("pk")
    again(links[1], "qr", code.given_at)  # newer, but the code's
    newer = again(links[2], "link", code.given_at)
    again(code, "link", lived.begins - timedelta(days=1))  # before the period
    newest = sorted((one.pk for one in (links[0], links[1], newer, links[3], links[4], code)), reverse=True)
    assert [row["id"] for row in queries.answers_of_period(lived, besides=None, most=None)] == newest
    page = queries.answers_of_period(lived, newest[1], besides=None, most=2)
    assert [row["id"] for row in page] == newest[2:5]
    whole, groups = whole_and_groups(lived, "channel")
    assert (whole.n, {one.key: one.n for one in groups}) == (6, {"link": 5, "qr": 1})


def test_below_five_there_is_no_figure(lived: Period, shop: Shop) -> None:
    assert whole_and_groups(Period(lived.first, lived.last, line="空调"), "month")[0].n == 0
    [one] = queries.by_group(lived, "technician")
    assert (one.name, one.n, one.aspects["skill"].value) == ("陈伟", 6, Decimal("66.7"))
    page = signed_in(shop.manager).get("/satisfaction/?by=channel").content.decode()
    assert "too few answers: 1" in page


@pytest.mark.parametrize("group", ["month", "outlet", "line", "technician", "channel", "x"])
def test_the_page_tells_them_apart(lived: Period, shop: Shop, group: str) -> None:
    page = signed_in(shop.manager).get(f"/satisfaction/?by={group}")
    assert (page.status_code, "66.7%" in page.content.decode()) == (200, True)


def test_single_answers_for_who_may(lived: Period, shop: Shop) -> None:
    page = signed_in(shop.agent).get("/satisfaction/answers/").content.decode()
    assert [words for words in ("话5", "话2") if words not in page] == []
    outside = [signed_in(by).get("/satisfaction/answers/").status_code for by in (shop.visitor, shop.dispatcher)]
    assert outside == [403, 403]


def test_files(lived: Period, shop: Shop) -> None:
    client = signed_in(shop.manager)
    figures = list(csv.reader(io.StringIO(client.get("/satisfaction/figures.csv?by=line").content.decode("utf-8-sig"))))
    assert (figures[0][:4], figures[1][:4]) == (
        ["line", "answers", "skill", "skill_low"],
        ["冰箱", "6", "66.7", "30.0"],
    )
    answers = list(csv.reader(io.StringIO(client.get("/satisfaction/answers.csv").content.decode("utf-8-sig"))))
    assert (len(answers), answers[0][0], "王丽华" in str(answers)) == (7, "number", False)


def test_by_machine(lived: Period, shop: Shop) -> None:
    key = {
        "Authorization": f"Bearer {tokens.issue_token(user_id=shop.manager.user_id or 0, name='表', by=shop.manager)}"
    }
    said = Client().get("/api/follow-up/satisfaction?by=outlet", headers=key).json()
    assert (said["whole"]["n"], said["groups"][0]["name"], said["response"]["n"]) == (6, "福州网点", 7)
    answers = Client().get("/api/follow-up/answers", headers=key).json()
    assert (len(answers), answers[0]["channel"]) == (6, "qr")
    assert SurveyInvitation.objects.filter(state="answered").count() == 7
