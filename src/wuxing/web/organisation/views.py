"""Pages of the organisation: members and roles, keys for machines, and one's own account."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import engagements, wording
from wuxing.core import members as member_actions
from wuxing.core import tokens as token_actions
from wuxing.core.access import ROLE_TITLES, Permission, Role
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.models import ApiToken, Membership
from wuxing.core.permission_words import PERMISSION_TITLES
from wuxing.web.organisation.forms import MemberForm, RolesForm, TokenForm


def _titles(roles: Iterable[str]) -> str:
    return wording.listed([str(ROLE_TITLES[Role(role)]) for role in roles])


def members(request: HttpRequest) -> HttpResponse:
    """List the members; add one."""
    by = acting(request, Permission.TENANT_ADMIN)
    form = MemberForm(request.POST or None)
    first_password = ""
    if request.method == "POST" and form.is_valid():
        try:
            made, first_password = member_actions.add_member(**form.cleaned_data, by=by)
            messages.success(request, _("%(name)s is a member now.") % {"name": made.user.name})
            form = MemberForm()
        except BadInput as error:
            form.blame(error.fields)
    found = Membership.objects.filter(tenant_id=by.tenant_id).select_related("user").order_by("-active", "user__name")
    rows = [(row, _titles(row.roles)) for row in found]
    context = {"rows": rows, "form": form, "first_password": first_password}
    return render(request, "web/organisation/members.html", context)


def member(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Change one member's roles."""
    by = acting(request, Permission.TENANT_ADMIN)
    found = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id, tenant_id=by.tenant_id)
    form = RolesForm(request.POST or None, initial={"roles": found.roles, "active": found.active})
    if request.method == "POST" and form.is_valid():
        try:
            member_actions.change_member(membership_id=found.pk, **form.cleaned_data, by=by)
            messages.success(request, _("Roles saved; they count from the next page on."))
            return redirect("web:members")
        except BadInput as error:
            form.blame(error.fields)
    return render(request, "web/organisation/member.html", {"member": found, "form": form})


def tokens(request: HttpRequest) -> HttpResponse:
    """List the keys for machines; make one."""
    by = acting(request, Permission.TENANT_ADMIN)
    holders = [(by.user_id or 0, by.name), *_auditors()]
    form = TokenForm(request.POST or None, holders=holders)
    fresh = ""
    if request.method == "POST" and form.is_valid():
        try:
            holder = form.cleaned_data["user_id"] or by.user_id or 0
            fresh = token_actions.issue_token(user_id=holder, name=form.cleaned_data["name"], by=by)
            form = TokenForm(holders=holders)
        except BadInput as error:
            form.blame(error.fields)
    rows = ApiToken.objects.filter(tenant_id=by.tenant_id).select_related("user").order_by("-pk")[:200]
    return render(request, "web/organisation/tokens.html", {"rows": rows, "form": form, "fresh": fresh})


def _auditors() -> list[tuple[int, str]]:
    """Return the outside auditors who are let in, or will be: their keys read what the engagement opens."""
    rows = engagements.current().select_related("auditor").order_by("auditor__name", "pk")
    return list({row.auditor_id: f"{row.auditor.name} · {row.body}" for row in rows}.items())


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a key back."""
    by = acting(request)
    try:
        token_actions.revoke_token(token_id=token_id, by=by)
        messages.success(request, _("The key is taken back and works no longer."))
    except BusinessError as error:
        messages.error(request, wording.text(error.reason))
    return redirect("web:tokens")


def account(request: HttpRequest) -> HttpResponse:
    """Show what one may do here, and where to change one's password and second factor."""
    by = acting(request)
    rows = [
        (area, [title for permission, title in titles.items() if by.may(permission)])
        for area, titles in PERMISSION_TITLES.items()
    ]
    context = {
        "roles": _titles([role for role in Role if role in by.roles]),
        "rows": [(area, titles) for area, titles in rows if titles],
    }
    return render(request, "web/organisation/account.html", context)
