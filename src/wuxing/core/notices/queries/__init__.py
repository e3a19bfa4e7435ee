"""Read notices: their texts, their rules, and lists of them."""

from datetime import timedelta

from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.notices.events import declared, event_called
from wuxing.core.notices.models import Notice, NoticeChannel, NoticeTemplate
from wuxing.core.notices.rules import texts
from wuxing.core.reasons import say


def organisation(tenant_id: int) -> Tenant:
    """Return the organisation that sends."""
    return Tenant.objects.get(pk=tenant_id)


def template_for(event: str, language: str) -> NoticeTemplate | None:
    """Return the version of an event's text that counts now, or None: the one that came with us."""
    found = NoticeTemplate.objects.filter(event=event, language=language).order_by("-version").first()
    return None if found is None or found.shipped else found


def text_of(event: str, language: str, template: NoticeTemplate | None) -> tuple[str, str]:
    """Return subject and body with their holes."""
    return (template.subject, template.body) if template else event_called(event).texts[language]


def secrets_in(event: str) -> frozenset[str]:
    """Return the facts of an event that open a door."""
    found = declared().get(event)
    return found.secret if found else frozenset()


def facts_of(notice: Notice) -> dict[str, str]:
    """Return what can be put into a notice's text: its facts, what is looked up, the recipient's name, the organisation's."""
    found: dict[str, str] = dict(notice.facts or {})
    if looks_up := event_called(notice.event).looks_up:
        found |= looks_up(notice.target_id)
    found.setdefault("name", notice.name or "")
    found.setdefault("organisation", organisation(notice.tenant_id).name)
    return found


def written(notice: Notice, facts: dict[str, str]) -> tuple[str, str]:
    """Return subject and body of a notice with `facts` put in."""
    subject, body = text_of(notice.event, notice.language, notice.template)
    return texts.one_line(texts.filled(subject, facts)), texts.filled(body, facts)


def notice(notice_id: int) -> Notice:
    """Return a notice. Raises NotFound."""
    found = Notice.objects.select_related("channel", "template", "made_by", "resends").filter(pk=notice_id).first()
    if found is None:
        raise NotFound(say("there is no such notice here"))
    return found


def channels() -> list[NoticeChannel]:
    """Return the channels that are not ended."""
    return list(NoticeChannel.objects.filter(ended_at=None).order_by("name", "pk"))


def channel(channel_id: int) -> NoticeChannel:
    """Return a channel that is not ended. Raises NotFound."""
    found = NoticeChannel.objects.filter(pk=channel_id, ended_at=None).first()
    if found is None:
        raise NotFound(say("there is no such channel here"))
    return found


def is_declared(event: str) -> bool:
    """Say whether a message is still known."""
    return event in declared()


def usefulness(event: str) -> timedelta:
    """Return how long after it was made a message says something."""
    return event_called(event).useful_for


def lacks_secrets(notice: Notice) -> bool:
    """Say whether a notice held what opens a door, which was not kept."""
    facts = notice.facts or {}
    return any(facts.get(name) == texts.SHORTENED for name in secrets_in(notice.event))
