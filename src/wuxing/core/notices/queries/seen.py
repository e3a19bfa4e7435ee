"""Notices as a person may see them: who gets them, and what was written to them (个人信息保护法 art. 51)."""

from collections import defaultdict
from collections.abc import Sequence

from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.models import Notice


def names_for(by: Actor, notices: Sequence[Notice]) -> dict[int, str]:
    """Return the recipients' names of notices as this person may see them, by the number of the notice."""
    kinds: dict[str, list[Notice]] = defaultdict(list)
    for one in notices:
        if one.name:
            kinds[one.recipient_kind].append(one)
    found: dict[int, str] = {}
    for kind, rows in kinds.items():
        shown = recipients.seen_by(by, kind, [(row.recipient_id, row.name or "") for row in rows])
        found.update(zip((row.pk for row in rows), shown, strict=True))
    return found


def text_for(by: Actor, notice: Notice) -> tuple[str | None, str | None]:
    """Return subject and body of a notice; a name that is hidden is hidden in them as well."""
    shown = names_for(by, [notice]).get(notice.pk, "")
    if not notice.name or shown == notice.name:
        return notice.subject, notice.body
    hidden = [text and text.replace(notice.name, shown) for text in (notice.subject, notice.body)]
    return hidden[0], hidden[1]
