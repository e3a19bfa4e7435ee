"""Lists of notices, a page at a time."""

from dataclasses import dataclass

from wuxing.core.notices.models import Notice

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the notices is asked for; `before`: older than this one; `after`: newer."""

    state: str = ""
    kind: str = ""
    event: str = ""
    recipient: str = ""
    case: tuple[str, int] | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of notices, newest first, and whether there are newer and older ones."""

    rows: list[Notice]
    newer: bool
    older: bool


def page_of(wanted: Wanted) -> Page:
    """Return one page. Every filter has an index that begins with the tenant and ends with the number."""
    chosen = {"state": wanted.state, "kind": wanted.kind, "event": wanted.event, "recipient_kind": wanted.recipient}
    found = Notice.objects.filter(**{name: value for name, value in chosen.items() if value})
    if wanted.case:
        found = found.filter(case_type=wanted.case[0], case_id=wanted.case[1])
    found = found.select_related("channel")
    if wanted.after is not None:
        rows = list(found.filter(pk__gt=wanted.after).order_by("pk")[: PAGE + 1])
        return Page(rows[:PAGE][::-1], newer=len(rows) > PAGE, older=True)
    if wanted.before is not None:
        found = found.filter(pk__lt=wanted.before)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return Page(rows[:PAGE], newer=wanted.before is not None, older=len(rows) > PAGE)
