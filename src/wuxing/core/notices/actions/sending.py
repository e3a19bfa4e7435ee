"""Send: put a notice into the outbox, in the transaction of the action that has something to say."""

from collections.abc import Iterable, Mapping, Sequence

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import Membership
from wuxing.core.notices import events
from wuxing.core.notices.models import Notice
from wuxing.core.notices.recipients import Recipient, RecipientKind, listed
from wuxing.core.notices.rules import texts
from wuxing.core.notices.states import NoticeState


def send(
    event: str,
    *,
    to: Recipient | Iterable[Recipient],
    facts: Mapping[str, object],
    by: Actor,
    target: tuple[str, int],
    case: tuple[str, int] | None = None,
    language: str | None = None,
    urgent: bool = False,
) -> list[Notice]:
    """通知: put a notice for each recipient into the outbox; it goes out after the commit, outside the request.

    One insert for all of them. `target` is what it is about, `case` the timeline on which it stands (the target's own
    otherwise). Times in `facts` are put at the actor's zone. Asks for no permission: the calling action did.

    Raises:
        KeyError: no such event. ValueError: a fact that the event does not declare.
    """
    found = events.event_called(event)
    if unknown := set(facts) - set(found.facts):
        raise ValueError(f"{event} knows no {', '.join(sorted(unknown))}")
    now = clock.now()
    said = {name: texts.plain_fact(value, by.zone) for name, value in facts.items()}
    shown_on = case or target
    return Notice.objects.bulk_create(
        Notice(
            tenant_id=by.tenant_id,
            event=event,
            kind=found.kind,
            recipient_kind=RecipientKind(one.kind).value,
            recipient_id=one.id or None,
            name=one.name[:200],
            address=one.address.strip()[:300],
            facts=said,
            target_type=target[0],
            target_id=target[1],
            case_type=shown_on[0],
            case_id=shown_on[1],
            language=language or "",
            urgent=urgent or found.urgent,
            state=NoticeState.QUEUED.value,
            due_at=now,
            useful_until=now + found.useful_for,
            made_by_id=by.user_id,
            made_at=now,
        )
        for one in _each(listed(to), by.tenant_id)
    )


def _each(to: Sequence[Recipient], tenant_id: int) -> list[Recipient]:
    """Return the recipients with roles put as the people who hold them, nobody twice."""
    found: dict[tuple[str, int | None, str], Recipient] = {}
    for one in to:
        for person in _holders(one, tenant_id) if one.kind == RecipientKind.ROLE else [one]:
            found.setdefault((str(person.kind), person.id, person.address if person.id is None else ""), person)
    return list(found.values())


def _holders(of: Recipient, tenant_id: int) -> list[Recipient]:
    rows = Membership.objects.filter(tenant_id=tenant_id, active=True, roles__contains=[of.role])
    rows = rows.exclude(user_id__in=sorted(of.besides))
    return [
        Recipient(RecipientKind.MEMBER, user_id, name)
        for user_id, name in rows.order_by("user_id").values_list("user_id", "user__name")
    ]
