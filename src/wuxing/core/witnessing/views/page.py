"""公开账本与见证: who may read our log, who vouches for it, and for whom we vouch."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import places, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.ledger.queries import files, state_of
from wuxing.core.models import Tenant
from wuxing.core.witnessing import queries, rules
from wuxing.core.witnessing.actions import choosing
from wuxing.core.witnessing.forms import WatchForm, WitnessForm
from wuxing.core.witnessing.models import Witness, WitnessedLog


def shown(request: HttpRequest) -> HttpResponse:
    """Show the log and its witnesses; open or shut it, add a witness or a log."""
    by = acting(request, Permission.TENANT_ADMIN)
    act = request.POST.get("act", "")
    add = WitnessForm(request.POST if act == "add" else None)
    watch = WatchForm(request.POST if act == "watch" else None)
    if request.method == "POST":
        try:
            if _done(request, by, act, add, watch):
                return redirect("core:witnesses")
        except BadInput as error:
            (add if act == "add" else watch).blame(error.fields)
    status = 422 if add.errors or watch.errors else 200
    return render(request, "core/witnesses.html", _context(by, add, watch), status=status)


def _done(request: HttpRequest, by: Actor, act: str, add: WitnessForm, watch: WatchForm) -> bool:
    """Do what was asked for; say whether it was done. Raises BadInput."""
    if act == "add" and add.is_valid():
        made = choosing.add_witness(**add.cleaned_data, by=by)
        messages.success(request, _("%s will be asked within seconds.") % made.name)
        return True
    if act == "watch" and watch.is_valid():
        choosing.watch_log(key=watch.cleaned_data["log_key"], by=by)
        messages.success(request, _("We vouch for this log when it asks."))
        return True
    if act in ("open", "shut"):
        try:
            choosing.choose_log(public=act == "open", by=by)
        except BusinessError as error:
            messages.error(request, wording.text(error.reason))
        return True
    return False


def _context(by: Actor, add: WitnessForm, watch: WatchForm) -> dict[str, Any]:
    tenant = Tenant.objects.get(pk=by.tenant_id)
    found, state = queries.vouching(), state_of(by.tenant_id)
    fixed = rules.why_not_choose_log(tenant.kind)
    verifier = files.verifier_of(tenant.slug)
    public = queries.is_public(tenant.slug)
    return {
        "public": public,
        "fixed": "" if fixed is None else wording.text(fixed),
        "chosen": found.chosen,
        "facts": [
            (_("Address of the log"), places.public_url(f"/log/{tenant.slug}/") if public else ""),
            (_("Key of the log"), verifier.text() if verifier else ""),
            (_("Newest signed checkpoint"), state.sealed or ""),
            (_("Our address as a witness"), places.public_url(f"/witness/{tenant.slug}")),
            (_("Our key as a witness"), queries.cosigner(tenant.slug).text()),
        ],
        "witnesses": [_witness(row, state.sealed) for row in found.witnesses],
        "logs": [_log(row) for row in found.logs],
        "add": add,
        "watch": watch,
    }


def _witness(row: Witness, sealed: int) -> dict[str, Any]:
    if row.size >= sealed > 0:
        state, word = "done", _("cosigned the newest checkpoint")
    elif row.trouble:
        state, word = "late", _("does not cosign")
    elif row.size:
        state, word = "waiting", _("%s entries behind") % (sealed - row.size)
    else:
        state, word = "waiting", _("not asked yet")
    return {"row": row, "state": state, "word": word, "who": row.peer.name if row.peer else row.url}


def _log(row: WitnessedLog) -> dict[str, Any]:
    if row.refused_at:
        state, word = "late", _("signed two histories; keep the proof")
    elif row.size:
        state, word = "done", _("grows as it should")
    else:
        state, word = "waiting", _("has not asked yet")
    return {"row": row, "state": state, "word": word, "who": row.peer.name if row.peer else ""}


@require_POST
def end_witness(request: HttpRequest, witness_id: int) -> HttpResponse:
    """Ask a witness no more."""
    by = acting(request, Permission.TENANT_ADMIN)
    choosing.end_witness(witness_id=witness_id, by=by)
    messages.success(request, _("Ended; what it cosigned stays."))
    return redirect("core:witnesses")


@require_POST
def end_log(request: HttpRequest, log_id: int) -> HttpResponse:
    """Vouch for a log no more."""
    by = acting(request, Permission.TENANT_ADMIN)
    choosing.end_log(log_id=log_id, by=by)
    messages.success(request, _("Ended; what we know of the log is kept."))
    return redirect("core:witnesses")
