"""/notices/settings/: the channels, and how each kind of notice goes out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, NotFound
from wuxing.core.notices import actions, queries, words
from wuxing.core.notices.events import Kind
from wuxing.core.notices.forms import AddressForm, ChannelForm, TermsForm, TestForm
from wuxing.core.notices.models import NoticeChannel
from wuxing.core.notices.queries.situation import Terms, terms_of
from wuxing.core.notices.words import DRIVERS, KINDS
from wuxing.core.reasons import say


def settings(request: HttpRequest) -> HttpResponse:
    """Show channels and terms; add a channel."""
    by = acting(request, Permission.NOTICE_MANAGE)
    form = ChannelForm(request.POST or None)
    fresh = ""
    if request.method == "POST" and form.is_valid():
        try:
            made, fresh = actions.add_channel(**form.cleaned_data, by=by)
            messages.success(request, _("%s is set up; choose it below for the kinds that go out over it.") % made.name)
            if not fresh:
                return redirect("core:notice_settings")
            form = ChannelForm()
        except BadInput as error:
            form.blame(error.fields)
    channels = queries.channels()
    names = {one.pk: one.name for one in channels}
    context = {
        "channels": [_channel(one) for one in channels],
        "kinds": [_kind(kind, terms_of(kind), names) for kind in Kind],
        "form": form,
        "fresh": fresh,
    }
    return render(request, "core/notices/settings.html", context, status=422 if form.errors else 200)


def _channel(one: NoticeChannel) -> dict[str, Any]:
    state, word = "unknown", _("not tested")
    if one.test_passed is not None:
        state, word = ("done", _("test passed")) if one.test_passed else ("late", _("test failed"))
    elif one.tested_at is not None:
        state, word = "waiting", _("being tested")
    return {
        "row": one,
        "driver": DRIVERS[one.driver],
        "state": state,
        "word": word,
        "why": words.reason(one.test_reason),
    }


def _kind(kind: Kind, terms: Terms, names: dict[int, str]) -> dict[str, Any]:
    quiet = f"{terms.quiet.begins:%H:%M}–{terms.quiet.ends:%H:%M}" if terms.quiet else ""
    chosen = [names[one] for one in terms.channels if one in names]
    return {
        "code": kind.value,
        "title": KINDS[kind],
        "channels": " → ".join(chosen),
        "quiet": quiet,
        "per_day": terms.per_day,
        "window": int(terms.window.total_seconds()) // 60,
    }


def terms(request: HttpRequest, notice_kind: str) -> HttpResponse:
    """Change how one kind of notice goes out."""
    by = acting(request, Permission.NOTICE_MANAGE)
    if notice_kind not in set(Kind):
        raise NotFound(say("there is no such kind of notice"))
    kind = Kind(notice_kind)
    form = TermsForm(request.POST or None, channels=queries.channels(), initial=_initial(terms_of(kind)))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.set_terms(
                kind=kind.value,
                channels=form.chosen(),
                **{name: said[name] for name in ("quiet_from", "quiet_until", "per_day", "window_minutes")},
                by=by,
            )
            messages.success(request, _("Saved; it counts for everything that goes out from now on."))
            return redirect("core:notice_settings")
        except BadInput as error:
            form.blame(error.fields)
    context = {"title": KINDS[kind], "form": form}
    return render(request, "core/notices/terms.html", context, status=422 if form.errors else 200)


def _initial(terms: Terms) -> dict[str, Any]:
    places = dict(zip(("first", "second", "third"), (str(one) for one in terms.channels), strict=False))
    return {
        **places,
        "quiet_from": terms.quiet.begins if terms.quiet else None,
        "quiet_until": terms.quiet.ends if terms.quiet else None,
        "per_day": terms.per_day,
        "window_minutes": int(terms.window.total_seconds()) // 60,
    }


def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show a channel; test it, point it elsewhere, give it a new secret, end it."""
    by = acting(request, Permission.NOTICE_MANAGE)
    found = queries.channel(channel_id)
    act = request.POST.get("act", "")
    address = AddressForm(request.POST if act == "address" else None)
    test = TestForm(request.POST if act == "test" else None)
    fresh = ""
    if request.method == "POST":
        try:
            done, fresh = _done(act, found, address, test, by)
            if done:
                messages.success(request, done)
            if done and not fresh:
                return redirect("core:notice_settings") if act == "end" else redirect("core:notice_channel", found.pk)
        except BadInput as error:
            (test if act == "test" else address).blame(error.fields)
        except BusinessError as error:
            messages.error(request, wording.text(error.reason))
        found = queries.channel(channel_id)
    context = {"one": _channel(found), "address": address, "test": test, "fresh": fresh,
               "needs": found.needs or ("email" if found.driver == "mail" else "")}  # fmt: skip
    return render(request, "core/notices/channel.html", context, status=422 if address.errors or test.errors else 200)


def _done(act: str, found: NoticeChannel, address: AddressForm, test: TestForm, by: Actor) -> tuple[str, str]:
    """Do what was asked for; return what to say, and a fresh secret to show once. Raises BadInput, RuleBroken."""
    if act == "test" and test.is_valid():
        actions.ask_test(channel_id=found.pk, address=test.cleaned_data["address"], by=by)
        return _("The test is on its way; this page says how it went when you open it again."), ""
    if act == "address" and address.is_valid():
        actions.change_address(channel_id=found.pk, url=address.cleaned_data["url"], by=by)
        return _("The channel leads to the new address now."), ""
    if act == "rotate":
        _channel, fresh = actions.rotate_secret(channel_id=found.pk, by=by)
        return _("A new secret signs now; the one before signs beside it for two days."), fresh
    if act == "end":
        actions.end_channel(channel_id=found.pk, by=by)
        return _("Ended; what was sent over it stays."), ""
    return "", ""
