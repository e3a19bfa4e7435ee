"""An appeal or complaint as its page shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.appeals import queries, rules, words
from wuxing.certification.appeals.forms import AdmitForm, AssignForm, DecideForm, HandleForm, RefuseForm
from wuxing.certification.appeals.models import Appeal, AppealStep, Dispute
from wuxing.certification.appeals.rules import Replay
from wuxing.certification.appeals.states import State
from wuxing.certification.cases.states import Part
from wuxing.certification.people import assigning
from wuxing.certification.people.models import Certifier
from wuxing.certification.report import queries as scores
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.evidence.readiness import words as readiness
from wuxing.schemes.packs.structure import Pack

P = Permission


def row(found: Appeal, today: Any) -> dict[str, Any]:
    """Return what a list shows of one."""
    return {
        "row": found,
        "kind": words.kind(found.kind),
        "state": words.badge(found.state),
        "word": words.state(found.state),
        "door": words.door(found.door),
        "who": found.client.name if found.client else found.party,
        "outcome": words.outcome(found.outcome),
        "late": bool(found.due_on and found.due_on < today),
    }


def page_of(found: Appeal, by: Actor) -> dict[str, Any]:
    """Return everything that the page shows."""
    handlers = queries.handlers(found)
    return {
        "found": found,
        "kind": words.kind(found.kind),
        "state": words.badge(found.state),
        "word": words.state(found.state),
        "facts": _facts(found),
        "handlers": handlers,
        "replays": replays(found),
        "steps": [_step(found, one) for one in queries.steps(found)],
        "outcome": words.outcome(found.outcome),
    }


def _facts(found: Appeal) -> list[tuple[str, ...]]:
    facts: list[tuple[str, ...]] = [
        (_("Came"), words.door(found.door)),
        (_("Client"), found.client.name if found.client else "",
         reverse("certification:client", args=[found.client_id]) if found.client_id else ""),
        (_("Case"), found.case.number if found.case else "",
         reverse("certification:case", args=[found.case_id]) if found.case_id else ""),
    ]  # fmt: skip
    if found.party:
        facts.append((_("Who complains"), f"{found.party} · {found.contact}"))
    if found.due_on:
        facts.append((_("Due on"), found.due_on.isoformat()))
    return [fact if len(fact) == 2 or fact[2] else fact[:2] for fact in facts]


def named(pack: Pack, one: Dispute) -> str:
    """Return what is disputed, in words."""
    leaf = queries.leaf_of(one)
    title = f"{leaf} {readiness.text(pack.by_id[leaf].title)}" if leaf in pack.by_id else ""
    if one.finding:
        finding = _("finding %(number)s set aside") % {"number": one.finding.number}
        return f"{finding} · {title}" if title else finding
    return title


def replays(found: Appeal) -> list[dict[str, Any]]:
    """Return the score with each disputed ruling changed by itself, then with all of them."""
    several = queries.disputed(found)
    if not several or found.case is None:
        return []
    pack = scores.pack(found.case)
    rows = []
    for one in several:
        made = queries.replayed(found, [one.change])
        if made is None:
            return []
        shares = (readiness.percent(one.before), readiness.percent(one.change.ratio)) if one.change.leaf else ("", "")
        rows.append({"title": named(pack, one.row), "before": shares[0], "after": shares[1], **_ends(pack, made)})
    if len(several) > 1:
        every = queries.replayed(found, queries.together(found, {one.row.pk for one in several}))
        if every is not None:
            rows.append({"title": _("all of them"), "before": "", "after": "", "whole": True, **_ends(pack, every)})
    return rows


def _ends(pack: Pack, made: Replay) -> dict[str, Any]:
    return {
        "score_before": made.before.score.low,
        "score_after": made.after.score.low,
        "gained": made.gained,
        "level_before": readiness.level(pack, made.before.level_likely),
        "level_after": readiness.level(pack, made.after.level_likely),
        "other_level": made.other_level,
        "draft": made.before.rehearsal,
    }


def _step(found: Appeal, one: AppealStep) -> dict[str, Any]:
    shown = one.facts.get("replay") or {}
    pack = scores.pack(found.case) if shown and found.case else None
    replay = ""
    if pack and shown:
        replay = _("%(before)s → %(after)s, %(level_before)s → %(level_after)s") % {
            "before": shown["before"],
            "after": shown["after"],
            "level_before": readiness.level(pack, shown["level_before"] or None),
            "level_after": readiness.level(pack, shown["level_after"] or None),
        }
    return {"row": one, "word": words.step(one.step), "outcome": words.outcome(one.outcome), "replay": replay}


def forms_of(found: Appeal, by: Actor, name: str = "", data: Any = None) -> dict[str, tuple[Form, str]]:
    """Return the forms of what may come next, each with why it is locked, or nothing; the one sent is filled."""
    here, handles = State(found.state), queries.is_handler(found, by)
    may: dict[str, tuple[type[Form], dict[str, Any], str]] = {}
    if here is State.RECEIVED and by.may(P.APPEAL_HANDLE):
        may |= {"admit": (AdmitForm, {}, ""), "refuse": (RefuseForm, {}, "")}
    if here in (State.ADMITTED, State.HANDLED) and by.may(P.CASE_MANAGE):
        may["assign"] = (AssignForm, {"people": candidates(found)}, "")
    if here is State.ADMITTED and by.may(P.APPEAL_HANDLE):
        reason = rules.why_not_handle(is_handler=handles)
        may["handle"] = (HandleForm, {"disputes": disputes_of(found)}, wording.text(reason) if reason else "")
    if here is State.HANDLED and by.may(P.APPEAL_HANDLE):
        proposed = queries.last_handled(found)
        reason = rules.why_not_decide(
            is_handler=handles, handled_by=proposed.by_user_id if proposed else None, decider=by.user_id
        )
        may["decide"] = (DecideForm, {}, wording.text(reason) if reason else "")
    if here is State.DECIDED and (by.may(P.CASE_MANAGE) or by.may(P.APPEAL_HANDLE)):
        may["tell"] = (Form, {}, "")
    return {
        key: (kind(data if key == name else None, auto_id=f"{key}_%s", **extra), reason)
        for key, (kind, extra, reason) in may.items()
    }


def candidates(found: Appeal) -> list[tuple[int, str]]:
    """Return who may handle it: of a case those whom no rule keeps apart from it."""
    taken = {one.certifier_id for one in queries.handlers(found)}
    if found.case is None:
        rows = Certifier.objects.filter(active=True, user__isnull=False).order_by("name")
        return [(one.pk, one.name) for one in rows if one.pk not in taken]
    return [
        (one.certifier.pk, one.certifier.name)
        for one in assigning.candidates(found.case, Part.APPEAL_HANDLER)
        if not one.obstacles and one.certifier.pk not in taken
    ]


def disputes_of(found: Appeal) -> list[tuple[int, str]]:
    """Return what is disputed, as choices."""
    if found.case is None:
        return []
    pack = scores.pack(found.case)
    return [(one.pk, named(pack, one)) for one in queries.disputes(found)]
