"""Channels, terms, texts, resending, forgetting: it changed, it left a trace, refused leaves nothing, walls hold."""

from collections.abc import Callable
from typing import Any

import pytest

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.notices import actions, recipients, sealing
from wuxing.core.notices.actions import testing
from wuxing.core.notices.models import Notice, NoticeChannel, NoticeStep, NoticeTemplate
from wuxing.core.notices.recipients import RecipientKind
from wuxing.core.tenants import in_tenant

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
HOOK = "https://hooks.example.org/x"
EN = {"event": "example.service", "language": "en"}


@pytest.fixture
def by(actor: Make) -> Actor:
    return actor(Role.SERVICE_MANAGER)


@pytest.fixture
def stranger(actor: Make, other_company: Tenant) -> Actor:
    return actor(Role.ADMINISTRATOR, tenant=other_company)


@pytest.fixture
def hook(by: Actor) -> NoticeChannel:
    made, _secret = actions.add_channel(name="网关", driver="webhook", url=HOOK, by=by)
    return made


def sent(by: Actor, **more: Any) -> Notice:
    to = recipients.customer(5, "王丽华", "13805912046")
    facts = {"number": "WO-7", "slot": "明天", **more}
    (made,) = actions.send("example.service", to=to, facts=facts, by=by, target=("work_order", 7))
    actions.deliver_due()
    made.refresh_from_db()
    return made


def events() -> list[str]:
    return list(Entry.objects.filter(event__startswith="notice.").order_by("pk").values_list("event", flat=True))


CALLS: dict[str, Callable[[Actor, NoticeChannel, Notice], object]] = {
    "add_channel": lambda by, hook, one: actions.add_channel(name="2", driver="webhook", url=HOOK, by=by),
    "change_address": lambda by, hook, one: actions.change_address(channel_id=hook.pk, url=HOOK, by=by),
    "rotate_secret": lambda by, hook, one: actions.rotate_secret(channel_id=hook.pk, by=by),
    "end_channel": lambda by, hook, one: actions.end_channel(channel_id=hook.pk, by=by),
    "ask_test": lambda by, hook, one: actions.ask_test(channel_id=hook.pk, by=by),
    "set_terms": lambda by, hook, one: actions.set_terms(kind="service", channels=[hook.pk], by=by),
    "change_text": lambda by, hook, one: actions.change_text(**EN, subject="s", body="b", by=by),
    "use_shipped_text": lambda by, hook, one: actions.use_shipped_text(**EN, by=by),
    "resend": lambda by, hook, one: actions.resend(notice_id=one.pk, reason="asked", by=by),
}
TRACES = {
    "add_channel": "notice.add_channel",
    "change_address": "notice.change_channel",
    "rotate_secret": "notice.rotate_secret",
    "end_channel": "notice.end_channel",
    "ask_test": "notice.test_channel",
    "set_terms": "notice.set_terms",
    "change_text": "notice.change_text",
    "resend": "notice.resend",
}
each = pytest.mark.parametrize("name", sorted(CALLS))


@each
def test_only_who_manages_notices_may(name: str, by: Actor, hook: NoticeChannel, actor: Make) -> None:
    one, before = sent(by), events()
    with pytest.raises(NotAllowed):
        CALLS[name](actor(Role.DISPATCHER), hook, one)
    assert events() == before


@pytest.mark.parametrize("name", sorted(TRACES))
def test_each_leaves_its_trace(name: str, by: Actor, hook: NoticeChannel) -> None:
    one, before = sent(by), events()
    CALLS[name](by, hook, one)
    assert events() == [*before, TRACES[name]]


@pytest.mark.parametrize("name", ["change_address", "rotate_secret", "end_channel", "ask_test", "set_terms", "resend"])
def test_another_organisations_are_not_there(name: str, by: Actor, hook: NoticeChannel, stranger: Actor) -> None:
    one = sent(by)
    with in_tenant(stranger.tenant_id), pytest.raises((NotFound, BadInput)):
        CALLS[name](stranger, hook, one)
    hook.refresh_from_db()
    assert (hook.ended_at, Notice.objects.count()) == (None, 1)


