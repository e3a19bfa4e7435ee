"""What a tablet kept while it had no line: taken one by one, each once, each with its own answer."""

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from wuxing.certification.cases import queries as cases
from wuxing.certification.onsite_audit.actions.notes import NewNote, add_note
from wuxing.certification.onsite_audit.actions.sheets import Changed, see_leaf
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.reasons import say

MOST = 50
_DATA_URL = ";base64,"
_NEVER = datetime.min.replace(tzinfo=UTC)


class Outcome(StrEnum):
    """What became of an item of the outbox."""

    KEPT = "kept"
    CONFLICT = "conflict"  # somebody else wrote the same checklist meanwhile
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """A note or a checklist as the tablet kept it. `key`: its own mark."""

    key: str
    what: str  # note, sheet
    details: dict[str, Any] = field(default_factory=dict)


def take(*, case_id: int, items: list[Item], by: Actor) -> list[dict[str, Any]]:
    """发件箱: take what a tablet kept; return for each item what became of it. One that is refused does not hold up others.

    Raises NotAllowed (the role), NotFound (the case), BadInput (too many).
    """
    by.require(Permission.CASE_EVALUATE)
    cases.case(case_id)
    if len(items) > MOST:
        raise BadInput({"items": say("send at most %(most)s at once", most=MOST)})
    return [_one(case_id, item, by) for item in items]


def _one(case_id: int, item: Item, by: Actor) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"key": item.key, "outcome": Outcome.KEPT.value, **_taken(case_id, item, by)}
    except Changed as error:
        reason = wording.text(error.reason)
        return {"key": item.key, "outcome": Outcome.CONFLICT.value, "reason": reason, "theirs": shown(error.sheet)}
    except BadInput as error:
        told = "; ".join(wording.text(one) for one in error.fields.values())
        return {"key": item.key, "outcome": Outcome.REFUSED.value, "reason": told}
    except BusinessError as error:
        return {"key": item.key, "outcome": Outcome.REFUSED.value, "reason": wording.text(error.reason)}


def _taken(case_id: int, item: Item, by: Actor) -> dict[str, Any]:
    given = item.details
    if item.what == "sheet":
        looked = Looked(_text(given, "text"), _number(given, "sample_size"), _text(given, "override_reason"))
        since = None if given.get("force") else _instant(given, "since") or _NEVER
        sheet = see_leaf(case_id=case_id, leaf=_text(given, "leaf"), looked=looked, since=since, by=by)
        return {"sheet": shown(sheet)}
    if item.what == "note":
        note = NewNote(
            key=item.key, kind=_text(given, "kind"), text=_text(given, "text"), leaf=_text(given, "leaf"),
            site_id=_number(given, "site_id"), post=_text(given, "post"), person=_text(given, "person"),
            at=_instant(given, "at"),
        )  # fmt: skip
        return {"note": add_note(case_id=case_id, note=note, photo=_photo(given), by=by).pk}
    raise BadInput({"what": say("there is no step %(name)s", name=item.what[:40])})


def shown(sheet: Sheet) -> dict[str, Any]:
    """Return a checklist as the tablet shows it."""
    return {
        "leaf": sheet.leaf,
        "text": sheet.text,
        "sample_size": sheet.sample_size,
        "override_reason": sheet.override_reason,
        "ratio": None if sheet.ratio is None else str(sheet.ratio),
        "evaluator": sheet.evaluator.name if sheet.evaluator else "",
        "since": sheet.seen_at.isoformat() if sheet.seen_at else "",
    }


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _number(given: dict[str, Any], name: str) -> int | None:
    value = given.get(name)
    text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _instant(given: dict[str, Any], name: str) -> datetime | None:
    try:
        found = parse_datetime(_text(given, name))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _photo(given: dict[str, Any]) -> tuple[str, BytesIO] | None:
    text = _text(given, "photo")
    if not text:
        return None
    try:
        content = b64decode(text.partition(_DATA_URL)[2], validate=True)
    except ValueError as error:
        raise BadInput({"photo": say("the photo cannot be read; take it again")}) from error
    return _text(given, "photo_name")[:100] or "photo.jpg", BytesIO(content)
