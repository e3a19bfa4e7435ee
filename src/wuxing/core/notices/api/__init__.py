"""The API of notices: the same actions as the pages. What opens a channel is taken, never given.

An answer is kept for its Idempotency-Key; therefore a webhook's secret is made by the caller and not sent back.
"""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.notices import actions, queries
from wuxing.core.notices.api.shapes import (
    AddressIn,
    ChannelIn,
    ChannelOut,
    NoticeOut,
    NoticeReasonIn,
    NoticeTestIn,
    PreferenceIn,
    SecretIn,
    TermsIn,
    TextIn,
    TextOut,
    WebhookIn,
    WholeNoticeOut,
)
from wuxing.core.notices.events import LANGUAGES, Kind, declared
from wuxing.core.notices.models import Notice, NoticeChannel
from wuxing.core.notices.queries.lists import Wanted, page_of
from wuxing.core.notices.queries.seen import text_for
from wuxing.core.notices.queries.situation import terms_of
from wuxing.core.notices.rules.showing import masked
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS

router = Router()


def _out(found: Notice) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in NoticeOut.model_fields if name not in ("id", "address")}
    return {"id": found.pk, **told, "address": masked(found.address)}


def _channel(found: NoticeChannel) -> ChannelOut:
    return ChannelOut(id=found.pk, **{name: getattr(found, name) for name in ChannelOut.model_fields if name != "id"})


@router.get("/", response={200: list[NoticeOut], **ANSWERS}, summary="notices, newest first")
def notices(request: HttpRequest, state: str = "", kind: str = "", event: str = "", before: int | None = None) -> Any:
    """Give 50 notices; go on with `before`, the number of the last one."""
    acting(request, Permission.NOTICE_MANAGE)
    return [_out(one) for one in page_of(Wanted(state=state, kind=kind, event=event, before=before)).rows]


@router.get("/channels", response={200: list[ChannelOut], **ANSWERS}, summary="channels")
def channels(request: HttpRequest) -> Any:
    """Give the channels that are not ended."""
    acting(request, Permission.NOTICE_MANAGE)
    return [_channel(one) for one in queries.channels()]


@router.post("/channels", response={200: ChannelOut, **ANSWERS}, summary="set up a channel")
def add_channel(request: HttpRequest, body: ChannelIn) -> Any:
    """Set up a channel; a webhook made without a secret gets one that only a rotation can replace."""
    made, _secret = actions.add_channel(**body.dict(), by=acting(request))
    return _channel(made)


@router.post("/webhooks", response={200: ChannelOut, **ANSWERS}, summary="register a webhook")
def add_webhook(request: HttpRequest, body: WebhookIn) -> Any:
    """Register a webhook; deliveries are signed as Standard Webhooks says."""
    made, _secret = actions.add_channel(**body.dict(), driver="webhook", by=acting(request))
    return _channel(made)


@router.post("/channels/{channel_id}/test", response={200: ChannelOut, **ANSWERS}, summary="send a test message")
def ask_test(request: HttpRequest, channel_id: int, body: NoticeTestIn) -> Any:
    """Have the worker send a test message."""
    return _channel(actions.ask_test(channel_id=channel_id, address=body.address, by=acting(request)))


@router.post("/channels/{channel_id}/address", response={200: ChannelOut, **ANSWERS}, summary="point it elsewhere")
def change_address(request: HttpRequest, channel_id: int, body: AddressIn) -> Any:
    """Point a channel elsewhere."""
    return _channel(actions.change_address(channel_id=channel_id, url=body.url, by=acting(request)))


@router.post("/channels/{channel_id}/rotate", response={200: ChannelOut, **ANSWERS}, summary="a fresh signing secret")
def rotate_secret(request: HttpRequest, channel_id: int, body: SecretIn) -> Any:
    """Sign with a fresh secret; the one before signs beside it for two days."""
    made, _secret = actions.rotate_secret(channel_id=channel_id, secret=body.secret, by=acting(request))
    return _channel(made)


