"""库存: what lies where, one place, its movements; goods in, counts, transfers; how parts are kept."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.resources.spare_parts import actions, queries, rules
from wuxing.resources.spare_parts.forms import CountForm, ModeForm, ReceiveForm, StoreForm, TransferForm
from wuxing.resources.spare_parts.queries import lists
from wuxing.resources.spare_parts.queries.lists import PAGE
from wuxing.resources.spare_parts.states import Mode
from wuxing.resources.spare_parts.views import shell
from wuxing.resources.spare_parts.views.catalogue import movement_row
from wuxing.resources.spare_parts.views.shell import Act

P = Permission


def _transfer(*, place_id: int, by: Actor, **given: Any) -> object:
    return actions.transfer(source_id=place_id, by=by, **given)


PLACE_ACTS: Mapping[str, Act] = {
    "receive": Act(_("Goods in"), ReceiveForm, actions.receive, _("The goods are in."), "download"),
    "count": Act(_("Enter a count"), CountForm, actions.count, _("The count is entered."), "clipboard-check"),
    "transfer": Act(_("Move to another store"), TransferForm, _transfer, _("Moved."), "switch-horizontal"),
}


def stock(request: HttpRequest) -> HttpResponse:
    """List the stores and what technicians have with them."""
    by = acting(request, *shell.SEES)
    return _stock(request, by)


def _stock(
    request: HttpRequest, by: Actor, *, store: Form | None = None, mode: Form | None = None, status: int = 200
) -> HttpResponse:
    return shell.page(
        request,
        "stock",
        "stock",
        by,
        status=status,
        places=lists.places(),
        store_form=store or StoreForm(),
        mode_form=mode or ModeForm(initial={"mode": queries.mode()}),
        low_count=shell.has_low(),
    )


def _seen(place_id: int, by: Actor) -> dict[str, Any]:
    """Return a place that the actor may look at: any for the store, one's own for a technician."""
    found = lists.place(place_id)
    if found is None:
        raise NotFound(say("there is no such place here"))
    if not any(by.may(one) for one in shell.SEES) and (found["user_id"] is None or found["user_id"] != by.user_id):
        raise NotAllowed(say("these are another technician's parts"))
    return found


def _offered(found: dict[str, Any], by: Actor) -> list[str]:
    """Return what can be done at a place, by how parts are kept and whose it is."""
    mode = queries.mode()
    own = found["user_id"] is not None and found["user_id"] == by.user_id
    if mode == Mode.RECORD_ONLY or not (by.may(P.PARTS_MANAGE) or (own and mode == Mode.PERSONAL)):
        return []
    if found["kind"] == "store":
        return ["receive", "count", "transfer"] if mode == Mode.FULL else []
    return ["receive", "count"] if mode == Mode.PERSONAL else ["count"]


def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Show what lies at a place; `?do=count` opens that form."""
    by = acting(request, *shell.SEES, P.REPAIR_VISIT)
    found = _seen(place_id, by)
    asked = request.GET.get("do", "")
    opened = None
    if asked in _offered(found, by):
        url = reverse("parts:place_act", args=[place_id, asked])
        opened = shell.opened(PLACE_ACTS, asked, url, part_id=request.GET.get("part_id", ""))
    return _place(request, found, by, opened)


def _place(
    request: HttpRequest, found: dict[str, Any], by: Actor, opened: dict[str, Any] | None, status: int = 200
) -> HttpResponse:
    url = reverse("parts:place", args=[found["pk"]])
    lying = lists.balances(found["pk"], after=request.GET.get("after", "")[:80], most=PAGE + 1)
    low = lists.low_among([row["part_id"] for row in lying[:PAGE]])
    numbered = lists.lying_pieces(found["pk"], [row["part_id"] for row in lying[:PAGE]])
    last = f"{lying[PAGE - 1]['condition']} {lying[PAGE - 1]['number']}" if len(lying) > PAGE else ""
    paging = {
        "next": f"?{urlencode({'after': last})}" if last else "",
        "previous": url if "after" in request.GET else "",
    }
    rows = [
        {
            **row,
            "quantity": rules.quantity_text(row["quantity"]),
            "low": row["condition"] == "good" and row["part_id"] in low,
            "counted": shell.when(row["counted_at"], by.zone),
            "pieces": "、".join(numbered.get((row["part_id"], row["condition"]), [])),
        }
        for row in lying[:PAGE]
    ]
    return shell.page(
        request,
        "place",
        "stock",
        by,
        status=status,
        place=found,
        rows=rows,
        paging=paging,
        do=opened,
        acts=[
            {"label": PLACE_ACTS[name].label, "icon": PLACE_ACTS[name].icon, "url": f"{url}?do={name}#do"}
            for name in _offered(found, by)
        ],
        moved=[movement_row(row, by.zone) for row in lists.movements(place_id=found["pk"])[:20]],
        page_url=url,
    )


@require_POST
def place_act(request: HttpRequest, place_id: int, name: str) -> HttpResponse:
    """Take goods in, enter a count, move parts."""
    by = acting(request, P.PARTS_MANAGE, P.REPAIR_VISIT)
    found = _seen(place_id, by)

    def again(form: Form, status: int) -> HttpResponse:
        url = reverse("parts:place_act", args=[place_id, name])
        return _place(request, found, by, shell.opened(PLACE_ACTS, name, url, form), status)

    back = reverse("parts:place", args=[place_id])
    return shell.take(request, PLACE_ACTS, name, back, again, place_id=place_id, by=by)


@require_POST
def store_act(request: HttpRequest) -> HttpResponse:
    """Write down a store."""
    by = acting(request, P.PARTS_MANAGE)
    acts = {"store": Act(_("Add a store"), StoreForm, actions.save_store, _("The store is saved."))}
    again = lambda form, status: _stock(request, by, store=form, status=status)  # noqa: E731  # one line a door
    return shell.take(request, acts, "store", reverse("parts:stock"), again, by=by)


@require_POST
def mode_act(request: HttpRequest) -> HttpResponse:
    """Choose how parts are kept."""
    by = acting(request, P.PARTS_MANAGE)
    acts = {"mode": Act(_("Change how parts are kept"), ModeForm, actions.set_mode, _("It holds from now on."))}
    again = lambda form, status: _stock(request, by, mode=form, status=status)  # noqa: E731  # one line a door
    return shell.take(request, acts, "mode", reverse("parts:stock"), again, by=by)


def movements(request: HttpRequest) -> HttpResponse:
    """List what moved, newest first."""
    by = acting(request, *shell.SEES)
    rows, paging = shell.paged(request, lists.movements(before=shell.before(request)))
    return shell.page(
        request, "movements", "movements", by, rows=[movement_row(row, by.zone) for row in rows], paging=paging
    )
