"""Connect: set up the ways out, try them, give a webhook a new secret, end one. What opens them is never shown again."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wuxing.core import background, bulk, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.notices import queries, sealing
from wuxing.core.notices.drivers import apprise_urls, webhook
from wuxing.core.notices.models import NoticeChannel
from wuxing.core.notices.rules.showing import shown_url
from wuxing.core.reasons import Reason, say

MOST_CHANNELS = 50
Driver = NoticeChannel.Driver


@transaction.atomic
def add_channel(*, name: str, driver: str, url: str = "", secret: str = "", by: Actor) -> tuple[NoticeChannel, str]:
    """增加通道: set up a way out; of a webhook the signing secret is returned, once: the given one, or one made here.

    Raises NotAllowed, BadInput (no name or a taken one; an address or secret that cannot be; e-mail not set up here).
    """
    by.require(Permission.NOTICE_MANAGE)
    name, url = name.strip(), url.strip()
    wrong: dict[str, str] = {}
    if not 0 < len(name) <= 60:
        wrong["name"] = say("name the channel, in at most 60 characters")
    if NoticeChannel.objects.filter(name=name, ended_at=None).exists():
        wrong["name"] = say("a channel has this name already")
    if NoticeChannel.objects.filter(ended_at=None).count() >= MOST_CHANNELS:
        wrong["name"] = say("at most %(limit)s channels; end one first", limit=MOST_CHANNELS)
    if reason := why_not_address(driver, url):
        wrong["driver" if driver not in Driver.values else "url"] = reason
    if secret and (reason := webhook.why_not_secret(secret)):
        wrong["secret"] = reason
    if wrong:
        raise BadInput(wrong)
    fresh = (secret or webhook.new_secret()) if driver == Driver.WEBHOOK else ""

    made = NoticeChannel(tenant_id=by.tenant_id, pk=bulk.next_ids(NoticeChannel, 1)[0], name=name, driver=driver)
    _seal(made, url, [{"value": fresh}] if fresh else [])
    made.made_by_id, made.made_at = by.user_id, clock.now()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise BadInput({"name": say("a channel has this name already")}) from None
    ledger.record("notice.add_channel", by=by, target=made, name=name, driver=driver, shown=made.shown)
    return made, fresh


@transaction.atomic
def mail_channel(*, by: Actor) -> NoticeChannel:
    """邮件通道: return the organisation's way out by e-mail, set up when first something goes by e-mail alone.

    A step of actions that asked for their own permission. Raises RuleBroken (e-mail is not set up here).
    """
    if reason := why_not_address(Driver.MAIL, ""):
        raise RuleBroken(reason)
    Tenant.objects.select_for_update().get(pk=by.tenant_id)
    if found := NoticeChannel.objects.filter(driver=Driver.MAIL, ended_at=None).order_by("pk").first():
        return found
    taken = set(NoticeChannel.objects.filter(ended_at=None).values_list("name", flat=True))
    word = _("E-mail")
    names = (word, *(f"{word} {number}" for number in range(2, MOST_CHANNELS + 2)))
    name = next(one for one in names if one not in taken)
    made = NoticeChannel.objects.create(
        tenant_id=by.tenant_id, name=name, driver=Driver.MAIL, made_by_id=by.user_id, made_at=clock.now()
    )
    ledger.record("notice.add_channel", by=by, target=made, name=name, driver=Driver.MAIL.value, shown="")
    return made


def why_not_address(driver: str, url: str) -> Reason | None:
    """Return why a channel cannot be set up with an address, or None."""
    if driver == Driver.MAIL:
        return (
            None
            if settings.MAIL_FROM
            else say(
                "e-mail is not set up here: whoever runs this installation sets WUXING_MAIL_HOST and WUXING_MAIL_FROM"
            )
        )
    if len(url) > 1000:
        return say("at most %(limit)s characters", limit=1000)
    if driver == Driver.APPRISE:
        return apprise_urls.why_not_url(url)
    if driver == Driver.WEBHOOK:
        return webhook.why_not_url(url)
    return say("choose one of the list")


def _seal(channel: NoticeChannel, url: str, secrets: list[dict[str, Any]]) -> None:
    if channel.driver == Driver.MAIL:
        return
    channel.shown = shown_url(url)
    channel.needs = apprise_urls.needs_of(url) if channel.driver == Driver.APPRISE else ""
    content = {"url": url, "secrets": secrets}
    channel.sealed = sealing.sealed(content, tenant_id=channel.tenant_id, channel_id=channel.pk)


@transaction.atomic
def change_address(*, channel_id: int, url: str, by: Actor) -> NoticeChannel:
    """更换地址: point a channel elsewhere; a webhook's secrets stay. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.NOTICE_MANAGE)
    found = _locked(channel_id)
    if found.driver == Driver.MAIL:
        raise RuleBroken(say("e-mail has no address of its own"))
    if reason := why_not_address(found.driver, url.strip()):
        raise BadInput({"url": reason})
    kept = sealing.opened_of(found).get("secrets", [])

    before = found.shown
    _seal(found, url.strip(), kept)
    found.tested_at = found.test_passed = None
    found.save(update_fields=["sealed", "shown", "needs", "tested_at", "test_passed"])
    ledger.record("notice.change_channel", by=by, target=found, name=found.name, before=before, after=found.shown)
    return found


