"""进度页: one case for whoever holds its link, without signing in. Drawn once for each change of the case, served often."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuxing.core import clock, wording
from wuxing.core.errors import BadInput, BusinessError, RuleBroken
from wuxing.core.reading import ahead
from wuxing.core.tenants import in_tenant
from wuxing.service.doors import actions, drawing, limits, queries, rules
from wuxing.service.doors.blocks import act_of
from wuxing.service.doors.door import Door, Failed, customer_actor
from wuxing.service.doors.looking import looked
from wuxing.service.doors.queries import FoundLink
from wuxing.service.doors.views.drawing import TOKEN, is_plain, page

VERIFIED_FOR = timedelta(hours=2)
KEPT_FOR = timedelta(seconds=60)
MOST_KEPT = 500
_COOKIE, _SALT = "wx_door", "doors.verified"

Kept = tuple[datetime, datetime, str]  # until when the drawing may be shown, until when the link holds, the drawing
_kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
_lock = Lock()


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches, of search engines, and its word out of other sites' logs."""
    response["Referrer-Policy"] = "same-origin"  # the word goes to no other site; the forms keep their Origin
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_verified(request: HttpRequest, link_id: int) -> bool:
    """Say whether this browser gave the last four digits for this link lately."""
    try:
        found = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=VERIFIED_FOR)
    except signing.BadSignature:
        return False
    return bool(found == link_id)


@require_safe
def tracking(request: HttpRequest, door_word: str) -> HttpResponse:
    """Show a case to whoever holds its link."""
    found = queries.find_link(door_word)
    if found is None:
        return gone(request, None)
    verified = _COOKIE in request.COOKIES and is_verified(request, found.pk)
    plain = is_plain(request)
    key = (door_word, found.newest, verified, get_language(), request.COOKIES.get("wx_theme"), found.revoked)
    drawn = _kept.get(key) if plain else None
    now = clock.now()
    with in_tenant(found.tenant.pk):
        if drawn is None or now >= drawn[0] or now >= drawn[1]:
            with ahead(*queries.of_case(found.request_id)):
                door, until, refused = opened(request, found, door_word, verified=verified)
                if refused:
                    return gone(request, found, refused)
                drawn = (now + KEPT_FOR, until, page(request, door))
            if plain:
                _keep(key, drawn)
        looked(request, found.tenant.pk, "tracking", link_id=found.pk, verified=verified)
    return private(HttpResponse(drawn[2].replace(TOKEN, get_token(request))))


def _keep(key: tuple[Any, ...], drawn: Kept) -> None:
    with _lock:
        _kept[key] = drawn
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)


def opened(request: HttpRequest, found: FoundLink, word: str, *, verified: bool) -> tuple[Door, datetime, str]:
    """Return the door behind a link, until when it holds, and why it does not open (or nothing), inside the walls."""
    case = queries.case_of(found.request_id)
    order, now = queries.newest_order(case.pk), clock.now()
    if order is not None:
        order.request = case
    until = rules.ends_at(found.made_at, queries.ended_at(case, order), queries.settings().link_days)
    reason = rules.why_not_open(found.revoked, until, now)
    door = Door(
        tenant=found.tenant,
        request=case,
        order=order,
        verified=verified,
        actor=customer_actor(found.tenant),
        base=f"/t/{word}/",
        link_id=found.pk,
        now=now,
        language=get_language() or "zh-hans",
    )
    return door, until, wording.text(reason) if reason else ""


@require_POST
def act(request: HttpRequest, door_word: str, block: str, act_name: str) -> HttpResponse:
    """Do what a block offers, in one transaction inside the company's walls; then the page again."""
    found = queries.find_link(door_word)
    if found is None:
        return gone(request, None)
    if limits.too_many(request, limits.POST, key=door_word):
        return busy(request, found)
    verified = is_verified(request, found.pk)
    with in_tenant(found.tenant.pk):
        door, _until, refused = opened(request, found, door_word, verified=verified)
        if refused:
            return gone(request, found, refused)
        looked(request, found.tenant.pk, f"{block}.{act_name}"[:20], link_id=found.pk, verified=verified)
        done = act_of(block, act_name)
        if done is None or (door.order is None and not done.before_order):
            return gone(request, None)
        if done.verified and not verified:
            failed = Failed(block, act_name, _("give the last four digits of your phone number first"))
            return shown_again(request, door, failed, 403)
        refusal, status, said = _run(request, done.run, door, block, act_name)
        if refusal:
            return shown_again(request, door, refusal, status)
    if said:
        messages.success(request, said)
    return private(redirect(door.base))


