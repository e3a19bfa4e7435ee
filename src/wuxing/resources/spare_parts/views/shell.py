"""What the pages of parts share: tabs, the one form that is open, words, paging."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.resources.spare_parts import queries, rules
from wuxing.resources.spare_parts.queries import lists
from wuxing.resources.spare_parts.queries.lists import NEWEST, PAGE

P = Permission
SEES = (P.RESOURCE_READ, P.PARTS_MANAGE)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done on a page of parts."""

    label: str | Promise
    form: type[Form]
    run: Callable[..., object]
    said: str | Promise
    icon: str = ""


def tabs(by: Actor, here: str) -> list[dict[str, Any]]:
    """Return the pages of parts that somebody may open."""
    names: list[tuple[str, str, Any]] = []
    if any(by.may(one) for one in SEES):
        names += [("catalogue", _("Catalogue"), None), ("stock", _("Stock"), None)]
        names += [("requests", _("Part requests"), None), ("old_parts", _("Old parts"), None)]
        names.append(("movements", _("Movements"), None))
    if by.may(P.REPAIR_VISIT):
        names.append(("mine", _("My parts"), None))
    return [
        {"title": title, "url": reverse(f"parts:{name}"), "count": count, "here": name == here}
        for name, title, count in names
    ]


def page(
    request: HttpRequest, template: str, here: str, by: Actor, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a page of parts."""
    mode = queries.mode()
    shared = {
        "tabs": tabs(by, here),
        "mode": mode.value,
        "mode_word": wording.text(rules.MODES[mode]),
        "may_manage": by.may(P.PARTS_MANAGE),
    }
    return render(request, f"resources/parts/{template}.html", {**shared, **context}, status=status)


def opened(acts: Mapping[str, Act], name: str, url: str, bound: Form | None = None, **initial: Any) -> dict[str, Any]:
    """Return the form of an act as `do.html` draws it. Raises NotFound."""
    act = acts.get(name)
    if act is None:
        raise NotFound("")
    return {"title": act.label, "do": act.label, "form": bound or act.form(initial=initial), "url": url}


def take(
    request: HttpRequest,
    acts: Mapping[str, Act],
    name: str,
    back: str,
    again: Callable[[Form, int], HttpResponse],
    **given: Any,
) -> HttpResponse:
    """Do one thing and go back; what is refused comes again with what was typed."""
    act = acts.get(name)
    if act is None:
        raise NotFound("")
    form = act.form(request.POST)
    if form.is_valid():
        try:
            act.run(**given, **form.cleaned_data)
            messages.success(request, str(act.said))
            return redirect(back)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as refusal:
            form.add_error(None, wording.text(refusal.reason))
            if not form.fields:
                messages.error(request, wording.text(refusal.reason))
                return redirect(back)
    return again(form, 422)


def before(request: HttpRequest) -> int:
    """Return the key before which a page of a list ends."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else NEWEST


def paged(
    request: HttpRequest, rows: list[dict[str, Any]], key: str = "pk"
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return a page of rows, and the addresses of its neighbours."""
    following = ""
    if len(rows) > PAGE:
        asked = request.GET.copy()
        asked["before"] = str(rows[PAGE - 1][key])
        following = f"?{asked.urlencode()}"
    asked = request.GET.copy()
    asked.pop("before", None)
    first = f"?{asked.urlencode()}" if "before" in request.GET else ""
    return rows[:PAGE], {"next": following, "previous": first}


def when(moment: datetime | None, zone: str) -> str:
    """Return a moment as the pages write it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment else ""


def has_low() -> int:
    """Return how many parts are low."""
    return lists.low_count()