@transaction.atomic
def rotate_secret(*, channel_id: int, secret: str = "", by: Actor) -> tuple[NoticeChannel, str]:
    """更换密钥: sign with a fresh secret, returned once; the one before signs on for two days, beside it.

    Raises NotAllowed, NotFound, BadInput (a given secret that cannot be one), RuleBroken (no webhook).
    """
    by.require(Permission.NOTICE_MANAGE)
    found = _locked(channel_id)
    if found.driver != Driver.WEBHOOK:
        raise RuleBroken(say("only a webhook signs with a secret of ours"))
    if secret and (reason := webhook.why_not_secret(secret)):
        raise BadInput({"secret": reason})
    kept, fresh = sealing.opened_of(found), secret or webhook.new_secret()

    _seal(found, kept["url"], webhook.rotated(kept["secrets"], fresh, clock.now()))
    found.save(update_fields=["sealed"])
    ledger.record("notice.rotate_secret", by=by, target=found, name=found.name)
    return found, fresh


@transaction.atomic
def end_channel(*, channel_id: int, by: Actor) -> NoticeChannel:
    """停用通道: nothing goes out over it any more, and its secrets are gone; what was sent keeps its name.

    Raises NotAllowed, NotFound.
    """
    by.require(Permission.NOTICE_MANAGE)
    found = _locked(channel_id)

    found.ended_at, found.sealed = clock.now(), None
    found.save(update_fields=["ended_at", "sealed"])
    ledger.record("notice.end_channel", by=by, target=found, name=found.name)
    return found


@transaction.atomic
def ask_test(*, channel_id: int, address: str = "", by: Actor) -> NoticeChannel:
    """试发: have the worker send a test message over a channel; the page says how it went.

    Raises NotAllowed, NotFound, BadInput (the channel needs an address).
    """
    by.require(Permission.NOTICE_MANAGE)
    found = _locked(channel_id)
    needed = "email" if found.driver == Driver.MAIL else found.needs
    if needed and not address.strip():
        raise BadInput({"address": say("write where the test goes")})

    found.tested_at, found.test_passed = clock.now(), None
    found.save(update_fields=["tested_at", "test_passed"])
    ledger.record("notice.test_channel", by=by, target=found, name=found.name)
    background.defer("notice.test_channel", by=by, channel_id=found.pk, address=address.strip()[:300])
    return found


def _locked(channel_id: int) -> NoticeChannel:
    queries.channel(channel_id)
    return NoticeChannel.objects.select_for_update(of=("self",)).get(pk=channel_id)