def _run(request: HttpRequest, run: Any, door: Door, block: str, name: str) -> tuple[Failed | None, int, str]:
    """Run an act; a refusal undoes what it began, and stays beside its block with what was typed."""
    try:
        with transaction.atomic():
            return None, 200, str(run(request, door.order, door) or "")
    except BadInput as error:
        fields = {field: wording.text(reason) for field, reason in error.fields.items()}
        failed = Failed(block, name, "; ".join(fields.values()), fields, request.POST.dict())
        return failed, 422, ""
    except BusinessError as error:
        return Failed(block, name, wording.text(error.reason), {}, request.POST.dict()), error.status, ""


def shown_again(request: HttpRequest, door: Door, failed: Failed, status: int) -> HttpResponse:
    """Show the page of a case with what was refused."""
    drawn = page(request, door, failed).replace(TOKEN, get_token(request))
    return private(HttpResponse(drawn, status=status))


@require_POST
def verify(request: HttpRequest, door_word: str) -> HttpResponse:
    """Take the last four digits of the phone; the right ones open address and prices in this browser for two hours."""
    found = queries.find_link(door_word)
    if found is None:
        return gone(request, None)
    if limits.too_many(request, limits.POST, key=door_word):
        return busy(request, found)
    with in_tenant(found.tenant.pk):
        door, _until, refused = opened(request, found, door_word, verified=False)
        if refused:
            return gone(request, found, refused)
        try:
            right = actions.verify_link(link_id=found.pk, digits=request.POST.get("digits", ""), by=door.actor)
            wrong = _("these are not the last four digits of the number that we have; look once more, or call us")
            reason = "" if right else wrong
        except RuleBroken as error:
            right, reason = False, wording.text(error.reason)
        looked(request, found.tenant.pk, "verify", link_id=found.pk, verified=right)
        if not right:
            return shown_again(request, door, Failed("verify", "verify", reason), 422)
    response = private(redirect(door.base))
    response.set_cookie(
        _COOKIE,
        signing.dumps(found.pk, salt=_SALT),
        max_age=VERIFIED_FOR,
        path=door.base,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@require_safe
def sheet(request: HttpRequest, door_word: str) -> HttpResponse:
    """Give the service sheet of a finished order."""
    found = queries.find_link(door_word)
    if found is None:
        return gone(request, None)
    if limits.too_many(request, limits.POST, key=door_word):
        return busy(request, found)
    with in_tenant(found.tenant.pk):
        door, _until, refused = opened(request, found, door_word, verified=is_verified(request, found.pk))
        if refused or door.order is None:
            return gone(request, found, refused)
        looked(request, found.tenant.pk, "sheet", link_id=found.pk, verified=door.verified)
        try:
            made = actions.issue_sheet(
                order_id=door.order.pk, company=door.tenant.name, language=door.language, by=door.actor
            )
        except RuleBroken as error:
            return gone(request, found, wording.text(error.reason))
    answer = HttpResponse(
        drawing.sheet(made.told, code=made.code, language=door.language), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="{door.order.number}.pdf"'
    return private(answer)


def gone(request: HttpRequest, found: FoundLink | None, reason: str = "") -> HttpResponse:
    """Say that a link does not hold, and where to get another; too many such questions are slowed down."""
    if limits.too_many(request, limits.PAGE):
        return busy(request)
    text = reason or _("this link is not valid; look at the message again, or ask for a new one")
    context = {"reason": text, "company": found.tenant if found else None}
    return private(render(request, "service/doors/gone.html", context, status=410 if found else 404))


def busy(request: HttpRequest, found: FoundLink | None = None) -> HttpResponse:
    """Say that too much came from one place, and whom to call instead where a link says whose case it is."""
    context: dict[str, Any] = {}
    if found:
        with in_tenant(found.tenant.pk):
            context = {"company": found.tenant, "settings": queries.settings()}
    return private(render(request, "service/doors/busy.html", context, status=429))
