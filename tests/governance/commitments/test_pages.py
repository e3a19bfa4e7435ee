"""The pages of promises and calendars: read, changed, ended; a calendar typed, helped with, filled with holidays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.governance.commitments.conftest import DAY, House
from tests.service.repair.actions.conftest import Hands
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import User
from wuxing.governance.commitments import actions, holidays
from wuxing.governance.commitments.forms import as_typed, spans
from wuxing.governance.commitments.models import CalendarVersion, Promise

WEEK = {f"day_{day}": "09:00-12:00 13:00-18:00" for day in range(5)} | {"day_5": "-", "day_6": ""}


def signed_in(by: Actor, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = language
    return client


def read(client: Client, name: str, *args: int | str, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_promise_shows_how_it_is_kept_and_leads_to_each_order(hands: Hands, shop: Shop) -> None:
    order = shop.agreed()
    kept = Promise.objects.get(kind="contact")
    page = read(signed_in(shop.manager), "governance:promise", kept.pk)
    assert [word in page for word in ("1 项中兑现 1 项", "100.0%", f"/orders/{order.pk}/", order.number)] == [True] * 4
    broken = read(signed_in(shop.manager), "governance:promise", kept.pk, only="broken")
    assert order.number not in broken


def test_the_pages_of_a_promise_ask_as_often_for_one_target_as_for_three(hands: Hands, shop: Shop) -> None:
    client, asked = signed_in(shop.manager), []
    for serial in ("A1", "A2", "A3"):
        shop.order(serial=serial)
        hands.forward(minutes=1)
        with CaptureQueriesContext(connection) as queries:
            read(client, "governance:promise", Promise.objects.get(kind="arrive").pk)
        asked.append(len(queries))
    assert asked[0] == asked[2]


def test_a_promise_is_proposed_and_approved_by_another_with_its_check_and_its_steps(house: House) -> None:
    client = signed_in(house.manager)
    given = {
        "kind": "arrive", "area": "any", "text": "24 小时上门", "minutes": "1440", "reason": "首次", "tier": "VIP",
        "channel": "website", "legal_checked_by": "方律师", "legal_checked_on": "2026-11-10", "legal_check": "三包",
        "percent_0": "80", "to_0": "assignee", "percent_1": "120", "to_1": "manager", "safety": "on",
    }  # fmt: skip
    director = signed_in(house.director)
    sent = client.post(reverse("governance:promise_new"), given)
    page = client.get(sent.headers["Location"]).content.decode()
    assert [word in page for word in ("待批准", "黄建国", "24 小时上门")] == [True] * 3
    assert Promise.objects.count() == 0  # nothing binds yet
    waiting = director.get("/").content.decode()
    assert [word in waiting for word in ("待你批准的承诺", "/promises/#proposals")] == [True] * 2
    back = director.post(f"{sent.headers['Location']}return", {"reason": ""})
    assert (back.status_code, Promise.objects.count()) == (200, 0)
    director.post(f"{sent.headers['Location']}approve", {"reason": "同意"})
    made = Promise.objects.get()
    assert (made.steps, made.safety, made.tier) == ([[80, "assignee"], [120, "manager"]], True, "VIP")
    page = read(client, "governance:promise", made.pk)
    assert [word in page for word in ("方律师", "黄建国", "林可")] == [True] * 3

    house.forward(hours=1)
    form = read(client, "governance:promise_change", made.pk)
    assert [word in form for word in ('value="80"', "方律师", "24 小时上门")] == [True] * 3
    change = reverse("governance:promise_change", args=[made.pk])
    draft = client.post(change, given | {"minutes": "60", "draft": "1"})
    assert client.get(change).headers["Location"] == draft.headers["Location"]  # one change at a time
    anew = client.post(f"{draft.headers['Location']}change/", given | {"minutes": "60", "reason": "更快"})
    assert "1 天" in read(client, "governance:proposal", anew.headers["Location"].split("/")[-2])
    director.post(f"{draft.headers['Location']}approve")
    assert list(Promise.objects.order_by("pk").values_list("version", "minutes")) == [(1, 1440), (2, 60)]

    refused = client.post(reverse("governance:promise_new"), given | {"to_0": "", "legal_check": ""})
    assert (refused.status_code, Promise.objects.count()) == (200, 2)


def test_the_end_of_a_promise_is_proposed_on_its_page_and_approved_by_another(house: House) -> None:
    client, made = signed_in(house.manager), house.promise(minutes=1440)
    house.forward(hours=1)
    end = reverse("governance:promise_end", args=[made.pk])
    given = {"reason": "停售", "legal_checked_by": "方律师", "legal_checked_on": "2026-11-10", "legal_check": "广告法"}
    refused = client.post(end, given | {"reason": "", "legal_check": ""})
    assert (refused.status_code, "方律师" in refused.content.decode()) == (200, True)
    sent = client.post(end, given).headers["Location"]
    page = client.get(sent).content.decode()
    assert [word in page for word in ("终止承诺", "停售", "1 天", "承诺 resolve", "黄建国")] == [True] * 5
    assert ("拟终止" in read(client, "governance:promises"), Promise.objects.get().ends_at) == (True, None)
    back = signed_in(house.director).post(f"{sent}approve", follow=True).content.decode()
    assert (Promise.objects.get().end_reason, "2026-11-16 起终止" in back) == ("停售", True)
    assert "停售" in read(client, "governance:promise", made.pk)
    assert client.get(end).status_code == 405


def test_readers_see_the_pages_but_no_buttons(house: House, actor: object) -> None:
    made, calendar = house.promise(), house.calendar()
    reader = signed_in(actor(Role.AGENT))  # type: ignore[operator]
    for name, pk in (("governance:promise", made.pk), ("governance:calendar", calendar)):
        assert reverse(f"{name}_change", args=[pk]) not in read(reader, name, pk)
        assert reader.get(reverse(f"{name}_change", args=[pk])).status_code == 403


def test_a_calendar_is_typed_as_a_person_does(house: House) -> None:
    client = signed_in(house.manager)
    typed = {"name": "福州", "zone": "Asia/Shanghai", **WEEK, "day_1": "9:00到12:00，13:00～18:00"}
    dates = {
        "date_0": "2026-11-21",
        "hours_0": "09:00-12:00",
        "note_0": "补班",
        "date_1": "",
        "hours_1": "-",
        "note_1": "",
    }
    more = client.post(reverse("governance:calendar_new"), typed | dates | {"more": "1"})
    assert (CalendarVersion.objects.count(), more.content.decode().count('name="date_')) == (0, 7)
    copied = client.post(reverse("governance:calendar_new"), typed | {"day_0": "10:00-16:00", "copy": "1"})
    assert (CalendarVersion.objects.count(), copied.content.decode().count('value="10:00-16:00"')) == (0, 5)

    saved = client.post(reverse("governance:calendar_new"), typed | dates | {"save": "1"})
    version = CalendarVersion.objects.get()
    assert saved.headers["Location"] == reverse("governance:calendar", args=[version.calendar_id])
    assert (version.weekly, version.exceptions) == ([DAY] * 5 + [[], []], {"2026-11-21": [["09:00", "12:00"]]})
    page = read(client, "governance:calendar", version.calendar_id, start="2026-11-20T17:30", minutes="60")
    assert [word in page for word in ("2026-11-21 09:30", "补班", "2026-11-21 周六")] == [True] * 3


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("8:30-12:00 13:30-18:00", [["08:30", "12:00"], ["13:30", "18:00"]]),
        ("08:30–12:00、13:30至24:00", [["08:30", "12:00"], ["13:30", "24:00"]]),
        ("08:30–12:00/13:30至24:00", [["08:30", "12:00"], ["13:30", "24:00"]]),
        ("-", []),
        ("", []),
        ("nine to five", None),
        ("08:30-12:00 and more", None),
    ],
)
def test_hours_as_they_are_typed(typed: str, hours: list[list[str]] | None) -> None:
    if hours is None:
        with pytest.raises(ValueError, match=r"."):
            spans(typed)
    else:
        assert spans(typed) == spans(as_typed(hours)) == hours


def test_holidays_are_proposed_and_taken_by_a_click(house: House) -> None:
    client, calendar = signed_in(house.manager), house.calendar()
    page = read(client, "governance:calendar_holidays", calendar, year="2026")
    assert [word in page for word in ("2026-10-10", "国庆节", 'value="2026-10-01" checked')] == [True] * 3
    assert CalendarVersion.objects.count() == 1
    url = reverse("governance:calendar_holidays", args=[calendar])
    client.post(url, {"year": "2026", "day": ["2026-10-01", "2026-10-10", "nonsense"]})
    assert CalendarVersion.objects.latest("version").exceptions == {"2026-10-01": [], "2026-10-10": DAY}
    assert 'value="2026-10-01" checked' not in read(client, "governance:calendar_holidays", calendar, year="2026")
    later = str(holidays.known_years()[1] + 1)
    unknown = read(client, "governance:calendar_holidays", calendar, year=later)
    assert f"{later} 年的法定节假日未知" in unknown
    assert f"{later} 年的法定节假日未知" in read(client, "governance:calendar", calendar, year=later)
    assert client.post(url, {"year": later, "day": [f"{later}-01-01"]}).status_code == 200
    assert CalendarVersion.objects.count() == 2


def test_an_order_shows_its_reminder_and_its_own_clock(hands: Hands, shop: Shop) -> None:
    order = shop.dispatched()
    hands.forward(hours=1)
    actions.remind_due(by=shop.manager)
    actions_of = signed_in(shop.dispatcher)
    page = actions_of.get(f"/orders/{order.pk}/").content.decode()
    assert "已提醒 陈伟" in page
    assert hands.at - timedelta(hours=1) < hands.at
