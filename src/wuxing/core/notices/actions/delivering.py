"""Deliver: what the worker does with the notices that are due. Nothing here runs inside a request.

Three steps, the middle one outside any transaction: take (decide, write the text, hand it out for a while), hand over to the
channel, note the answer. A worker that dies in between leaves the notice handed out; after a while it is sent again under
the same number: at least once, never silently not.
"""

import contextvars
import logging
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from wuxing.core import clock, ledger
from wuxing.core.actors import system_actor
from wuxing.core.errors import RuleBroken
from wuxing.core.notices import queries, sealing
from wuxing.core.notices.drivers import Message, Undelivered, driver
from wuxing.core.notices.events import Attached, declared
from wuxing.core.notices.models import Notice, NoticeChannel, NoticeStep
from wuxing.core.notices.queries.situation import Way, situation_of, ways_of
from wuxing.core.notices.recipients import RecipientKind
from wuxing.core.notices.rules import pacing, texts
from wuxing.core.notices.states import OVER, NoticeState, may_follow
from wuxing.core.tenants import in_tenant

log = logging.getLogger(__name__)
BATCH = 40
PUT_OFF = timedelta(minutes=10)
AT_ONCE = 8  # a receiver that is slow holds up nobody else
CHANGING = [
    "state", "reason", "due_at", "over_at", "facts", "name", "address", "language", "template", "subject", "body",
    "channel", "tries", "place",
]  # fmt: skip
ON_TIMELINE = frozenset({NoticeState.SENT, NoticeState.GIVEN_UP, NoticeState.REFUSED, NoticeState.HELD})


@dataclass(frozen=True, slots=True)
class Handed:
    """A notice that is handed out, and what the channel needs."""

    tenant_id: int
    notice_id: int
    driver: str
    message: Message
    opened: dict[str, Any]


