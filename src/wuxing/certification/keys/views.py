"""The body's keys: which sign, which did, how one is renewed, imported, revoked."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.keys import actions, affected, queries, rules, words, x509
from wuxing.certification.keys.actions import revoking
from wuxing.certification.keys.forms import AnswerForm, ImportForm, ModuleForm, RevokeForm, RotateForm
from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.certification.people.views import steps
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason

P = Permission
CHANGES: dict[str, tuple[type[Form], Any]] = {
    "rotate": (RotateForm, actions.rotate),
    "import": (ImportForm, actions.import_document_key),
    "module": (ModuleForm, actions.use_module_key),
}


def keys(request: HttpRequest) -> HttpResponse:
    """List the body's keys; put another in the place of one."""
    by = acting(request, P.CASE_READ)
    do = steps.asked(request)
    forms = {name: form() for name, (form, _action) in CHANGES.items()}
    if do in CHANGES:
        form, action = CHANGES[do]
        forms[do] = form(request.POST, request.FILES)
        if steps.done(request, forms[do], action, by=by):
            return redirect("certification:keys")
    slug = queries.slug_of(by.tenant_id)
    context = {
        "rows": [_row(one) for one in queries.history()],
        "forms": forms,
        "may": by.may(P.KEY_MANAGE),
        "has_module": bool(settings.PKCS11_MODULE),
        "published": [(name, reverse(f"certification:{name}", args=[slug])) for name in ("did_json", "keys_txt", "trust_json")],
        "did": queries.did_of(slug),
    }  # fmt: skip
    return render(request, "certification/keys/keys.html", context, status=422 if do in CHANGES else 200)


def key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Show one key; propose to revoke it, decide on that, seal anew what it touches."""
    by = acting(request, P.CASE_READ)
    found, do = queries.one(key_id), steps.asked(request)
    waiting = queries.waiting(found.pk)
    forms: dict[str, Form] = {"revoke": RevokeForm(), "answer": AnswerForm(), "confirm": Form({}), "reseal": Form({})}
    if do in {"revoke", "answer"}:
        forms[do] = type(forms[do])(request.POST)
    if do in forms and _did(request, do, forms[do], found, waiting, by):
        return redirect("certification:key", key_id)
    return render(
        request, "certification/keys/key.html", _context(found, waiting, forms, by), status=422 if do in forms else 200
    )


def _did(
    request: HttpRequest, do: str, form: Form, found: SigningKey, waiting: KeyRevocation | None, by: Actor
) -> bool:
    if not form.is_valid():
        return False
    data, waits = form.cleaned_data, waiting.pk if waiting else 0
    acts = {
        "revoke": lambda: actions.propose_revoke(
            key_id=found.pk, reason=data["reason"], by=by,
            revoked_from=datetime.combine(data["revoked_on"], time.min, ZoneInfo(by.zone)),
        ),
        "answer": lambda: actions.decline_revoke(revocation_id=waits, answer=data["answer"], by=by),
        "confirm": lambda: actions.confirm_revoke(revocation_id=waits, by=by),
        "reseal": lambda: actions.reseal_affected(key_id=found.pk, by=by),
    }  # fmt: skip
    return steps.told(request, form, acts[do])


def _context(found: SigningKey, waiting: KeyRevocation | None, forms: dict[str, Form], by: Actor) -> dict[str, Any]:
    count = affected.certificates(found).count()
    return {
        **_row(found),
        "facts": _facts(found, ZoneInfo(by.zone)),
        "here": reverse("certification:key", args=[found.pk]),
        "waiting": waiting,
        "forms": forms,
        "may": by.may(P.KEY_MANAGE),
        "may_decide": by.may(P.KEY_MANAGE) or by.may(P.CASE_DECIDE),
        "revoke_reason": _said(rules.why_not_revoke(found.state, waiting is not None)),
        "confirm_reason": _said(revoking.why_not_confirm(waiting, by)) if waiting else "",
        "touched": count,
        "reseal_reason": _said(rules.why_not_reseal(found.state, count)),
        "wrong": [text for name in ("confirm", "reseal") for text in forms[name].non_field_errors()],
    }


def _row(one: SigningKey) -> dict[str, Any]:
    return {
        "row": one,
        "purpose": words.purpose(one.purpose),
        "word": words.state(one.state),
        "badge": words.BADGES[SigningKey.State(one.state)],
        "store": words.store(one.store),
    }


def _facts(one: SigningKey, zone: ZoneInfo) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Thumbprint (kid)"), one.kid),
        (_("Algorithm"), one.algorithm),
        (_("Public key"), bytes(one.public).hex()),
        (_("Private side"), f"{words.store(one.store)} {one.label}".strip()),
        (_("Signs since"), _moment(one.made_at, zone)),
        (_("First used by"), one.made_by.name if one.made_by else _("the system, on first use")),
    ]
    if one.x509:
        own = x509.first(one.x509)
        facts += [
            (_("X.509 certificate of"), own.subject.rfc4514_string()),
            (_("issued by"), own.issuer.rfc4514_string()),
            (_("valid until"), own.not_valid_after_utc.date().isoformat()),
        ]
    for label, when in (
        (_("Signs no more since"), one.retired_at),
        (_("Revoked"), one.revoked_at),
        (_("Not believed for what it signed from"), one.revoked_from),
    ):
        if when:
            facts.append((label, _moment(when, zone)))
    return [*facts, (_("Reason"), one.reason)] if one.reason else facts


def _moment(when: datetime, zone: ZoneInfo) -> str:
    return str(when.astimezone(zone).strftime("%Y-%m-%d %H:%M"))


def _said(reason: Reason | None) -> str:
    return wording.text(reason) if reason else ""