@pytest.mark.parametrize(
    ("driver", "url", "field"),
    [
        ("webhook", "http://hooks.example.org/", "url"),
        ("webhook", "https://user:pass@hooks.example.org/", "url"),
        ("webhook", "ftp://hooks.example.org/", "url"),
        ("webhook", "https:///x", "url"),
        ("webhook", "https://hooks.example.org/#x", "url"),
        ("webhook", "https://hooks.example.org:0/", "url"),
        ("apprise", "json://10.0.0.1/", "url"),
        ("apprise", "nothing", "url"),
        ("apprise", "", "url"),
        ("mail", "", "url"),  # not set up in tests
        ("pigeon", "", "driver"),
    ],
)
def test_what_cannot_be_a_channel_is_refused(by: Actor, driver: str, url: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.add_channel(name="x", driver=driver, url=url, by=by)
    assert (list(refused.value.fields), NoticeChannel.objects.count(), events()) == ([field], 0, [])


def test_a_channels_name_is_taken_until_it_is_ended(by: Actor, hook: NoticeChannel) -> None:
    with pytest.raises(BadInput):
        actions.add_channel(name="网关", driver="webhook", url=HOOK, by=by)
    actions.end_channel(channel_id=hook.pk, by=by)
    made, _secret = actions.add_channel(name="网关", driver="webhook", url=HOOK, by=by)
    assert (made.name, NoticeChannel.objects.filter(ended_at=None).count()) == ("网关", 1)


def test_a_channels_secrets_open_for_it_alone(by: Actor, hook: NoticeChannel) -> None:
    assert sealing.opened_of(hook)["url"] == HOOK
    with pytest.raises(RuleBroken):
        sealing.opened(hook.sealed, tenant_id=hook.tenant_id, channel_id=hook.pk + 1)
    with pytest.raises(RuleBroken):
        sealing.opened(bytes(hook.sealed or b"")[:-1] + b"x", tenant_id=hook.tenant_id, channel_id=hook.pk)
    assert HOOK.encode() not in bytes(hook.sealed or b"")


def test_a_channel_whose_secrets_cannot_be_opened_gives_up_and_says_so(by: Actor, hook: NoticeChannel) -> None:
    actions.set_terms(kind="service", channels=[hook.pk], by=by)
    NoticeChannel.objects.filter(pk=hook.pk).update(sealed=b"\x01nothing")
    one = sent(by)
    assert (one.state, one.reason) == ("given_up", "bad_channel")


def test_the_test_of_a_channel_says_how_it_went(by: Actor, hook: NoticeChannel) -> None:
    actions.ask_test(channel_id=hook.pk, by=by)
    actions.change_address(channel_id=hook.pk, url="https://localhost/", by=by)
    assert testing.send_test(channel_id=hook.pk, address="", by=by) is False
    hook.refresh_from_db()
    assert (hook.test_passed, hook.test_reason) == (False, "address_inside")


def test_a_text_counts_from_its_version_on_and_what_was_sent_keeps_its_own(by: Actor) -> None:
    chinese = {"event": "example.service", "language": "zh-hans"}
    before = sent(by)
    first = actions.change_text(**chinese, subject="新 {number}", body="{slot}见", by=by)
    after = sent(by, number="2")
    actions.use_shipped_text(**chinese, by=by)
    last = sent(by, number="3")
    before.refresh_from_db()
    assert [(one.subject, one.template_id) for one in (before, after, last)] == [
        ("工单 WO-7", None),
        ("新 2", first.pk),
        ("工单 3", None),
    ]
    with pytest.raises(BadInput):
        actions.use_shipped_text(**chinese, by=by)
    second = actions.change_text(**chinese, subject="新 {number}", body="{slot}见", by=by)
    with pytest.raises(BadInput):
        actions.change_text(**chinese, subject="新 {number}", body="{slot}见", by=by)
    assert (second.version, NoticeTemplate.objects.count()) == (3, 3)


@pytest.mark.parametrize(
    ("subject", "body", "fields"),
    [
        ("{phone}", "x", ["subject"]),
        ("x", "{phone} {number}", ["body"]),
        ("", "", ["subject", "body"]),
        ("a\nb", "x", ["subject"]),
        ("x", "{{number}}", ["body"]),
        ("x", "{number", ["body"]),
        ("x", "{number.__class__}", ["body"]),
        ("x", "y" * 2001, ["body"]),
    ],
)
def test_a_text_with_an_unknown_hole_or_a_stray_brace_is_refused(
    by: Actor, subject: str, body: str, fields: list[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        actions.change_text(**EN, subject=subject, body=body, by=by)
    assert (list(refused.value.fields), NoticeTemplate.objects.count(), events()) == (fields, 0, [])


def test_what_held_a_link_or_is_under_way_is_not_sent_again(by: Actor) -> None:
    with_link = sent(by, link="https://w.example/t/word")
    (waiting,) = actions.send("example.service", to=recipients.customer(6), facts={}, by=by, target=("work_order", 7))
    for one in (with_link, waiting):
        with pytest.raises(RuleBroken):
            actions.resend(notice_id=one.pk, reason="asked", by=by)
    with pytest.raises(BadInput):
        actions.resend(notice_id=with_link.pk, reason=" ", by=by)
    assert Notice.objects.filter(resends__isnull=False).count() == 0


def test_sending_again_is_no_repeat(by: Actor) -> None:
    made = actions.resend(notice_id=sent(by).pk, reason="asked", by=by)
    actions.deliver_due()
    made.refresh_from_db()
    assert (made.state, made.subject) == ("sent", "工单 WO-7")


def test_an_erased_customer_is_nowhere_in_notices_and_what_waits_is_not_sent(by: Actor) -> None:
    gone = sent(by)
    (waiting,) = actions.send(
        "example.service", to=recipients.customer(5, "王丽华"), facts={"number": "8"}, by=by, target=("work_order", 7)
    )
    (other,) = actions.send(
        "example.service", to=recipients.customer(6, "李建国"), facts={"number": "9"}, by=by, target=("work_order", 7)
    )
    assert actions.forget_recipient(RecipientKind.CUSTOMER, 5, by=by) == 2
    for one in (gone, waiting, other):
        one.refresh_from_db()
    assert [(one.name, one.address, one.facts, one.subject, one.body) for one in (gone, waiting)] == [(None,) * 5] * 2
    assert (gone.state, waiting.state, waiting.reason, other.name, other.state) == (
        "sent",
        "refused",
        "erased",
        "李建国",
        "queued",
    )
    assert NoticeStep.objects.filter(notice=waiting).values_list("state", "reason").get() == ("refused", "erased")
    told = str(list(Entry.objects.filter(event__startswith="notice.").values_list("payload", flat=True)))
    assert ("王丽华" in told, "13805912046" in told) == (False, False)
    with pytest.raises(BusinessError):
        actions.resend(notice_id=gone.pk, reason="asked", by=by)
    assert actions.forget_recipient(RecipientKind.CUSTOMER, 5, by=by) == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"channels": [10**6]}, "channels"),
        ({"quiet_from": clock.now().time()}, "quiet_until"),
        ({"per_day": 0}, "per_day"),
        ({"window_minutes": 10**6}, "window_minutes"),
        ({"kind": "safety", "per_day": 3}, "quiet_from"),
    ],
)
def test_terms_that_cannot_be_are_refused(by: Actor, said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.set_terms(**({"kind": "service"} | said), by=by)
    assert (list(refused.value.fields), events()) == ([field], [])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"email": "nothing"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"handle": "a@b.c"}, "handle"),
        ({"channel_id": 10**6}, "channel_id"),
    ],
)
def test_addresses_of_ones_own_that_cannot_be_are_refused(by: Actor, said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.set_preference(**said, by=by)
    assert (list(refused.value.fields), events()) == ([field], [])
