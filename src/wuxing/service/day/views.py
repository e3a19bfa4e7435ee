"""The door of the phone's outbox, and the photos of an order."""

import json
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from wuxing.core import files, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.service.day import actions, queries
from wuxing.service.day.forms import gathered
from wuxing.service.repair.views import visit_page
from wuxing.service.repair.views.visit_acts import VISIT_ACTS

GOES = ("decline", "finish")
_WORKER = Path(__file__).resolve().parents[1] / "static/service/day/worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the worker that lets the day and its visits open without a line; its address is its reach."""
    acting(request, Permission.REPAIR_VISIT)
    answer = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_POST
def outbox(request: HttpRequest) -> HttpResponse:
    """Take what a phone kept; answer for each act what became of it, and where the page goes on."""
    by = acting(request, Permission.REPAIR_VISIT)

    def run(act: actions.Act) -> object:
        step = VISIT_ACTS.get(act.step)
        if step is None:
            raise BadInput({"name": say("there is no step %(name)s", name=act.step[:40])})
        # what a phone kept before the page asked whether it was drawn counts as it did
        given: dict[str, Any] = {"asks": "not_drawn" in act.details} if act.step == "sign" else {}
        form = visit_page.form_for(act.step, act.order_id, act.details, by, **given)
        if not form.is_valid():
            raise BadInput(gathered(form.errors))
        return step.run(act.order_id, form, by)

    try:
        device, sent_at, acts = _read(request.body)
        answers = actions.take(acts=acts, device=device, sent_at=sent_at, run=run, by=by)
    except BadInput as error:
        return JsonResponse({"reason": "; ".join(wording.text(one) for one in error.fields.values())}, status=422)
    names = {act.key: act for act in acts}
    results = [
        {
            "key": one.key,
            "outcome": str(one.outcome),
            "reason": one.reason,
            "fields": one.fields,
            "url": _next(names[one.key]),
        }
        for one in answers
    ]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})


def _next(act: actions.Act) -> str:
    return reverse("repair:today") if act.step in GOES else reverse("repair:visit", args=[act.order_id])


def _read(body: bytes) -> tuple[str, Any, list[actions.Act]]:
    try:
        given = json.loads(body)
        sent_at = _instant(given["sent_at"])
        return str(given["device"])[:65], sent_at, [_act(one) for one in given["acts"]]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput({"acts": say("some fields cannot be read")}) from error


def _act(one: dict[str, Any]) -> actions.Act:
    data = QueryDict(mutable=True)
    for name, value in one["fields"]:
        data.appendlist(str(name), str(value).replace("\x00", ""))
    written = json.dumps(one["fields"], sort_keys=True).encode(errors="replace")
    order = int(one["order"])
    if not 0 < order < 2**62:
        raise ValueError(order)
    return actions.Act(str(one["key"]), order, str(one["name"]), _instant(one["at"]), data, written)


def _instant(text: object) -> Any:
    found = parse_datetime(str(text))
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found


def photo(request: HttpRequest, order_id: int, attachment_id: int) -> HttpResponse | FileResponse:
    """Show a photo of an order."""
    acting(request, Permission.REPAIR_READ)
    if not queries.photo_of(order_id, attachment_id):
        raise NotFound(say("there is no such file here"))
    kept, content = files.opened(attachment_id)
    answer = FileResponse(content, content_type=kept.media_type, filename=kept.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
