"""The pages of customers, outlets, people and promises: open in each language, save, refuse, and keep to their tenant."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Contact, Customer
from wuxing.governance.models import CalendarVersion, Promise, WorkCalendar
from wuxing.resources.models import Outlet, Person, Skill

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
DAY = "08:30-12:00 13:30-18:00"
WEEK = {f"day_{day}": DAY for day in range(5)} | {"day_5": "08:30-12:00", "day_6": "-"}
CALENDAR = {"name": "福州", "zone": "Asia/Shanghai", **WEEK}
UNREADABLE = [
    {"day_0": "八点半"},
    {"day_0": "25:00-26:00"},
    dict.fromkeys(WEEK, "-"),
    {"day_0": "08:30-07:00"},
    {"zone": "Mars/Olympus"},
    {"date_0": "2026-10-01", "hours_0": "-", "date_1": "2026-10-01", "hours_1": "09:00-10:00"},
]
PATHS = [
    "/customers/", "/outlets/", "/outlets/new/", "/people/", "/people/new/", "/promises/", "/promises/new/", "/calendars/new/",
    "/customers/?q=王", "/customers/?q=王丽",
]  # fmt: skip


@pytest.fixture
def manager(actor: Make) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.SERVICE_MANAGER).user_id))
    return client


@pytest.fixture
def director(actor: Make) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.GENERAL_MANAGER).user_id))
    return client


def propose(manager: Client, director: Client, **given: str) -> None:
    """Propose a promise, and have it approved."""
    check = {"legal_checked_by": "方律师", "legal_checked_on": "2026-11-10", "legal_check": "三包"}
    answer = manager.post("/promises/new/", {"area": "any", "text": "承诺", "reason": "首次承诺"} | check | given)
    assert director.post(f"{answer.headers['Location']}approve").status_code == 302


def make_customer(tenant: Tenant) -> Customer:
    customer = Customer.objects.create(tenant=tenant, name="王丽华", created_at=clock.now())
    Contact.objects.create(tenant=tenant, customer=customer, name="王丽华", phone="13805912046")
    return customer


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_empty_pages_open_in_each_language(manager: Client, path: str, language: str) -> None:
    manager.cookies["wx_language"] = language

    assert manager.get(path).status_code == 200


def test_an_outlet_a_person_and_a_skill_are_saved(manager: Client) -> None:
    outlet = {
        "code": "FZ",
        "name": "福州网点",
        "kind": "own",
        "city": "福州",
        "districts": "鼓楼区、台江区",
        "active": "on",
    }
    assert manager.post("/outlets/new/", outlet).status_code == 302
    made = Outlet.objects.get()
    assert made.districts == ["鼓楼区", "台江区"]

    manager.post("/people/new/", {"number": "T01", "name": "陈伟", "outlet_id": made.pk, "active": "on"})
    person = Person.objects.get()
    manager.post(f"/people/{person.pk}/skills", {"trade": "refrigeration", "level": "2", "valid_until": "2027-05-01"})
    assert list(Skill.objects.values_list("trade", "level")) == [("refrigeration", 2)]
    assert manager.get(f"/people/{person.pk}/").status_code == 200


def test_a_code_that_is_taken_is_refused_with_what_was_typed(manager: Client, inside: Tenant) -> None:
    Outlet.objects.create(tenant=inside, code="FZ", name="甲")

    page = manager.post("/outlets/new/", {"code": "FZ", "name": "乙网点", "kind": "own"})

    assert (page.status_code, Outlet.objects.count(), "乙网点" in page.content.decode()) == (200, 1, True)


def test_a_calendar_gets_versions_and_a_promise_replaces_the_old_one(manager: Client, director: Client) -> None:
    dates = {"date_0": "2026-10-01", "hours_0": "-", "note_0": "国庆节", "date_1": "", "hours_1": "", "note_1": ""}
    for _ in range(2):
        manager.post("/calendars/new/", CALENDAR | dates)
    told = CalendarVersion.objects.order_by("version").values_list("version", "exceptions", "notes")
    assert list(told) == [(n, {"2026-10-01": []}, {"2026-10-01": "国庆节"}) for n in (1, 2)]

    calendar = WorkCalendar.objects.get().pk
    propose(manager, director, kind="arrive", text="24 小时上门", minutes="1440")
    propose(manager, director, kind="arrive", text="24 小时上门", minutes="720", calendar_id=str(calendar))
    rows = Promise.objects.order_by("pk").values_list("minutes", "calendar_id", "ends_at")
    assert [(minutes, where, end is None) for minutes, where, end in rows] == [
        (1440, None, False),
        (720, calendar, True),
    ]
    assert manager.get("/promises/").status_code == 200


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_a_calendar_that_cannot_be_read_is_refused(manager: Client, wrong: dict[str, str]) -> None:
    page = manager.post("/calendars/new/", CALENDAR | wrong)

    assert (page.status_code, CalendarVersion.objects.count()) == (200, 0)


def test_a_number_is_masked_until_somebody_looks(manager: Client, inside: Tenant) -> None:
    customer = make_customer(inside)
    page = manager.get(f"/customers/{customer.pk}/").content.decode()
    assert ("138****2046" in page, "13805912046" in page) == (True, False)

    shown = manager.post(
        f"/contacts/{customer.contacts.get().pk}/reveal", {"reason": "核对"}, follow=True
    ).content.decode()

    assert "13805912046" in shown


def test_a_customer_of_another_tenant_is_not_found(manager: Client, other_company: Tenant) -> None:
    with in_tenant(other_company.pk):
        theirs = make_customer(other_company)

    assert manager.get(f"/customers/{theirs.pk}/").status_code == 404
    assert manager.post(f"/customers/{theirs.pk}/change", {"name": "x", "kind": "person"}).status_code == 404


def test_a_customer_is_corrected_and_found_by_name_and_phone(manager: Client, inside: Tenant) -> None:
    customer = make_customer(inside)
    manager.post(f"/customers/{customer.pk}/change", {"name": "王丽花", "kind": "person", "tier": "VIP"})

    def found(typed: str) -> int:
        page = manager.get("/customers/", {"q": typed}).content.decode()
        return page.count(f"/customers/{customer.pk}/")

    assert [found("丽花"), found("138-0591-2046"), found("张三")] == [1, 1, 0]


def test_lists_ask_the_same_number_of_questions_for_one_row_and_three(manager: Client, inside: Tenant) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            manager.get(path)
        return len(seen)

    make_customer(inside)
    outlet = Outlet.objects.create(tenant=inside, code="A", name="甲")
    Person.objects.create(tenant=inside, number="1", name="甲", outlet=outlet)
    one = [asked("/customers/"), asked("/people/"), asked("/outlets/")]
    for n in range(2, 4):
        make_customer(inside)
        outlet = Outlet.objects.create(tenant=inside, code=f"A{n}", name="甲")
        Person.objects.create(tenant=inside, number=str(n), name="甲", outlet=outlet)

    assert [asked("/customers/"), asked("/people/"), asked("/outlets/")] == one


def test_a_promise_is_shown_as_a_duration_with_its_minutes(manager: Client, director: Client) -> None:
    manager.cookies["wx_language"] = "zh-hans"
    propose(manager, director, kind="dispatch", minutes="120")
    propose(manager, director, kind="contact", minutes="45")

    page = manager.get("/promises/").content.decode()

    assert [word in page for word in ("2 小时", "120 分钟", "45 分钟")] == [True] * 3


def test_days_with_the_same_hours_are_one_line_of_the_calendar(manager: Client) -> None:
    manager.cookies["wx_language"] = "zh-hans"
    manager.post("/calendars/new/", CALENDAR)

    page = manager.get("/promises/").content.decode()

    assert '<dt>星期一至星期五</dt><dd class="wx-num">08:30–12:00、13:30–18:00</dd>' in page
    assert '<dt>星期日</dt><dd class="wx-num">休息</dd>' in page


def test_a_time_below_one_minute_is_refused_with_what_to_write(manager: Client) -> None:
    manager.cookies["wx_language"] = "zh-hans"
    bad = {"kind": "arrive", "area": "any", "text": "承诺", "reason": "x", "minutes": "-5"}

    assert "请填 1 或更大的数" in manager.post("/promises/new/", bad).content.decode()


def test_a_customers_file_leads_to_the_orders(manager: Client, inside: Tenant) -> None:
    customer = make_customer(inside)

    assert "/orders/?q=%E7%8E%8B%E4%B8%BD%E5%8D%8E" in manager.get(f"/customers/{customer.pk}/").content.decode()
