"""How organisations hang together: the register that ties are looked through."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wuxing.certification.people import actions, words
from wuxing.certification.people.forms import EndRelationForm, RelationForm
from wuxing.certification.people.models import Relation
from wuxing.certification.people.views import steps
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.forms import Form

P = Permission
SHOWN = 300


def relations(request: HttpRequest) -> HttpResponse:
    """List relations; write one down, or its end."""
    by = acting(request, P.CASE_READ)
    rows = list(Relation.objects.select_related("client", "other").order_by("-pk")[:SHOWN])
    asked = steps.asked(request)
    lasting = [
        (row.pk, f"{_other(row)} · {words.relation(row.kind)} · {row.client.name}") for row in rows if not row.until
    ]
    made: dict[str, Form] = {
        "add": RelationForm(request.POST if asked == "add" else None),
        "end": EndRelationForm(request.POST if asked == "end" else None, lasting=lasting),
    }
    acts: dict[str, Any] = {"add": actions.declare_relation, "end": actions.end_relation}
    if asked in made and steps.done(request, made[asked], acts[asked], by=by):
        return redirect("certification:relations")
    context = {
        "views": steps.tabs(by, "relations"),
        "rows": [{"row": row, "other": _other(row), "word": words.relation(row.kind)} for row in rows],
        "forms": made,
        "asked": asked,
        "lasting": lasting,
        "may": by.may(P.CERTIFIER_MANAGE) or by.may(P.CASE_MANAGE),
    }
    return render(request, "certification/people/relations.html", context, status=422 if asked in made else 200)


def _other(row: Relation) -> str:
    return row.other.name if row.other else row.party
