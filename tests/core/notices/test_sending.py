"""Notices are put into the outbox with the deed: one insert, in the caller's transaction."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.notices import actions, recipients
from wuxing.core.notices.models import Notice

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
TARGET = ("work_order", 7)


@pytest.fixture
def event() -> str:
    return "example.service"


def test_a_notice_is_one_insert_whoever_it_is_for(actor: Make, event: str) -> None:
    by = actor(Role.DISPATCHER)
    to = [recipients.customer(5, "王丽华", "13805912046"), recipients.member(by.user_id or 0)]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        made = actions.send(event, to=to, facts={"number": "WO-7"}, by=by, target=TARGET)
    assert [q["sql"].split()[0] for q in asked] == ["INSERT"]
    assert [
        (n.recipient_kind, n.recipient_id, n.name, n.address, n.facts, n.state, n.case_type, n.case_id, n.kind)
        for n in Notice.objects.order_by("pk")
    ] == [
        ("customer", 5, "王丽华", "13805912046", {"number": "WO-7"}, "queued", "work_order", 7, "service"),
        ("member", by.user_id, "", "", {"number": "WO-7"}, "queued", "work_order", 7, "service"),
    ]
    assert [n.pk for n in made] == list(Notice.objects.order_by("pk").values_list("pk", flat=True))


def test_a_role_is_everybody_who_holds_it_once(actor: Make, event: str, other_company: Tenant) -> None:
    manager, both = actor(Role.SERVICE_MANAGER), actor(Role.SERVICE_MANAGER, Role.DISPATCHER)
    actor(Role.SERVICE_MANAGER, tenant=other_company)
    to = [recipients.role(Role.SERVICE_MANAGER), recipients.role(Role.DISPATCHER), recipients.member(both.user_id or 0)]
    made = actions.send(event, to=to, facts={}, by=manager, target=TARGET)
    assert sorted(n.recipient_id or 0 for n in made) == sorted([manager.user_id, both.user_id])


def test_nothing_is_in_the_outbox_when_the_deed_is_undone(actor: Make, event: str) -> None:
    by = actor(Role.DISPATCHER)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.send(event, to=recipients.customer(5), facts={}, by=by, target=TARGET)
        raise RuntimeError
    assert Notice.objects.count() == 0


def test_an_undeclared_event_or_fact_is_a_fault_of_the_program(actor: Make, event: str) -> None:
    by = actor(Role.DISPATCHER)
    with pytest.raises(ValueError, match="knows no price"):
        actions.send(event, to=recipients.customer(5), facts={"price": 3}, by=by, target=TARGET)
    with pytest.raises(KeyError):
        actions.send("example.unknown", to=recipients.customer(5), facts={}, by=by, target=TARGET)
    assert Notice.objects.count() == 0


def test_times_are_put_at_the_zone_of_who_acts(actor: Make, event: str) -> None:
    by = actor(Role.DISPATCHER)
    slot = (datetime(2026, 11, 23, 1, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC))
    (made,) = actions.send(event, to=recipients.customer(5), facts={"slot": slot}, by=by, target=TARGET)
    assert made.facts == {"slot": "2026-11-23 09:00–10:00"}
