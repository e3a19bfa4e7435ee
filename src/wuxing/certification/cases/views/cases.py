"""The board, the list of cases, and the first page of one."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.certification.cases import actions, board, gates, lists, queries, words
from wuxing.certification.cases.forms import WithdrawForm
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import ENDS, Kind, Stage
from wuxing.certification.cases.views import history, shell
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken

P = Permission
ASKED = ("q", "stage", "kind", "who", "late")


def _titles() -> dict[str, str]:
    return {
        "application": _("Application"),
        "agreement": _("Agreement"),
        "documents": _("Document review"),
        "on_site": _("On-site evaluation"),
        "corrections": pgettext("stage of a case", "Corrections"),
        "report": _("Report"),
        "decision": _("Review and decision"),
        "certificate": _("Certificate to be issued"),
    }


def case_board(request: HttpRequest) -> HttpResponse:
    """Show what is open, phase by phase, the most urgent first, with what blocks each case."""
    by = acting(request, P.CASE_READ)
    mine = request.GET.get("who") == "me"
    kind = request.GET.get("kind", "") if request.GET.get("kind") in set(Kind) else ""
    titles = _titles()
    path = reverse("certification:board")
    columns = [
        {
            "title": titles[column.name],
            "count": column.count,
            "late": column.late,
            "cards": [_card(card) for card in column.cards],
            "more": max(0, column.count - len(column.cards)),
            "url": reverse("certification:cases") + f"?stage={board.COLUMNS[column.name][-1]}",
        }
        for column in board.columns(by, clock.today(by.zone), mine=mine, kind=kind)
    ]
    context = {
        "columns": columns,
        "empty": not any(column["count"] for column in columns),
        "views": [
            {"title": _("all"), "url": path, "here": not mine and not kind},
            {"title": _("mine"), "url": f"{path}?who=me", "here": mine},
            *(
                {"title": words.kind(one), "url": f"{path}?kind={one}", "here": kind == one}
                for one in (Kind.INITIAL, Kind.SURVEILLANCE, Kind.RENEWAL)
            ),
        ],
        "acts": _new_acts(by),
    }
    return render(request, "certification/board.html", context)


def _card(card: board.Card) -> dict[str, Any]:
    case = card.case
    return {
        "case": case,
        "kind": words.kind(case.kind),
        "stage": words.stage(case.stage),
        "late": card.late,
        "block": wording.text(card.blocks[0]) if card.blocks else "",
        "more": len(card.blocks) - 1,
        "url": reverse("certification:case", args=[case.pk]),
    }


def _new_acts(by: Actor) -> list[dict[str, object]]:
    url = shell.address("case_new")
    reason = "" if by.may(P.CASE_MANAGE) else _("your role does not allow this")
    return [{"label": _("Open a case"), "url": url, "icon": "plus", "primary": True, "reason": reason}] if url else []


def _changed(asked: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in (asked | changes).items() if value}
    path = reverse("certification:cases")
    return f"{path}?{urlencode(kept)}" if kept else path


def cases(request: HttpRequest) -> HttpResponse:
    """List the cases, newest first."""
    by = acting(request, P.CASE_READ)
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ASKED}
    before = request.GET.get("before", "")
    today = clock.today(by.zone)
    wanted = lists.Wanted(
        search=asked["q"],
        stage=asked["stage"],
        kind=asked["kind"],
        officer_id=by.user_id if asked["who"] == "me" else None,
        late_on=today if asked["late"] else None,
        before=int(before) if before.isdecimal() and len(before) < 18 else None,
    )
    rows, following = lists.cases(wanted)
    context = {
        "rows": [
            {
                "case": row,
                "state": words.badge(row.stage),
                "word": words.stage(row.stage),
                "kind": words.kind(row.kind),
                "late": row.due_on is not None and row.due_on < today and Stage(row.stage) not in ENDS,
            }
            for row in rows
        ],
        "bar": _bar(asked),
        "filtered": any(asked.values()),
        "previous": "",
        "next": f"{_changed(asked)}{'&' if any(asked.values()) else '?'}before={following}" if following else "",
        "words": _("newest first"),
        "acts": _new_acts(by),
    }
    return render(request, "certification/cases.html", context)


def _bar(asked: dict[str, str]) -> dict[str, Any]:
    choices = {
        "stage": (
            _("Stage"),
            [
                ("open", pgettext("certification", "open")),
                ("ended", _("ended")),
                *((s.value, words.stage(s)) for s in Stage),
            ],
        ),
        "kind": (_("Kind"), [(k.value, words.kind(k)) for k in Kind]),
        "who": (_("Officer"), [("me", _("me"))]),
        "late": (_("Due"), [("1", _("overdue"))]),
    }
    on, menus = [], []
    for name, (label, options) in choices.items():
        if chosen := dict(options).get(asked[name]):
            on.append((label, chosen, _changed(asked, **{name: ""})))
        else:
            menus.append(
                {
                    "label": label,
                    "options": [(text, _changed(asked, **{name: value}), False) for value, text in options],
                }
            )
    hidden = [(name, asked[name]) for name in ASKED if name != "q" and asked[name]]
    return {
        "search": {"name": "q", "value": asked["q"], "label": _("number, client, credit code"), "hidden": hidden},
        "on": on,
        "menus": menus,
        "clear": reverse("certification:cases") if any(asked.values()) else "",
    }


def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show where a case stands, what blocks it, and what happened."""
    by = acting(request, P.CASE_READ)
    return _case_page(request, by, queries.case(case_id))


