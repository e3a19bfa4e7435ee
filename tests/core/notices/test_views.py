"""The pages: the outbox, one notice, channels and terms, texts, one's own addresses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User
from wuxing.core.notices import actions, recipients
from wuxing.core.notices.models import Notice, NoticeChannel, NoticePreference, NoticeRule, NoticeTemplate

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]
HOOK = "https://hooks.example.org/very/secret"


@pytest.fixture
def by(actor: Make) -> Actor:
    return actor(Role.ADMINISTRATOR)


@pytest.fixture
def client(by: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = "en"
    return client


def send(by: Actor, number: str = "WO-7") -> Notice:
    to = recipients.customer(5, "王丽华", "13805912046")
    (made,) = actions.send(
        "example.service", to=to, facts={"number": number, "slot": "明天"}, by=by, target=("work_order", 7)
    )
    return made


def page(client: Client, path: str, **asked: Any) -> str:
    return client.get(path, asked).content.decode()


def test_the_outbox_shows_what_waits_and_what_was_written_masked(client: Client, by: Actor) -> None:
    first = send(by)
    actions.deliver_due()
    second = send(by, "WO-8")
    html = page(client, "/notices/")
    assert [f'href="/notices/{one.pk}/"' in html for one in (first, second)] == [True, True]
    assert ("138****2046" in html, "13805912046" in html) == (True, False)
    html = page(client, "/notices/", state="queued")
    assert [f'href="/notices/{one.pk}/"' in html for one in (first, second)] == [False, True]


def test_the_list_goes_on_from_a_key(client: Client, by: Actor) -> None:
    made = [send(by, str(number)) for number in range(51)]
    html = page(client, "/notices/")
    assert f'href="/notices/{made[0].pk}/"' not in html
    html = page(client, "/notices/", before=str(made[1].pk))
    assert [f'href="/notices/{one.pk}/"' in html for one in made[:2]] == [True, False]


def test_one_notice_is_shown_with_its_text_and_sent_again_for_a_reason(client: Client, by: Actor) -> None:
    made = send(by)
    actions.deliver_due()
    html = page(client, f"/notices/{made.pk}/")
    assert ("王**您好，明天上门。" in html, "written, sent nowhere" in html) == (True, True)
    assert client.post(f"/notices/{made.pk}/", {"reason": ""}).status_code == 422
    answer = client.post(f"/notices/{made.pk}/", {"reason": "customer asked"})
    again = Notice.objects.latest("pk")
    assert (answer["Location"], again.resends_id, again.resend_reason, again.state) == (
        f"/notices/{again.pk}/",
        made.pk,
        "customer asked",
        "queued",
    )


def test_a_webhook_is_set_up_its_secret_shown_once_and_its_address_never(client: Client, by: Actor) -> None:
    answer = client.post("/notices/settings/", {"name": "网关", "driver": "webhook", "url": HOOK})
    made = NoticeChannel.objects.get()
    html = answer.content.decode()
    assert ("whsec_" in html, "very/secret" in html, made.shown) == (True, False, "https://hooks.example.org/•••")
    for path in ("/notices/settings/", f"/notices/channels/{made.pk}/"):
        html = page(client, path)
        assert ("whsec_" in html, "very/secret" in html, "hooks.example.org" in html) == (False, False, True)
    answer = client.post(f"/notices/channels/{made.pk}/", {"act": "rotate"})
    assert "whsec_" in answer.content.decode()
    told = str(list(Entry.objects.values_list("payload", flat=True)))
    assert ("whsec_" in told, "very/secret" in told) == (False, False)
    answer = client.post(f"/notices/channels/{made.pk}/", {"act": "end"})
    made.refresh_from_db()
    assert (answer["Location"], made.sealed, made.ended_at is not None) == ("/notices/settings/", None, True)


def test_a_wrong_address_is_blamed_on_its_field(client: Client, by: Actor) -> None:
    answer = client.post("/notices/settings/", {"name": "x", "driver": "webhook", "url": "http://hooks.example.org/"})
    assert (answer.status_code, "the address begins with https://" in answer.content.decode()) == (422, True)
    answer = client.post("/notices/settings/", {"name": "x", "driver": "apprise", "url": "json://10.0.0.1/"})
    assert (answer.status_code, NoticeChannel.objects.count()) == (422, 0)


def test_terms_are_changed_by_kind(client: Client, by: Actor) -> None:
    hook, _secret = actions.add_channel(name="网关", driver="webhook", url=HOOK, by=by)
    said = {
        "first": str(hook.pk),
        "quiet_from": "22:00",
        "quiet_until": "07:30",
        "per_day": "5",
        "window_minutes": "30",
    }
    assert client.post("/notices/settings/service/", said)["Location"] == "/notices/settings/"
    made = NoticeRule.objects.get()
    assert (made.channels, str(made.quiet_from), str(made.quiet_until), made.per_day, made.window_minutes) == (
        [hook.pk],
        "22:00:00",
        "07:30:00",
        5,
        30,
    )
    assert "22:00–07:30" in page(client, "/notices/settings/")
    assert client.post("/notices/settings/service/", said | {"quiet_until": ""}).status_code == 422
    assert client.post("/notices/settings/safety/", said).status_code == 422
    assert client.get("/notices/settings/nothing/").status_code == 404


def test_a_text_is_previewed_kept_and_put_back(client: Client, by: Actor) -> None:
    path = "/notices/texts/example.service/en/"
    draft = {"subject": "Hi {number}", "body": "{name} & you <b>{slot}</b>"}
    html = client.post(path, draft | {"act": "preview"}).content.decode()
    assert ("Hi WO-1" in html, "王女士 &amp; you &lt;b&gt;" in html, NoticeTemplate.objects.count()) == (True, True, 0)
    answer = client.post(path, {"subject": "Hi {phone}", "body": "x", "act": "preview"})
    assert (answer.status_code, "nothing can be put into {phone}" in answer.content.decode()) == (422, True)
    client.post(path, draft | {"act": "save", "note": "shorter"})
    assert list(NoticeTemplate.objects.values_list("version", "subject", "note")) == [(1, "Hi {number}", "shorter")]
    client.post(path, {"act": "shipped"})
    assert list(NoticeTemplate.objects.order_by("version").values_list("version", "shipped")) == [(1, False), (2, True)]
    assert "as it came with the system" in page(client, path)
    assert client.get("/notices/texts/example.nothing/en/").status_code == 404


def test_a_member_says_where_they_want_it(client: Client, by: Actor) -> None:
    client.post("/account/notices/", {"email": "min@example.org", "phone": "138 0000 0001", "handle": "wangmin"})
    made = NoticePreference.objects.get()
    assert (made.user_id, made.email, made.phone, made.handle, made.channel_id) == (
        by.user_id,
        "min@example.org",
        "13800000001",
        "wangmin",
        None,
    )
    assert client.post("/account/notices/", {"email": "nothing"}).status_code == 422


@pytest.mark.parametrize("path", ["/notices/", "/notices/settings/", "/notices/texts/", "/notices/settings/service/"])
def test_only_who_manages_notices_opens_them(actor: Make, path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.DISPATCHER).user_id))
    assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)