@router.post("/channels/{channel_id}/end", response={200: ChannelOut, **ANSWERS}, summary="end a channel")
def end_channel(request: HttpRequest, channel_id: int) -> Any:
    """End a channel."""
    return _channel(actions.end_channel(channel_id=channel_id, by=acting(request)))


@router.get("/terms/{kind}", response={200: TermsIn, **ANSWERS}, summary="how a kind goes out")
def terms(request: HttpRequest, kind: Kind) -> Any:
    """Give how a kind of notice goes out."""
    acting(request, Permission.NOTICE_MANAGE)
    found = terms_of(kind)
    return TermsIn(
        channels=list(found.channels),
        quiet_from=found.quiet.begins if found.quiet else None,
        quiet_until=found.quiet.ends if found.quiet else None,
        per_day=found.per_day,
        window_minutes=int(found.window.total_seconds()) // 60,
    )


@router.post("/terms/{kind}", response={200: TermsIn, **ANSWERS}, summary="change how a kind goes out")
def set_terms(request: HttpRequest, kind: Kind, body: TermsIn) -> Any:
    """Change how a kind of notice goes out."""
    actions.set_terms(kind=kind.value, **body.dict(), by=acting(request))
    return terms(request, kind)


@router.get("/texts/{event}/{language}", response={200: TextOut, **ANSWERS}, summary="the text of a message")
def text(request: HttpRequest, event: str, language: str) -> Any:
    """Give the text that counts now."""
    acting(request, Permission.NOTICE_MANAGE)
    found = declared().get(event)
    if found is None or language not in LANGUAGES:
        raise NotFound(say("there is no such message"))
    template = queries.template_for(event, language)
    subject, body = queries.text_of(event, language, template)
    version = template.version if template else None
    return TextOut(event=event, language=language, version=version, subject=subject, body=body, facts=dict(found.facts))


@router.post("/texts/{event}/{language}", response={200: TextOut, **ANSWERS}, summary="a new version of a text")
def change_text(request: HttpRequest, event: str, language: str, body: TextIn) -> Any:
    """Keep a new version of a text."""
    actions.change_text(event=event, language=language, **body.dict(), by=acting(request))
    return text(request, event, language)


@router.post(
    "/texts/{event}/{language}/shipped", response={200: TextOut, **ANSWERS}, summary="back to the shipped text"
)
def use_shipped_text(request: HttpRequest, event: str, language: str) -> Any:
    """Let the text that came with the system count again."""
    actions.use_shipped_text(event=event, language=language, by=acting(request))
    return text(request, event, language)


@router.post("/preferences", response={200: PreferenceIn, **ANSWERS}, summary="where the key's holder wants notices")
def set_preference(request: HttpRequest, body: PreferenceIn) -> Any:
    """Set where the key's holder wants notices."""
    made = actions.set_preference(**body.dict(), by=acting(request))
    return PreferenceIn(email=made.email, phone=made.phone, handle=made.handle, channel_id=made.channel_id)


@router.get("/{notice_id}", response={200: WholeNoticeOut, **ANSWERS}, summary="one notice")
def notice(request: HttpRequest, notice_id: int) -> Any:
    """Give a notice with its text as sent and its changes."""
    by = acting(request, Permission.NOTICE_MANAGE)
    found = queries.notice(notice_id)
    subject, body = text_for(by, found)
    rows = found.steps.order_by("pk").values("state", "at", "attempt", "reason", "channel_id", "next_at")
    version = found.template.version if found.template else None
    told = {"subject": subject, "body": body, "text_version": version}
    return {**_out(found), **told, "steps": [dict(row) for row in rows]}


@router.post("/{notice_id}/resend", response={200: NoticeOut, **ANSWERS}, summary="send it again")
def resend(request: HttpRequest, notice_id: int, body: NoticeReasonIn) -> Any:
    """Put the same message into the outbox once more."""
    return _out(actions.resend(notice_id=notice_id, reason=body.reason, by=acting(request)))