def _case_page(
    request: HttpRequest, by: Actor, found: Case, form: WithdrawForm | None = None, status: int = 200
) -> HttpResponse:
    to = gates.following(Stage(found.stage))
    reasons = board.blocks_of([found]).get(found.pk, [])
    open_ = Stage(found.stage) not in ENDS
    context = {
        "next_stage": words.stage(to) if to else "",
        "gate": [{"state": "waiting", "text": wording.text(reason)} for reason in reasons],
        "facts": _facts(found),
        "roles": [
            {"name": role.certifier.name, "part": words.part(role.part), "ended": role.ended_at is not None}
            for role in queries.roles(found.pk)
        ],
        "sites": list(found.sites.order_by("-kind", "pk")[:200]),
        "days": history.days(found, by),
        "withdraw": (form or WithdrawForm()) if open_ and by.may(P.CASE_MANAGE) else None,
        "acts": [
            {
                "label": _("Take over"),
                "url": reverse("certification:case_act", args=[found.pk, "take_over"]),
                "method": "post",
                "icon": "user-check",
                "reason": _why_not_take_over(found, by),
            }
        ]
        if open_
        else [],
    }
    return shell.page(request, "certification/case.html", found, by, "case", status, **context)


def _why_not_take_over(found: Case, by: Actor) -> str:
    if not by.may(P.CASE_MANAGE):
        return _("your role does not allow this")
    return _("you run this case already") if found.officer_id == by.user_id else ""


def _facts(found: Case) -> list[tuple[str, object]]:
    client_url = reverse("certification:client", args=[found.client_id])
    facts: list[Any] = [
        (_("Client"), found.client.name, client_url),
        (_("Scheme"), found.pack.partition("#")[0]),
        (_("Level aimed at"), words.level(found.pack, found.target_level)),
        (_("Trade code"), found.trade_code),
        (_("Scope"), found.scope),
        (_("People"), found.headcount or ""),
        (_("Officer"), found.officer.name if found.officer else ""),
        (_("Due"), found.due_on),
        (_("Submitted"), _day(found.submitted_at)),
        (_("Accepted"), _day(found.accepted_at)),
        (_("Contracted"), _day(found.contracted_at)),
        (_("On site"), f"{found.evaluated_from} – {found.evaluated_until}" if found.evaluated_from else ""),
        (_("Closing meeting"), _day(found.closing_at)),
        (pgettext("certification", "Decided"), _day(found.decided_at)),
    ]
    if found.reason:
        facts.append((_("Reason"), found.reason))
    if found.end_reason:
        facts.append((_("Why it ended"), found.end_reason))
    return facts


def _day(moment: datetime | None, zone: str = "Asia/Shanghai") -> object:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else ""


@require_POST
def case_act(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Take a case over; withdraw it for the client."""
    by = acting(request, P.CASE_MANAGE)
    found = queries.case(case_id)
    form = WithdrawForm(request.POST)
    try:
        if name == "take_over":
            actions.take_over(case_id=found.pk, by=by)
        elif form.is_valid():
            actions.withdraw(case_id=found.pk, reason=form.cleaned_data["reason"], by=by)
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    if name != "take_over" and form.errors:
        return _case_page(request, by, found, form, 422)
    return redirect("certification:case", found.pk)
