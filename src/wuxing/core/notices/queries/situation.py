"""What is known about a notice when it is due: its rule, its recipient, what went out before, and the ways it can take."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wuxing.core.models import Membership, Tenant
from wuxing.core.notices import recipients
from wuxing.core.notices.events import Kind, declared
from wuxing.core.notices.models import Notice, NoticeChannel, NoticePreference, NoticeRule
from wuxing.core.notices.recipients import Known, RecipientKind
from wuxing.core.notices.rules.pacing import Situation
from wuxing.core.notices.rules.quiet import Quiet, day_begins
from wuxing.core.notices.rules.showing import kind_of_address
from wuxing.core.notices.states import NoticeState

LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a kind of notice, as set by the organisation or as they come."""

    channels: tuple[int, ...] = ()
    quiet: Quiet | None = None
    per_day: int | None = None
    window: timedelta = timedelta(minutes=10)


DEFAULTS: dict[Kind, Terms] = {
    Kind.SERVICE: Terms(quiet=Quiet(time(21), time(8)), per_day=20),
    Kind.MARKETING: Terms(quiet=Quiet(time(20), time(9)), per_day=1, window=timedelta(days=1)),
    Kind.INTERNAL: Terms(),
    Kind.SAFETY: Terms(),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel that a notice can take, and the address it needs there."""

    channel: NoticeChannel
    address: str


def terms_of(kind: Kind) -> Terms:
    """Return the terms of a kind of notice."""
    found = NoticeRule.objects.filter(kind=kind.value).first()
    return DEFAULTS[kind] if found is None else terms_in(found)


def terms_in(rule: NoticeRule) -> Terms:
    """Return a rule as terms."""
    quiet = None
    if rule.quiet_from is not None and rule.quiet_until is not None:
        quiet = Quiet(rule.quiet_from, rule.quiet_until)
    return Terms(tuple(rule.channels), quiet, rule.per_day, timedelta(minutes=rule.window_minutes))


def situation_of(notice: Notice, now: datetime) -> tuple[Situation, Known]:
    """Return what is known when a notice is due, and what is known of its recipient."""
    kind, terms = Kind(notice.kind), terms_of(Kind(notice.kind))
    tenant = Tenant.objects.get(pk=notice.tenant_id)
    found = _known(notice)
    known = found or Known()
    zone = known.zone or tenant.zone
    language = next((one for one in (notice.language, known.language, tenant.language) if one in LANGUAGES), "zh-hans")
    situation = Situation(
        now=now,
        zone=zone,
        kind=kind,
        urgent=notice.urgent,
        useful_until=notice.useful_until,
        quiet=terms.quiet,
        is_known=found is not None and notice.erased_at is None,
        has_agreed=kind != Kind.MARKETING
        or recipients.has_agreed(notice.recipient_kind, notice.recipient_id, kind.value),
        is_repeat=notice.resends_id is None and _is_repeat(notice, terms.window),
        sent_today=_sent_since(notice, day_begins(now, zone)),
        per_day=terms.per_day,
    )
    return situation, Known(known.name, known.addresses, language, zone)


def _known(notice: Notice) -> Known | None:
    given = (notice.address,) if notice.address else ()
    if notice.recipient_kind == RecipientKind.MEMBER:
        return _member(notice)
    found = recipients.known(notice.recipient_kind, notice.recipient_id)
    return None if found is None else Known(found.name, (*given, *found.addresses), found.language, found.zone)


def _member(notice: Notice) -> Known | None:
    rows = Membership.objects.filter(tenant_id=notice.tenant_id, user_id=notice.recipient_id or 0, active=True)
    found = rows.values_list("user__name", "user__email", "user__language").first()
    if found is None:
        return None
    name, email, language = found
    said = NoticePreference.objects.filter(user_id=notice.recipient_id or 0).first()
    own = (said.email or email, said.phone, said.handle) if said else (email,)
    return Known(name, tuple(one for one in own if one), language)


def ways_of(notice: Notice, known: Known) -> list[Way] | None:
    """Return the ways a notice can take, in their order; None: its kind has no channel at all, it is only kept."""
    wanted = list(terms_of(Kind(notice.kind)).channels)
    only = declared()[notice.event].only
    if only:
        mine = NoticeChannel.objects.filter(driver=only, ended_at=None)
        wanted = list(mine.order_by("pk").values_list("pk", flat=True)[:1])
    elif notice.recipient_kind == RecipientKind.MEMBER:
        said = NoticePreference.objects.filter(user_id=notice.recipient_id or 0, channel__isnull=False).first()
        if said is not None and said.channel_id is not None:
            wanted = [said.channel_id, *(one for one in wanted if one != said.channel_id)]
    found = NoticeChannel.objects.filter(ended_at=None).in_bulk(wanted)
    in_turn = [found[one] for one in wanted if one in found]
    if not in_turn:
        return None
    first = declared()[notice.event].channel
    in_turn.sort(key=lambda one: one.driver != first)  # stable: otherwise as the rule says
    addresses = {kind_of_address(one): one for one in reversed(known.addresses)}
    ways = []
    for channel in in_turn:
        needed = "email" if channel.driver == NoticeChannel.Driver.MAIL else channel.needs
        if not needed:
            ways.append(Way(channel, known.addresses[0] if known.addresses else ""))
        elif needed in addresses:
            ways.append(Way(channel, addresses[needed]))
    return ways


def _alike(notice: Notice) -> dict[str, object]:
    if notice.recipient_id is not None:
        return {"recipient_kind": notice.recipient_kind, "recipient_id": notice.recipient_id}
    return {"recipient_kind": notice.recipient_kind, "recipient_id": None, "address": notice.address}


def _is_repeat(notice: Notice, window: timedelta) -> bool:
    """Say whether the same was put into the outbox shortly before; a message with other facts is another one."""
    secret = declared()[notice.event].secret
    said = {name: fact for name, fact in (notice.facts or {}).items() if name not in secret}
    rows = Notice.objects.filter(
        **_alike(notice),
        target_type=notice.target_type,
        target_id=notice.target_id,
        event=notice.event,
        facts__contains=said,
        made_at__gt=notice.made_at - window,
        pk__lt=notice.pk,
    )
    return rows.exclude(state__in=[NoticeState.REFUSED, NoticeState.GIVEN_UP]).exists()


def _sent_since(notice: Notice, since: datetime) -> int:
    rows = Notice.objects.filter(**_alike(notice), kind=notice.kind, over_at__gte=since, state=NoticeState.SENT)
    return rows.exclude(pk=notice.pk).count()