def deliver_due(most: int = BATCH) -> int:
    """投递: take up the notices that are due, of all organisations; return how many were taken up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant_id, id FROM notices_due(%s, %s)", [clock.now(), most])
        due = cursor.fetchall()
    handed: list[Handed] = []
    for tenant_id, notice_id in due:
        try:
            if found := take(tenant_id, notice_id):
                handed.append(found)
        except Exception:
            log.exception("notice %s of organisation %s could not be taken up", notice_id, tenant_id)
            _put_off(tenant_id, notice_id)  # one that cannot be read does not stand before the others
    if handed:
        with ThreadPoolExecutor(min(AT_ONCE, len(handed))) as pool:
            running = {pool.submit(contextvars.copy_context().run, hand_over, one): one for one in handed}
            for future in as_completed(running):
                note(running[future], future.result())
    return len(due)


def _put_off(tenant_id: int, notice_id: int) -> None:
    with in_tenant(tenant_id):
        Notice.objects.filter(pk=notice_id, due_at__isnull=False).update(due_at=clock.now() + PUT_OFF)


def take(tenant_id: int, notice_id: int) -> Handed | None:
    """Decide about one notice; when it is to go out, hand it out for a while. None: nothing is to be sent now."""
    with in_tenant(tenant_id):
        now = clock.now()
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=notice_id, due_at__lte=now)
            .first()
        )
        if notice is None:
            return None
        if notice.state == NoticeState.SENDING and notice.tries >= pacing.TRIES:
            _next_way(notice, "no_answer")  # handed out and never answered for
            return None
        if notice.event not in declared() and notice.state != NoticeState.SENDING:
            _move(notice, NoticeState.REFUSED, reason="no_text")
            return None
        situation, known = situation_of(notice, now)
        verdict = pacing.verdict_for(situation)
        if notice.state == NoticeState.SENDING and verdict.state != NoticeState.SENDING:
            verdict = pacing.Verdict(NoticeState.SENDING)  # it may have gone out: it is ended, not judged anew
        if verdict.state != NoticeState.SENDING:
            _move(notice, verdict.state, reason=verdict.reason, due=verdict.due_at)
            return None
        ways = ways_of(notice, known)
        if ways is None:  # no channel is set for this kind: it is written, and stays here to be read
            _write(notice, "", known.name, known.language)
            _move(notice, NoticeState.SENDING, due=now + pacing.LEASE)
            _move(notice, NoticeState.SENT, reason="logged")
            return None
        if notice.place >= len(ways):
            has_failed = notice.state in (NoticeState.FAILED, NoticeState.SENDING)
            _move(notice, NoticeState.GIVEN_UP if has_failed else NoticeState.REFUSED, reason="no_address")
            return None
        return _handed(notice, ways[notice.place], known.name, known.language)


def _handed(notice: Notice, way: Way, name: str, language: str) -> Handed | None:
    now, channel = clock.now(), way.channel
    secret_facts = _write(notice, way.address, name, language)
    notice.channel, notice.tries = channel, notice.tries + 1
    _move(notice, NoticeState.SENDING, due=now + pacing.LEASE)
    try:
        opened = sealing.opened_of(channel)
    except RuleBroken:
        _next_way(notice, "bad_channel")
        return None
    subject, body = queries.written(notice, secret_facts)
    message = Message(
        id=f"msg_{notice.tenant_id}_{notice.pk}",
        event=notice.event,
        kind=notice.kind,
        organisation=queries.organisation(notice.tenant_id).name,
        language=notice.language,
        subject=subject,
        body=body,
        at=notice.made_at,
        name=notice.name or "",
        address=way.address,
        recipient=(notice.recipient_kind, notice.recipient_id),
        target=(notice.target_type, notice.target_id),
        facts=secret_facts,
        files=_files_of(notice, channel),
    )
    return Handed(notice.tenant_id, notice.pk, channel.driver, message, opened)


def _files_of(notice: Notice, channel: NoticeChannel) -> tuple[Attached, ...]:
    attaches = declared()[notice.event].attaches
    return tuple(attaches(notice.target_id)) if attaches and channel.driver == NoticeChannel.Driver.MAIL else ()


def _write(notice: Notice, address: str, name: str, language: str) -> dict[str, str]:
    """Put the text as it is sent on the notice, what opens a door left out; return the facts with everything in."""
    notice.name, notice.address = notice.name or name[:200], address or notice.address
    if not notice.language:
        notice.language = language
    notice.template = queries.template_for(notice.event, notice.language)
    facts = queries.facts_of(notice)
    shown = texts.without_secrets(facts, queries.secrets_in(notice.event))
    notice.subject, notice.body = queries.written(notice, shown)
    return facts


def hand_over(handed: Handed) -> Undelivered | None:
    """Give a message to its channel, outside any transaction; return why it was not taken."""
    try:
        driver(handed.driver)(handed.message, handed.opened)
    except Undelivered as error:
        return error
    except Exception:
        log.exception("channel %s failed on notice %s", handed.driver, handed.notice_id)
        return Undelivered("channel_fault")
    return None


def note(handed: Handed, answer: Undelivered | None) -> None:
    """Note what the channel answered: sent, tried again later, or on over the next channel."""
    with in_tenant(handed.tenant_id):
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=handed.notice_id)
        if notice.state != NoticeState.SENDING:
            return  # somebody erased it meanwhile
        if answer is None:
            _move(notice, NoticeState.SENT)
            return
        due = None if answer.final else pacing.next_try(notice.tries, clock.now(), answer.wait)
        if due is None:
            _next_way(notice, answer.code)
        else:
            _move(notice, NoticeState.FAILED, reason=answer.code, due=due)


def _next_way(notice: Notice, reason: str) -> None:
    """Go on over the next channel of the rule, or give up after the last."""
    _situation, known = situation_of(notice, clock.now())
    ways = ways_of(notice, known) or []
    if notice.place + 1 < len(ways):
        notice.place, notice.tries = notice.place + 1, 0
        _move(notice, NoticeState.FAILED, reason=reason, due=clock.now())
    else:
        _move(notice, NoticeState.GIVEN_UP, reason=reason)


def _move(notice: Notice, to: NoticeState, *, reason: str = "", due: datetime | None = None) -> None:
    """Change a notice's state: the row, the step, and on the timeline what a reader of the case wants to know."""
    assert may_follow(NoticeState(notice.state), to), f"{notice.state} → {to}"
    now = clock.now()
    notice.state, notice.reason, notice.due_at = to.value, reason, due
    if to in OVER:
        notice.over_at = now
        notice.facts = texts.without_secrets(notice.facts or {}, queries.secrets_in(notice.event))
    notice.save(update_fields=CHANGING)
    NoticeStep.objects.create(
        tenant_id=notice.tenant_id, notice=notice, state=to.value, at=now, attempt=notice.tries, next_at=due,
        channel=notice.channel, reason=reason,
    )  # fmt: skip
    if to in ON_TIMELINE or (to == NoticeState.FAILED and notice.tries == 1):
        _tell_timeline(notice, to, reason, due, notice.channel)


def _tell_timeline(
    notice: Notice, to: NoticeState, reason: str, due: datetime | None, channel: NoticeChannel | None
) -> None:
    staff = notice.recipient_kind == RecipientKind.MEMBER
    ledger.record(
        f"notice.{to.value}",
        by=system_actor(notice.tenant_id),
        target=notice,
        case=(notice.case_type, notice.case_id),
        event=notice.event,
        to=notice.recipient_kind,
        name=notice.name if staff else "",  # a customer's name would outlive an erasure here
        channel=channel.name if channel else "",
        reason=reason,
        next=due,
        attempt=notice.tries,
    )
