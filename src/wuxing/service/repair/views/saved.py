"""Saved views of a list: save, rename, delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.models import SavedView
from wuxing.service.repair.actions import saved_views
from wuxing.service.repair.forms.lists import ViewForm
from wuxing.service.repair.views.order import take


def _list(page: str, query: str = "") -> str:
    path = reverse("repair:requests" if page == "requests" else "repair:orders")
    return f"{path}?{query}" if query else path


def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name, and save the filters of a list under it."""
    by = acting(request, Permission.REPAIR_READ)
    asked = request.POST if request.method == "POST" else request.GET
    page, query = asked.get("page", ""), asked.get("query", "")[:1000]
    form = ViewForm(request.POST if request.method == "POST" else None, zone=by.zone)
    if request.method == "POST":
        take(
            form, lambda filled: saved_views.save_view(page=page, name=filled.cleaned_data["name"], query=query, by=by)
        )
        if not form.errors:
            messages.success(request, _("The view is saved."))
            return redirect(_list(page, query))
    context = {"form": form, "page_name": page, "query": query, "back": _list(page, query), "view": None}
    return render(request, "service/repair/view.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a view, or delete it."""
    by = acting(request, Permission.REPAIR_READ)
    view = SavedView.objects.filter(pk=view_id, user_id=by.user_id or 0).first()
    if view is None:
        raise NotFound(_("there is no such view of yours"))
    if request.method == "POST" and "delete" in request.POST:
        saved_views.delete_view(view_id=view_id, by=by)
        messages.success(request, _("The view is deleted."))
        return redirect(_list(view.page))
    form = ViewForm(request.POST if request.method == "POST" else None, initial={"name": view.name}, zone=by.zone)
    if request.method == "POST":
        take(form, lambda filled: saved_views.rename_view(view_id=view_id, name=filled.cleaned_data["name"], by=by))
        if not form.errors:
            messages.success(request, _("The view is renamed."))
            return redirect(_list(view.page, view.query))
    context = {"form": form, "view": view, "back": _list(view.page, view.query)}
    return render(request, "service/repair/view.html", context, status=422 if form.errors else 200)
