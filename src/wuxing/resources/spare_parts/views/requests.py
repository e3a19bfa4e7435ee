"""备件申领与旧件: what is asked for, what a technician has, the old parts that come back."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.resources.models import OldPart, PartRequest, Person
from wuxing.resources.spare_parts import actions, queries, rules, states
from wuxing.resources.spare_parts.forms import (
    ApproveForm,
    AskForm,
    DisposeForm,
    GiveBackForm,
    IssueForm,
    NothingForm,
    ReasonForm,
    TakeInForm,
)
from wuxing.resources.spare_parts.queries import lists
from wuxing.resources.spare_parts.states import Mode
from wuxing.resources.spare_parts.views import shell
from wuxing.resources.spare_parts.views.shell import Act

P = Permission
REQUEST_ACTS: Mapping[str, Act] = {
    "approve": Act(_("Approve"), ApproveForm, actions.approve_request, _("Approved."), "check"),
    "issue": Act(pgettext_lazy("part", "Issue"), IssueForm, actions.issue_request, _("Issued."), "truck"),
    "take_over": Act(_("I have it"), NothingForm, actions.take_over, _("Taken over."), "check"),
    "refuse": Act(_("Refuse"), ReasonForm, actions.refuse_request, _("Refused."), "ban"),
    "withdraw": Act(
        pgettext_lazy("part request", "Withdraw"), ReasonForm, actions.withdraw_request, _("Withdrawn."), "x"
    ),
}
OLD_PART_ACTS: Mapping[str, Act] = {
    "take_in": Act(_("Take it in"), TakeInForm, actions.take_in_old_part, _("Taken in."), "download"),
    "dispose": Act(_("Write down its end"), DisposeForm, actions.dispose_old_part, _("Written down."), "check"),
}
MINE_ACTS: Mapping[str, Act] = {
    "ask": Act(_("Ask for a part"), AskForm, actions.request_part, _("The part is asked for."), "plus"),
    "give_back": Act(_("Give back unused"), GiveBackForm, actions.return_unused, _("Given back."), "arrow-back-up"),
}
_NEXT = {"requested": ("approve", "refuse"), "approved": ("issue", "refuse"), "issued": ("take_over",)}
_OWN = {"requested": ("withdraw",), "approved": ("withdraw",), "issued": ("take_over",)}
GROUPS = {"open": states.OPEN_REQUESTS, "waiting": states.AWAITED}


def _request_row(row: dict[str, Any], by: Actor, page: str) -> dict[str, Any]:
    keeper = by.may(P.PARTS_MANAGE)
    names = (
        _NEXT.get(row["state"], ()) if keeper else _OWN.get(row["state"], ()) if row["user_id"] == by.user_id else ()
    )
    acts = []
    for name in names:
        act = REQUEST_ACTS[name]
        asks = act.form is not NothingForm
        url = (
            f"{page}?do={name}&row={row['pk']}#do"
            if asks
            else reverse("parts:part_request_act", args=[row["pk"], name])
        )
        acts.append({"label": act.label, "url": url, "method": "" if asks else "post", "icon": act.icon})
    return {
        **row,
        "look": rules.LOOKS[row["state"]],
        "word": wording.text(rules.REQUEST_WORDS[row["state"]]),
        "quantity": rules.quantity_text(row["quantity"]),
        "when": shell.when(row["requested_at"], by.zone),
        "acts": acts,
    }


def _asked(request: HttpRequest, acts: Mapping[str, Act], route: str) -> dict[str, Any] | None:
    """Return the form that the address asks for: `?do=approve&row=7`."""
    name, row = request.GET.get("do", ""), request.GET.get("row", "")
    if name not in acts or not (row.isascii() and row.isdecimal() and len(row) < 19):
        return None
    return shell.opened(acts, name, reverse(route, args=[int(row), name]))


def requests(request: HttpRequest) -> HttpResponse:
    """List the part requests, newest first; those that wait at first."""
    by = acting(request, *shell.SEES)
    return _requests(request, by, _asked(request, REQUEST_ACTS, "parts:part_request_act"))


def _requests(request: HttpRequest, by: Actor, opened: dict[str, Any] | None, status: int = 200) -> HttpResponse:
    page = reverse("parts:requests")
    asked = request.GET.get("view", "open")
    found, paging = shell.paged(request, lists.requests(before=shell.before(request), states=GROUPS.get(asked)))
    views = [("open", _("not finished")), ("all", _("all"))]
    return shell.page(
        request,
        "requests",
        "requests",
        by,
        status=status,
        rows=[_request_row(row, by, page) for row in found],
        views=[{"title": title, "url": f"{page}?view={name}", "here": name == asked} for name, title in views],
        paging=paging,
        do=opened,
        page_url=page,
    )


@require_POST
def request_act(request: HttpRequest, part_request_id: int, name: str) -> HttpResponse:
    """Take a request one step on."""
    by = acting(request, P.PARTS_MANAGE, P.REPAIR_VISIT)
    keeper = any(by.may(one) for one in shell.SEES)
    if not PartRequest.objects.filter(pk=part_request_id).exists():
        raise NotFound(say("there is no such part request here"))

    def again(form: Form, status: int) -> HttpResponse:
        url = reverse("parts:part_request_act", args=[part_request_id, name])
        opened = shell.opened(REQUEST_ACTS, name, url, form)
        return _requests(request, by, opened, status) if keeper else _mine(request, by, opened, status)

    back = reverse("parts:requests" if keeper else "parts:mine")
    return shell.take(request, REQUEST_ACTS, name, back, again, request_id=part_request_id, by=by)


def _person(by: Actor) -> Person:
    found = Person.objects.filter(user_id=by.user_id or 0, active=True).first()
    if found is None:
        raise NotFound(say("you are not in the list of technicians"))
    return found


def mine(request: HttpRequest) -> HttpResponse:
    """Show what a technician has with them, what is on its way, and the old parts to hand in."""
    by = acting(request, P.REPAIR_VISIT)
    asked = request.GET.get("do", "")
    opened = _asked(request, REQUEST_ACTS, "parts:part_request_act")
    if asked in MINE_ACTS:
        url = reverse("parts:mine_act", args=[asked])
        opened = shell.opened(MINE_ACTS, asked, url, part_id=request.GET.get("part_id", ""))
    return _mine(request, by, opened)


def _mine(request: HttpRequest, by: Actor, opened: dict[str, Any] | None, status: int = 200) -> HttpResponse:
    page, today = reverse("parts:mine"), clock.today(by.zone)
    van = lists.van_of(by.user_id)
    counted = queries.mode() != Mode.RECORD_ONLY
    lying = lists.balances(van["pk"], most=200) if van and counted else []
    numbered = lists.lying_pieces(van["pk"], [row["part_id"] for row in lying]) if van and lying else {}
    rows = [
        {
            **row,
            "quantity": rules.quantity_text(row["quantity"]),
            "pieces": "、".join(numbered.get((row["part_id"], row["condition"]), [])),
        }
        for row in lying
    ]
    waiting = lists.requests(states=states.AWAITED, user_id=by.user_id or 0)
    old = lists.old_parts(states=frozenset({"on_van_defective"}), user_id=by.user_id or 0)
    return shell.page(
        request,
        "mine",
        "mine",
        by,
        status=status,
        counted=counted,
        rows=[row for row in rows if row["condition"] == "good"],
        waiting=[_request_row(row, by, page) for row in waiting],
        old=[_old_row(row, by, today, page) for row in old],
        do=opened,
        van=van,
        page_url=page,
    )


@require_POST
def mine_act(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for a part, or give one back."""
    by = acting(request, P.REPAIR_VISIT)

    def again(form: Form, status: int) -> HttpResponse:
        return _mine(request, by, shell.opened(MINE_ACTS, name, reverse("parts:mine_act", args=[name]), form), status)

    return shell.take(request, MINE_ACTS, name, reverse("parts:mine"), again, person_id=_person(by).pk, by=by)


