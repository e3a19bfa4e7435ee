"""Word: change what a message says, version by version; what was sent keeps the version it was sent with."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Tenant
from wuxing.core.notices.events import LANGUAGES, Event, declared
from wuxing.core.notices.models import NoticeTemplate
from wuxing.core.notices.rules import texts
from wuxing.core.reasons import say


@transaction.atomic
def change_text(*, event: str, language: str, subject: str, body: str, note: str = "", by: Actor) -> NoticeTemplate:
    """修改文本: keep a new version of a message's text; it counts from now on.

    Raises NotAllowed, NotFound (no such message or language), BadInput (an unknown hole, a stray brace, nothing new).
    """
    by.require(Permission.NOTICE_MANAGE)
    found = _event(event, language)
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    if wrong := wrong_in(found, subject, body):
        raise BadInput(wrong)
    last = _locked(event, language, by)
    if last is not None and not last.shipped and (last.subject, last.body) == (subject, body):
        raise BadInput({"body": say("this is the text that counts already")})

    made = _keep(event, language, last, by, subject=subject, body=body, note=note.strip()[:300])
    ledger.record("notice.change_text", by=by, target=made, event=event, language=language, version=made.version,
                  subject=subject, body=body, note=made.note)  # fmt: skip
    return made


@transaction.atomic
def use_shipped_text(*, event: str, language: str, by: Actor) -> NoticeTemplate:
    """恢复默认: let the text that came with us count again. Raises NotAllowed, NotFound, BadInput (it counts already)."""
    by.require(Permission.NOTICE_MANAGE)
    _event(event, language)
    last = _locked(event, language, by)
    if last is None or last.shipped:
        raise BadInput({"body": say("the text that came with the system counts already")})

    made = _keep(event, language, last, by, shipped=True)
    ledger.record("notice.use_shipped_text", by=by, target=made, event=event, language=language, version=made.version)
    return made


def wrong_in(event: Event, subject: str, body: str) -> dict[str, str]:
    """Return what is wrong with a text, by its field."""
    wrong: dict[str, str] = {}
    if reason := texts.why_not_text(subject, event.facts, most=texts.LONGEST_SUBJECT):
        wrong["subject"] = reason
    elif "\n" in subject:
        wrong["subject"] = say("a subject is one line")
    if reason := texts.why_not_text(body, event.facts):
        wrong["body"] = reason
    return wrong


def _event(name: str, language: str) -> Event:
    found = declared().get(name)
    if found is None or language not in LANGUAGES:
        raise NotFound(say("there is no such message"))
    return found


def _locked(event: str, language: str, by: Actor) -> NoticeTemplate | None:
    Tenant.objects.select_for_update(no_key=True).only("pk").get(pk=by.tenant_id)  # one writer of versions at a time
    return NoticeTemplate.objects.filter(event=event, language=language).order_by("-version").first()


def _keep(event: str, language: str, last: NoticeTemplate | None, by: Actor, **content: object) -> NoticeTemplate:
    return NoticeTemplate.objects.create(
        tenant_id=by.tenant_id,
        event=event,
        language=language,
        version=last.version + 1 if last else 1,
        made_by_id=by.user_id,
        made_at=clock.now(),
        **content,
    )
