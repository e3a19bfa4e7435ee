"""The worker: what is due goes out, waits or is refused; every change leaves a step; the case's timeline hears of it."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail

from tests.core.notices.conftest import Receiver
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Membership, Tenant
from wuxing.core.notices import actions, recipients
from wuxing.core.notices.actions import delivering
from wuxing.core.notices.drivers import Undelivered
from wuxing.core.notices.models import Notice, NoticeChannel
from wuxing.core.notices.recipients import Known, Recipient, RecipientKind
from wuxing.core.notices.rules import pacing

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)  # 12:00 in Shanghai
NIGHT = datetime(2026, 11, 23, 14, tzinfo=UTC)  # 22:00
CASE = ("service_request", 3)
PHONE = "13805912046"


@pytest.fixture
def by(actor: Make) -> Actor:
    return actor(Role.SERVICE_MANAGER)


@pytest.fixture
def hook(by: Actor, receiver: Receiver) -> NoticeChannel:
    made, _secret = actions.add_channel(name="短信网关", driver="webhook", url=receiver.url, by=by)
    for kind in ("service", "internal", "marketing", "safety"):
        actions.set_terms(kind=kind, channels=[made.pk], by=by)
    return made


def send(by: Actor, at: datetime = NOON, kind: str = "service", to: Recipient | None = None, **more: Any) -> Notice:
    with clock.telling(at):
        facts = {"number": "WO-7", "slot": "明天", "link": "https://w.example/t/secret"} | more.pop("facts", {})
        (made,) = actions.send(
            f"example.{kind}",
            to=to or recipients.customer(5, "王丽华", PHONE),
            facts=facts,
            by=by,
            target=("work_order", 7),
            case=CASE,
            **more,
        )
        return made


def work(at: datetime = NOON) -> None:
    with clock.telling(at):
        delivering.deliver_due()


def steps(notice: Notice) -> list[tuple[str, str]]:
    return list(notice.steps.order_by("pk").values_list("state", "reason"))


def on_timeline() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(case_type=CASE[0], case_id=CASE[1]).order_by("pk").values_list("event", "payload")
    return [(event, (payload or {}).get("reason", "")) for event, payload in rows]


def test_a_notice_goes_out_with_its_text_and_keeps_no_key_to_a_door(
    by: Actor, hook: NoticeChannel, receiver: Receiver
) -> None:
    made = send(by)
    work()
    (sent,) = receiver.bodies()
    assert (sent["id"], sent["type"], sent["data"]["subject"], sent["data"]["body"]) == (
        f"msg_{by.tenant_id}_{made.pk}",
        "example.service",
        "工单 WO-7",
        "王丽华您好，明天上门。\n请看 https://w.example/t/secret",
    )
    assert sent["data"]["recipient"] == {"kind": "customer", "id": 5, "name": "王丽华", "address": PHONE}
    made.refresh_from_db()
    assert (made.state, made.body, made.facts and made.facts["link"], made.due_at, made.channel_id) == (
        "sent",
        "王丽华您好，明天上门。\n请看 …",
        "…",
        None,
        hook.pk,
    )
    assert steps(made) == [("sending", ""), ("sent", "")]
    assert on_timeline() == [("notice.sent", "")]
    entry = Entry.objects.get(event="notice.sent")
    assert (entry.payload or {})["name"] == "", "a customer's name would outlive an erasure"


def test_without_a_channel_it_is_written_and_sent_nowhere(by: Actor) -> None:
    made = send(by)
    work()
    made.refresh_from_db()
    assert (made.state, made.reason, made.subject, made.channel_id) == ("sent", "logged", "工单 WO-7", None)
    assert on_timeline() == [("notice.sent", "logged")]


def test_at_night_it_waits_for_the_first_allowed_minute(by: Actor, hook: NoticeChannel, receiver: Receiver) -> None:
    actions.set_terms(kind="service", channels=[hook.pk], quiet_from=time(21), quiet_until=time(8), by=by)
    made = send(by, at=NIGHT)
    work(NIGHT)
    morning = datetime(2026, 11, 24, tzinfo=UTC)  # 08:00
    made.refresh_from_db()
    assert (made.state, made.due_at, receiver.got) == ("held", morning, [])
    work(morning - timedelta(minutes=1))
    assert receiver.got == []
    work(morning)
    made.refresh_from_db()
    assert (made.state, steps(made)) == ("sent", [("held", "quiet"), ("sending", ""), ("sent", "")])


@pytest.mark.parametrize(("kind", "urgent"), [("service", True), ("safety", False)])
def test_what_is_urgent_or_dangerous_does_not_wait(
    by: Actor, hook: NoticeChannel, receiver: Receiver, kind: str, urgent: bool
) -> None:
    actions.set_terms(kind="service", channels=[hook.pk], quiet_from=time(21), quiet_until=time(8), by=by)
    send(by, at=NIGHT, kind=kind, urgent=urgent)
    work(NIGHT)
    assert len(receiver.got) == 1


def test_advertising_needs_consent(
    by: Actor, hook: NoticeChannel, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = send(by, kind="marketing")
    work()
    made.refresh_from_db()
    assert (made.state, made.reason, receiver.got) == ("refused", "no_consent", [])
    monkeypatch.setitem(recipients._consents, "customer", lambda customer_id, purpose: purpose == "marketing")
    send(by, kind="marketing", facts={"number": "2"})
    work()
    assert len(receiver.got) == 1


def test_the_same_again_is_not_sent_but_other_facts_are(by: Actor, hook: NoticeChannel, receiver: Receiver) -> None:
    send(by)
    again, other = send(by, at=NOON + timedelta(minutes=1)), send(by, facts={"slot": "后天"})
    later = send(by, at=NOON + timedelta(minutes=11))
    work(NOON + timedelta(minutes=12))
    states = {one.pk: Notice.objects.get(pk=one.pk) for one in (again, other, later)}
    assert [(states[one.pk].state, states[one.pk].reason) for one in (again, other, later)] == [
        ("refused", "duplicate"),
        ("sent", ""),
        ("sent", ""),
    ]


def test_a_recipient_gets_so_many_a_day(by: Actor, hook: NoticeChannel, receiver: Receiver) -> None:
    actions.set_terms(kind="service", channels=[hook.pk], per_day=2, by=by)
    for number in range(3):
        send(by, facts={"number": str(number)})
        work()
    send(by, facts={"number": "urgent"}, urgent=True)
    work()
    tomorrow = NOON + timedelta(days=1)
    send(by, at=tomorrow, facts={"number": "tomorrow"})
    work(tomorrow)
    assert [one["data"]["subject"] for one in receiver.bodies()] == ["工单 0", "工单 1", "工单 urgent", "工单 tomorrow"]
    assert list(Notice.objects.filter(state="refused").values_list("reason", flat=True)) == ["too_many"]


def test_what_comes_too_late_is_not_sent(by: Actor, hook: NoticeChannel, receiver: Receiver) -> None:
    made = send(by)
    work(NOON + timedelta(days=4))
    made.refresh_from_db()
    assert (made.state, made.reason, receiver.got) == ("refused", "too_late", [])


def test_a_failure_is_tried_again_with_the_same_number_and_given_up_in_the_end(
    by: Actor, hook: NoticeChannel, receiver: Receiver
) -> None:
    receiver.answers = [(503, {})]
    made = send(by)
    moment = NOON
    for _try in range(pacing.TRIES):
        work(moment)
        made.refresh_from_db()
        moment = made.due_at or moment
    assert (made.state, made.reason, made.tries, len(receiver.got)) == ("given_up", "http_503", 6, 6)
    assert {one["id"] for one in receiver.bodies()} == {f"msg_{by.tenant_id}_{made.pk}"}
    assert on_timeline() == [("notice.failed", "http_503"), ("notice.given_up", "http_503")]
    assert [state for state, _reason in steps(made)] == ["sending", "failed"] * 5 + ["sending", "given_up"]


def test_the_receiver_may_ask_for_more_time(by: Actor, hook: NoticeChannel, receiver: Receiver) -> None:
    receiver.answers = [(429, {"Retry-After": "300"}), (204, {})]
    made = send(by)
    work()
    made.refresh_from_db()
    assert (made.state, made.due_at) == ("failed", NOON + timedelta(seconds=300))
    work(NOON + timedelta(seconds=300))
    made.refresh_from_db()
    assert made.state == "sent"


def test_a_refusal_that_will_not_change_goes_on_over_the_next_channel(
    by: Actor, hook: NoticeChannel, receiver: Receiver, settings: Any
) -> None:
    settings.MAIL_FROM = "service@hailan.example"
    letters, _ = actions.add_channel(name="邮件", driver="mail", by=by)
    actions.set_terms(kind="service", channels=[hook.pk, letters.pk], by=by)
    receiver.answers = [(410, {})]
    made = send(by, to=recipients.address("wang@example.org", "王丽华"))
    work()
    work()
    made.refresh_from_db()
    (letter,) = mail.outbox
    assert (made.state, made.channel_id, letter.to, letter.subject, len(receiver.got)) == (
        "sent",
        letters.pk,
        ["wang@example.org"],
        "工单 WO-7",
        1,
    )
    assert letter.extra_headers["Message-ID"] == f"<msg_{by.tenant_id}_{made.pk}@127.0.0.1>"


def test_without_an_address_for_any_channel_it_is_refused(by: Actor, settings: Any) -> None:
    settings.MAIL_FROM = "service@hailan.example"
    letters, _ = actions.add_channel(name="邮件", driver="mail", by=by)
    actions.set_terms(kind="service", channels=[letters.pk], by=by)
    made = send(by)  # a telephone number only
    work()
    made.refresh_from_db()
    assert (made.state, made.reason, mail.outbox) == ("refused", "no_address", [])


def test_a_worker_that_dies_in_between_sends_it_again_under_the_same_number(
    by: Actor, hook: NoticeChannel, receiver: Receiver
) -> None:
    made = send(by)
    with clock.telling(NOON):
        handed = delivering.take(by.tenant_id, made.pk)
        assert handed is not None
        assert delivering.hand_over(handed) is None  # and then nobody notes the answer
        assert delivering.take(by.tenant_id, made.pk) is None, "it is handed out"
    work(NOON + pacing.LEASE)
    made.refresh_from_db()
    assert (made.state, made.tries, [one["id"] for one in receiver.bodies()]) == (
        "sent",
        2,
        [f"msg_{by.tenant_id}_{made.pk}"] * 2,
    )


def test_an_answer_that_comes_after_an_erasure_changes_nothing(by: Actor, hook: NoticeChannel) -> None:
    made = send(by)
    with clock.telling(NOON):
        handed = delivering.take(by.tenant_id, made.pk)
        assert handed is not None
        actions.forget_recipient(RecipientKind.CUSTOMER, 5, by=by)
        delivering.note(handed, Undelivered("unreachable"))
    made.refresh_from_db()
    assert (made.state, made.reason, made.body, made.name) == ("refused", "erased", None, None)


def test_a_member_gets_it_where_they_want_it_in_their_language(
    by: Actor, hook: NoticeChannel, receiver: Receiver, actor: Make, settings: Any
) -> None:
    settings.MAIL_FROM = "service@hailan.example"
    letters, _ = actions.add_channel(name="邮件", driver="mail", by=by)
    technician = actor(Role.TECHNICIAN, name="陈伟")
    actions.set_preference(email="chen@example.org", channel_id=letters.pk, by=technician)
    Membership.objects.get(user_id=technician.user_id).user.__class__.objects.filter(pk=technician.user_id).update(
        language="en"
    )
    send(by, kind="internal", to=recipients.member(technician.user_id or 0))
    work()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body.splitlines()[0]) == (
        ["chen@example.org"],
        "Order WO-7",
        "陈伟, we come 明天.",
    )
    Membership.objects.filter(user_id=technician.user_id).update(active=False)
    gone = send(by, kind="internal", to=recipients.member(technician.user_id or 0), facts={"number": "2"})
    work()
    gone.refresh_from_db()
    assert (gone.state, gone.reason) == ("refused", "no_recipient")


def test_who_knows_the_customer_gives_the_address_when_it_goes_out(
    by: Actor, hook: NoticeChannel, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    book: dict[int, Known] = {5: Known("王丽华", ("13900000001",), "zh-hant")}
    monkeypatch.setitem(recipients._directories, "customer", book.get)
    send(by, to=recipients.customer(5))
    gone = send(by, to=recipients.customer(6))
    work()
    (sent,) = receiver.bodies()
    assert (sent["data"]["recipient"]["address"], sent["data"]["language"]) == ("13900000001", "zh-hant")
    gone.refresh_from_db()
    assert (gone.state, gone.reason) == ("refused", "no_recipient")


def test_other_organisations_notices_are_not_touched_by_ours(
    by: Actor, hook: NoticeChannel, receiver: Receiver, other_company: Tenant
) -> None:
    send(by)
    work()
    from wuxing.core.tenants import in_tenant

    with in_tenant(other_company.pk):
        assert Notice.objects.count() == 0