def _old_row(row: dict[str, Any], by: Actor, today: Any, page: str) -> dict[str, Any]:
    late = row["state"] == "on_van_defective" and row["due_on"] is not None and row["due_on"] < today
    names = {"on_van_defective": ("take_in",), "returned": ("dispose",)}.get(row["state"], ())
    return {
        **row,
        "look": "late" if late else rules.LOOKS[row["state"]],
        "word": wording.text(rules.OLD_PART_WORDS[row["state"]]),
        "quantity": rules.quantity_text(row["quantity"]),
        "when": shell.when(row["removed_at"], by.zone),
        "late": late,
        "acts": [
            {"label": OLD_PART_ACTS[name].label, "url": f"{page}?do={name}&row={row['pk']}#do"}
            for name in names
            if by.may(P.PARTS_MANAGE)
        ],
    }


def old_parts(request: HttpRequest) -> HttpResponse:
    """List the old parts: who has them, since when, what became of them."""
    by = acting(request, *shell.SEES)
    return _old_parts(request, by, _asked(request, OLD_PART_ACTS, "parts:old_part_act"))


def _old_parts(request: HttpRequest, by: Actor, opened: dict[str, Any] | None, status: int = 200) -> HttpResponse:
    page = reverse("parts:old_parts")
    asked = request.GET.get("view", "open")
    wanted = frozenset({"on_van_defective", "returned"}) if asked == "open" else None
    rows, paging = shell.paged(request, lists.old_parts(before=shell.before(request), states=wanted))
    views = [("open", _("not finished")), ("all", _("all"))]
    today = clock.today(by.zone)
    return shell.page(
        request,
        "old_parts",
        "old_parts",
        by,
        status=status,
        rows=[_old_row(row, by, today, page) for row in rows],
        views=[{"title": title, "url": f"{page}?view={name}", "here": name == asked} for name, title in views],
        paging=paging,
        do=opened,
        page_url=page,
    )


@require_POST
def old_part_act(request: HttpRequest, old_part_id: int, name: str) -> HttpResponse:
    """Take an old part in, or write down its end."""
    by = acting(request, P.PARTS_MANAGE)
    if not OldPart.objects.filter(pk=old_part_id).exists():
        raise NotFound(say("there is no such old part here"))

    def again(form: Form, status: int) -> HttpResponse:
        url = reverse("parts:old_part_act", args=[old_part_id, name])
        return _old_parts(request, by, shell.opened(OLD_PART_ACTS, name, url, form), status)

    back = reverse("parts:old_parts")
    return shell.take(request, OLD_PART_ACTS, name, back, again, old_part_id=old_part_id, by=by)
