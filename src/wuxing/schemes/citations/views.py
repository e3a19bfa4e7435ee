"""Pages of the register of cited standards."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.schemes.citations import queries, rules, words
from wuxing.schemes.citations.registry import Citation
from wuxing.schemes.editions import queries as editions


def citations(request: HttpRequest) -> HttpResponse:
    """List every cited standard with what it truly is, and whether it is offered."""
    acting(request, Permission.SCHEME_READ)
    typed = request.GET.get("q", "").strip()[:60]
    chosen = {name: request.GET.get(name, "")[:20] for name in ("state", "kind")}
    found = rules.found(queries.citations(), typed, chosen["state"], chosen["kind"])
    context = {
        "rows": [_row(one) for one in found],
        "all": len(queries.citations()),
        "typed": typed,
        "filtered": bool(typed or any(chosen.values())),
        "search": {"value": typed, "label": _("Number or title"), "hidden": [one for one in chosen.items() if one[1]]},
        "menus": _menus(typed, chosen),
        "on": _on(typed, chosen),
    }
    return render(request, "schemes/citations.html", context)


def citation(request: HttpRequest, citation_id: str) -> HttpResponse:
    """Show one cited standard: what is known of it, how surely, and from where."""
    acting(request, Permission.SCHEME_READ)
    found = queries.citation(citation_id)
    state, word = words.states()[found.state]
    context = {
        "citation": found,
        "title": words.title(found),
        "label": words.text(found.label),
        "note": words.text(found.note),
        "state": state,
        "word": word,
        "mark": words.mark(found),
        "why_not": wording.text(rules.why_not_apply(found) or ""),
        "facts": _facts(found),
        "edition": _edition(found),
    }
    return render(request, "schemes/citation.html", context)


def _row(found: Citation) -> dict[str, Any]:
    state, word = words.states()[found.state]
    return {
        "citation": found,
        "title": words.title(found),
        "is_sure": words.mark(found)[0] == "done",
        "label": words.text(found.label),
        "kind": words.kinds()[found.kind],
        "state": state,
        "word": word,
        "why_not": wording.text(rules.why_not_apply(found) or ""),
    }


def _options(name: str) -> dict[str, str]:
    if name == "state":
        return {state.value: word for state, (_badge, word) in words.states().items()}
    return {kind.value: word for kind, word in words.kinds().items()}


def _menus(typed: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
    labels = {"state": _("State"), "kind": _("Kind of standard")}
    return [
        {
            "label": label,
            "options": [
                (word, _address(typed, {**chosen, name: value}), chosen[name] == value)
                for value, word in _options(name).items()
            ],
        }
        for name, label in labels.items()
    ]


def _on(typed: str, chosen: dict[str, str]) -> list[tuple[str, str, str]]:
    labels = {"state": _("State"), "kind": _("Kind of standard")}
    return [
        (labels[name], _options(name).get(value, value), _address(typed, {**chosen, name: ""}))
        for name, value in chosen.items()
        if value
    ]


def _address(typed: str, chosen: dict[str, str]) -> str:
    kept = {name: value for name, value in {"q": typed, **chosen}.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


def _facts(found: Citation) -> list[tuple[str, str]]:
    original = found.title.zh_hans if found.title else ""
    facts = [
        (_("True title"), original),
        (_("Title in your language"), words.text(found.title) if words.text(found.title) != original else ""),
        (_("Kind of standard"), words.kinds()[found.kind]),
        (_("Cited edition"), found.edition or ""),
        (_("Replaced by"), found.replaced_by or ""),
        (_("Grades"), _with(words.levels(found), words.text(found.levels_note))),
        (_("Indicators"), _with(words.structure(found), words.text(found.structure_note))),
        (_("Verified by"), found.verified_by or ""),
        (_("Verified on"), found.verified_on.isoformat() if found.verified_on else ""),
        (_("Sources"), ", ".join(found.sources)),
    ]
    return [fact for fact in facts if fact[1] or fact[0] not in (_("Title in your language"), _("Replaced by"))]


def _with(word: str, note: str) -> str:
    return f"{word} · {note}" if note else word


def _edition(found: Citation) -> str:
    """Return the name of the edition that the citation's pack became, if it is loaded."""
    newest = next((one for one in editions.editions() if one.scheme == found.pack), None)
    return newest.identity if newest else ""
