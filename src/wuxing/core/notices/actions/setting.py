"""Set: how each kind of notice goes out, and where a member wants what is for them."""

from collections.abc import Sequence
from datetime import time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.notices.events import Kind
from wuxing.core.notices.models import NoticeChannel, NoticePreference, NoticeRule
from wuxing.core.notices.queries.situation import terms_of
from wuxing.core.notices.rules.showing import kind_of_address, plain_phone
from wuxing.core.reasons import say

LONGEST_WINDOW = timedelta(days=7)


@transaction.atomic
def set_terms(
    *,
    kind: str,
    channels: Sequence[int] = (),
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    per_day: int | None = None,
    window_minutes: int = 10,
    by: Actor,
) -> NoticeRule:
    """发送规则: over which channels a kind goes out, in turn; its quiet hours; how many a day; when the same is a repeat.

    Raises NotAllowed, BadInput (no such kind or channel; half of the quiet hours; safety has none).
    """
    by.require(Permission.NOTICE_MANAGE)
    wrong: dict[str, str] = {}
    if kind not in set(Kind):
        raise BadInput({"kind": say("choose one of the list")})
    chosen = list(dict.fromkeys(channels))
    if NoticeChannel.objects.filter(pk__in=chosen, ended_at=None).count() != len(chosen):
        wrong["channels"] = say("choose from the list")
    if (quiet_from is None) != (quiet_until is None) or (quiet_from is not None and quiet_from == quiet_until):
        wrong["quiet_until"] = say("quiet hours begin and end at two different times; leave both empty for none")
    if kind == Kind.SAFETY and (quiet_from is not None or per_day is not None):
        wrong["quiet_from"] = say("warnings of danger go out at any hour, however many")
    if per_day is not None and not 1 <= per_day <= 1000:
        wrong["per_day"] = say("from 1 to 1000, or empty for no limit")
    if not 0 <= window_minutes <= LONGEST_WINDOW.total_seconds() // 60:
        wrong["window_minutes"] = say("at most a week, in minutes")
    if wrong:
        raise BadInput(wrong)
    before = _said(kind)

    values = {
        "channels": chosen, "quiet_from": quiet_from, "quiet_until": quiet_until, "per_day": per_day,
        "window_minutes": window_minutes, "changed_by_id": by.user_id, "changed_at": clock.now(),
    }  # fmt: skip
    made, _new = NoticeRule.objects.update_or_create(tenant_id=by.tenant_id, kind=kind, defaults=values)
    ledger.record("notice.set_terms", by=by, target=made, kind=kind, before=before, after=_said(kind))
    return made


def _said(kind: str) -> dict[str, object]:
    terms = terms_of(Kind(kind))
    return {
        "channels": list(terms.channels),
        "quiet": [terms.quiet.begins, terms.quiet.ends] if terms.quiet else None,
        "per_day": terms.per_day,
        "window_minutes": int(terms.window.total_seconds() // 60),
    }


@transaction.atomic
def set_preference(
    *, email: str = "", phone: str = "", handle: str = "", channel_id: int | None = None, by: Actor
) -> NoticePreference:
    """个人设置: where one wants to get what is for oneself. Raises BadInput (no such address or channel)."""
    email, number, handle = email.strip(), plain_phone(phone.strip()), handle.strip()
    wrong: dict[str, str] = {}
    if email:
        try:
            validate_email(email)
        except ValidationError:
            wrong["email"] = say("write an e-mail address")
    if number and kind_of_address(number) != "phone":
        wrong["phone"] = say("write a telephone number in digits")
    if len(handle) > 100 or (handle and kind_of_address(handle) != "handle"):
        wrong["handle"] = say("write the name under which the service knows you; an e-mail address has its own field")
    if channel_id is not None and not NoticeChannel.objects.filter(pk=channel_id, ended_at=None).exists():
        wrong["channel_id"] = say("choose one of the list")
    if wrong:
        raise BadInput(wrong)
    made, _new = NoticePreference.objects.update_or_create(
        tenant_id=by.tenant_id,
        user_id=by.user_id or 0,
        defaults={"email": email, "phone": number, "handle": handle, "channel_id": channel_id},
    )
    ledger.record("notice.set_preference", by=by, target=made, channel_id=channel_id)
    return made
