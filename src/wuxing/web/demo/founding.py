"""The demo's organisations, people and rules, before the first call comes in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from wuxing.core import clock, ledger
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, system_actor
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Product
from wuxing.governance.models import CalendarVersion, Promise, WorkCalendar
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.web.demo import company, people
from wuxing.web.demo.catalogue import MODELS
from wuxing.web.demo.logins import LOGINS, Login
from wuxing.web.demo.simulator import Plan

_KINDS = {
    company.SLUG: (company.NAME, Tenant.Kind.COMPANY),
    company.BODY_SLUG: (company.BODY_NAME, Tenant.Kind.CERTIFICATION_BODY),
    company.CONSULTANCY_SLUG: (company.CONSULTANCY_NAME, Tenant.Kind.CONSULTANCY),
}


def found_tenants(at: datetime) -> dict[str, Tenant]:
    """Make the company, the certification body and the consultancy."""
    return {
        slug: Tenant.objects.create(slug=slug, name=name, kind=kind, zone=company.ZONE, demo=True, created_at=at)
        for slug, (name, kind) in _KINDS.items()
    }


def found_users(tenants: Mapping[str, Tenant], password: str) -> dict[str, User]:
    """Make those who can sign in, all with the one password of this installation's demo."""
    secret = make_password(password)
    users = {
        login.username: User.objects.create(username=login.username, name=login.name, password=secret)
        for login in LOGINS
    }
    for slug, tenant in tenants.items():
        with in_tenant(tenant.pk):
            for login in LOGINS:
                if login.tenant == slug:
                    Membership.objects.create(tenant=tenant, user=users[login.username], roles=[login.role.value])
    return users


def found_company(plan: Plan, tenant: Tenant, users: Mapping[str, User]) -> tuple[Actor, dict[str, Person]]:
    """Make rules, products, outlets and technicians; return who did it, and the technicians by name."""
    by = system_actor(tenant.pk, channel=Channel.COMMAND, zone=tenant.zone)
    calendars = _calendars(plan, by)
    _promises(plan, calendars, users, by)
    Product.objects.bulk_create(
        Product(
            tenant=tenant,
            model=model.code,
            name=model.name,
            category=model.category,
            trade=model.trade,
            skill_level=model.level,
            warranty_months=model.warranty_months,
        )
        for model in MODELS.values()
    )
    return by, _technicians(plan, tenant, calendars, users)


def _calendars(plan: Plan, by: Actor) -> dict[str, WorkCalendar]:
    """Write the calendars as `save_calendar` does, with the trace of the day from which they were kept."""
    calendars = {}
    for name, weekly in company.WEEKLY.items():
        calendar = WorkCalendar.objects.create(tenant_id=by.tenant_id, name=name, zone=company.ZONE)
        version = CalendarVersion.objects.create(
            tenant_id=by.tenant_id,
            calendar=calendar,
            version=1,
            weekly=weekly,
            exceptions=company.exceptions_for(name, plan.years),
            created_at=plan.start,
        )
        ledger.record("calendar.save", by=by, target=version, occurred_at=plan.start, name=name, version=1)
        calendars[name] = calendar
    return calendars


def _promises(plan: Plan, calendars: Mapping[str, WorkCalendar], users: Mapping[str, User], by: Actor) -> None:
    """Write the promises as `approve_promise` does, in force since before the first call."""
    since = plan.start - timedelta(days=30)
    director = replace(by, user_id=users["director"].pk, name=users["director"].name)
    for kind, area, text, minutes, calendar in company.PROMISES:
        promise = Promise.objects.create(
            tenant_id=by.tenant_id,
            kind=kind,
            area=area,
            text=text,
            minutes=minutes,
            calendar=calendars[calendar],
            channel="website",
            published_where="yunling.example/service",
            legal_checked_by="方敏",
            legal_checked_on=since.date(),
            legal_check="三包规定、消费者权益保护法实施条例第十八条",
            reason="示范公司开业承诺",
            starts_at=since,
            proposed_by=users["manager"],
            approved_by=users["director"],
            approved_at=since,
        )
        ledger.record(
            "promise.approve", by=director, target=promise, occurred_at=since,
            kind=kind, area=area, before=None, after=minutes, reason="示范公司开业承诺",
        )  # fmt: skip


def _technicians(
    plan: Plan, tenant: Tenant, calendars: Mapping[str, WorkCalendar], users: Mapping[str, User]
) -> dict[str, Person]:
    outlets = {
        outlet.code: Outlet.objects.create(
            tenant=tenant,
            code=outlet.code,
            name=outlet.name,
            kind=outlet.kind,
            city=outlet.city,
            districts=list(people.DISTRICTS[outlet.code]),
            calendar=calendars[outlet.calendar],
        )
        for outlet in company.OUTLETS
    }
    accounts = _accounts(plan, tenant, users)
    crew = (*plan.crew, company.SMITH)
    made = Person.objects.bulk_create(
        Person(tenant=tenant, number=one.number, name=one.name, outlet=outlets[one.outlet], user=accounts[one.number])
        for one in crew
    )
    today = clock.today(tenant.zone)
    Skill.objects.bulk_create(
        Skill(
            tenant=tenant,
            person=person,
            trade=trade,
            level=level,
            certificate_no=number,
            valid_until=today + timedelta(days=days),
        )
        for person, one in zip(made, crew, strict=True)
        for trade, level, number, days in one.skills
    )
    return {person.name: person for person in made}


def _accounts(plan: Plan, tenant: Tenant, users: Mapping[str, User]) -> dict[str, User]:
    """Give every technician an account; those who are no logins of the demo cannot sign in."""
    known = {login.technician: users[login.username] for login in LOGINS if login.technician}
    rest = [one for one in plan.crew if one.number not in known]
    unusable = make_password(None)
    made = User.objects.bulk_create(
        User(username=f"{tenant.slug}-{one.number.lower()}", name=one.name, password=unusable) for one in rest
    )
    Membership.objects.bulk_create(Membership(tenant=tenant, user=user, roles=[Role.TECHNICIAN.value]) for user in made)
    return known | {one.number: user for one, user in zip(rest, made, strict=True)}


def lines(logins: Iterable[Login], names: Mapping[str, str], password: str) -> list[str]:
    """Return the logins as lines to be printed: who, as what, where."""
    head = f"demo logins (password of all: {password})"
    return [head, *(f"  {one.username:<12} {one.title} {one.name} · {names[one.tenant]}" for one in logins)]
