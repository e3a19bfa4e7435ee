"""方案一览: every scheme with its editions, and the drafts that are being worked on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.schemes.drafts import queries as drafts
from wuxing.schemes.editions import queries
from wuxing.schemes.packs.succession import number_of
from wuxing.schemes.views import shown


def schemes(request: HttpRequest) -> HttpResponse:
    """List the editions, a scheme after another, the newest edition of each first; above them the drafts."""
    by = acting(request, Permission.SCHEME_READ)
    found = shown.force()
    editions = sorted(queries.editions(), key=lambda one: number_of(one.edition), reverse=True)
    order = {scheme: place for place, scheme in enumerate(_order(found, [one.scheme for one in editions]))}
    rows = [shown.line(one, found, by) for one in sorted(editions, key=lambda one: order[one.scheme])]
    may_edit = by.may(Permission.SCHEME_EDIT)
    context = {
        "rows": rows,
        "drafts": drafts.drafts(),
        "may_edit": may_edit,
        "why_not_edit": "" if may_edit else _("your role may not draft schemes"),
    }
    return render(request, "schemes/schemes.html", context)


def _order(found: shown.Force, schemes: list[str]) -> list[str]:
    """What the organisation is assessed by stands first."""
    adopted = dict.fromkeys(one.scheme for one in found.adoptions)
    return [*(one for one in adopted if one in schemes), *sorted({*schemes} - adopted.keys())]
