"""An entry of the register as its page shows it, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.certification.certificate import words
from wuxing.certification.certificate.states import State
from wuxing.certification.register import rules
from wuxing.certification.register.models import RegisterEntry

TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
Shown = Mapping[str, Any]
LIGHTS = {State.VALID: "done", State.SUSPENDED: "late", State.WITHDRAWN: "late"}
ENDS = frozenset({"withdraw", "cancel", "expire", "replace"})


def named(names: Mapping[str, str], otherwise: str) -> str:
    """Return a name in the active language."""
    return names.get(TAGS.get((get_language() or "zh-hans").lower(), "en")) or otherwise


def level(shown: Shown) -> str:
    """Return what the level is called."""
    return named(shown["level_names"], shown["level"])


def scheme(shown: Shown) -> str:
    """Return what the scheme is called."""
    return named(shown["scheme_title"], shown["scheme"].partition("@")[0])


def verdict(shown: Shown, today: date) -> dict[str, Any]:
    """Return what a certificate is worth today, as a light with a sentence that says its limits."""
    span = rules.span_on(shown["course"], today)
    state = State(span["state"])
    if shown["exercise"]:
        said = _("Exercise: nothing of it counts. Nobody was certified, and nobody may refer to it.")
        said = f"{said} {_('In the exercise it is: %(state)s.') % {'state': words.state(state)}}"
        return {"state": "risk", "title": _("Exercise"), "text": said, "level": 1}
    said = {
        State.VALID: _("It is in force today; the next surveillance is due by %(due)s."),
        State.SUSPENDED: _("It is suspended since %(since)s and not valid; nobody may refer to it."),
        State.WITHDRAWN: _("The body withdrew it on %(since)s; it is not valid any more."),
        State.CANCELLED: _("It was cancelled on %(since)s; it is not valid any more."),
        State.EXPIRED: _("Its validity ended on %(until)s."),
        State.REPLACED: _("Another certificate stands in its place since %(since)s."),
    }[state]
    values = {"due": shown["surveillance_due_on"], "since": span["since"], "until": shown["valid_until"]}
    light = LIGHTS.get(state, "waiting")
    return {"state": light, "title": words.state(state), "text": said % values, "why": why(shown, state), "level": 1}


def why(shown: Shown, state: State) -> str:
    """Return the ground of a state that is none of time, empty without one."""
    if state not in {State.SUSPENDED, State.WITHDRAWN, State.CANCELLED}:
        return ""
    last = next((one for one in reversed(shown["history"]) if one["state"] == state), None)
    if last is None:  # time did it; nobody has written it down yet
        return words.reason("surveillance_overdue") if state is State.SUSPENDED else ""
    return words.reason(last["ground"]) if last["ground"] else ""


def history(shown: Shown, today: date) -> list[dict[str, str]]:
    """Return what happened to a certificate, newest first, with what time did and no job has written down."""
    written = [_line(one) for one in reversed(shown["history"])]
    span = rules.span_on(shown["course"], today)
    if span["from"] == rules.STARTED:
        return written
    ground = words.reason("surveillance_overdue") if span["state"] == State.SUSPENDED else ""
    last = {"on": span["since"], "word": words.state(span["state"]), "ground": ground, "until": "", "state": "late"}
    return [last | {"state": LIGHTS.get(State(span["state"]), "waiting")}, *written]


def _line(one: Shown) -> dict[str, str]:
    lights = LIGHTS | {State.CANCELLED: "waiting", State.EXPIRED: "waiting", State.REPLACED: "waiting"}
    return {
        "on": one["on"],
        "word": words.event(one["event"]),
        "ground": words.reason(one["ground"]) if one["ground"] else "",
        "until": (one["until"] or "") if one["event"] in {"suspend", "extend"} else "",
        "state": lights[State(one["state"])],
    }


def facts(found: RegisterEntry) -> list[tuple[str, str]]:
    """Return the words of a certificate."""
    shown = found.shown
    pack = shown["scheme"].partition("#")
    told = [
        (_("Number"), shown["number"]),
        (_("Unified social credit code"), shown["credit_code"]),
        (_("Address"), shown["address"]),
        (_("Scope"), shown["scope"]),
        (_("Issued on"), shown["issued_on"]),
        (_("Valid until"), shown["valid_until"]),
        (_("Last evaluation"), shown["last_evaluated_on"]),
        (_("Surveillance due"), shown["surveillance_due_on"]),
        (_("Suspended until"), shown["suspended_until"] or ""),
        (_("Certification body"), shown["body"]),
        (_("Approval number"), shown["approval"]),
        (_("Scheme"), f"{pack[0]} #{pack[2][:8]}" if pack[2] else pack[0]),
    ]
    return [(label, value) for label, value in told if value]


def downloads(found: RegisterEntry, *, papers: list[str]) -> list[dict[str, str]]:
    """Return what can be taken away: only what exists."""
    slug, number = found.tenant.slug, found.number
    names = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
    acts = []
    if pdf := address("register_pdf", slug, number):
        acts += [
            {
                "url": f"{pdf}?lang={one}",
                "label": _("Certificate (PDF), %s") % names.get(one.lower(), one),
                "icon": "file-text",
            }
            for one in papers
        ]
    if found.shown["seal"]:
        acts.append(
            {"url": address("register_jwt", slug, number), "label": _("Signed credential (JWT)"), "icon": "download"}
        )
        if proof := address("register_tlog_proof", slug, number):
            acts.append({"url": proof, "label": _("Proof of its place in the log"), "icon": "download"})
    acts.append(
        {"url": address("register_json", slug, number), "label": _("State for machines (JSON)"), "icon": "download"}
    )
    return acts


def sources(found: RegisterEntry) -> list[tuple[str, str]]:
    """Return where another program finds what it checks with: keys, log, status lists."""
    slug = found.tenant.slug
    told = [
        (_("Keys of the body"), address("did_json", slug)),
        (_("Checkpoint of the log"), address("core:log_file", slug, "checkpoint")),
    ]
    if status := found.shown["status"]:
        told += [
            (_("List of suspensions"), f"{status['list']}/suspension"), (_("List of revocations"), f"{status['list']}/revocation"),
        ]  # fmt: skip
    return [(label, url) for label, url in told if url]


def address(name: str, slug: str, number: str = "") -> str:
    """Return an address of the register, empty where there is no such page."""
    try:
        return reverse(name if ":" in name else f"certification:{name}", args=[one for one in (slug, number) if one])
    except NoReverseMatch:
        return ""
