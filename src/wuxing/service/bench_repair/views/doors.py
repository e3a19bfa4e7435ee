"""The page of one item, and the door of its acts."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wuxing.core import files, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.service.bench_repair.queries import KIND, pages
from wuxing.service.bench_repair.views import item_page
from wuxing.service.bench_repair.views.acts import ITEM_ACTS
from wuxing.service.charges.actions import draft_quote
from wuxing.service.charges.queries import current_quote
from wuxing.service.repair.views.order import take


def item(request: HttpRequest, bench_item_id: int) -> HttpResponse:
    """Show an item; `?do=check` opens that form on it."""
    by = acting(request, Permission.REPAIR_READ)
    shown = item_page.context(bench_item_id, by, do=request.GET.get("do", ""))
    return render(request, "service/bench_repair/item.html", shown)


@require_POST
def item_act(request: HttpRequest, bench_item_id: int, name: str) -> HttpResponse:
    """Do one thing to an item, then show it; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.REPAIR_READ)
    act = ITEM_ACTS.get(name)
    if act is None:
        raise NotFound("")
    form = item_page.form_for(name, pages.item(bench_item_id), by, request.POST, request.FILES)
    refusal = take(form, lambda filled: act.run(bench_item_id, filled, by))
    if not form.errors:
        messages.success(request, str(act.said))
        return redirect("bench:item", bench_item_id)
    if not act.asks:
        messages.error(request, form.refusal())
        return redirect("bench:item", bench_item_id)
    shown: dict[str, Any] = item_page.context(bench_item_id, by, do=name, bound=form)
    return render(request, "service/bench_repair/item.html", shown, status=refusal.status if refusal else 422)


@require_POST
def item_quote(request: HttpRequest, bench_item_id: int) -> HttpResponse:
    """Go to the quote of an item; without one, a draft is written."""
    by = acting(request, Permission.QUOTE_MANAGE)
    found = current_quote((KIND, bench_item_id))
    if found is None or found.state in ("declined", "expired"):
        try:
            found = draft_quote(item_id=bench_item_id, by=by)
        except (RuleBroken, BadInput) as refusal:
            messages.error(request, wording.text(refusal.reason))
            return redirect("bench:item", bench_item_id)
    return redirect("charges:quote", found.pk)


def item_file(request: HttpRequest, bench_item_id: int, photo_id: int) -> FileResponse:
    """Give a picture or a letter that was kept with an item."""
    acting(request, Permission.REPAIR_READ)
    if not pages.is_file_of(bench_item_id, photo_id):
        raise NotFound(say("there is no such file here"))
    kept, content = files.opened(photo_id)
    return FileResponse(content, filename=kept.name, content_type=kept.media_type)
