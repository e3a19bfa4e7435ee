"""The pages of the ledger: what was recorded, and the proof of one entry."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wuxing.core.access import Permission
from wuxing.core.actors import Actor, Channel
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.ledger import queries
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries.proof import Answer, EntryProof, Step
from wuxing.core.nouns import noun

PAGE = 50
PERSONAL = frozenset({"call", "changed", "name", "note", "comment", "phone", "address"})

SHUT = {"problem": frozenset({Permission.FOLLOW_UP, Permission.EVIDENCE_READ})}  # areas that need one of these besides

QUESTIONS = {
    Step.PAYLOAD: gettext_lazy("The content is the one that was recorded"),
    Step.ENVELOPE: gettext_lazy("Time, person and thing are those that were sealed"),
    Step.TREE: gettext_lazy("The path from the record leads to the root of the log"),
    Step.SIGNATURE: gettext_lazy("The organisation's key signed that root"),
    Step.FILES: gettext_lazy("The published log, which the database cannot rewrite, agrees"),
}
ANSWERS = {
    Answer.HOLDS: ("done", ""),
    Answer.FAILS: ("late", gettext_lazy("does not match")),
    Answer.WAITING: ("waiting", gettext_lazy("waiting to be sealed; a matter of seconds")),
    Answer.ERASED: ("excluded", gettext_lazy("erased by law; the entry itself is still in the log")),
    Answer.UNKNOWN: ("unknown", gettext_lazy("cannot be checked on this machine")),
}
VERDICTS = {
    Answer.HOLDS: gettext_lazy("Unchanged since it was sealed."),
    Answer.FAILS: gettext_lazy("This record does not match the log: it was changed, or the log was."),
    Answer.WAITING: gettext_lazy("Recorded, and waiting to be sealed."),
}

AREAS = {  # the area of an event is what stands before its dot; what each event says is told by the page of its case
    "asset": pgettext_lazy("area of the ledger", "Equipment"),
    "entitlement": pgettext_lazy("area of the ledger", "Warranty"),
    "repair": pgettext_lazy("area of the ledger", "Repair"),
    "customer": pgettext_lazy("area of the ledger", "Customer"),
    "outlet": pgettext_lazy("area of the ledger", "Outlet"),
    "person": pgettext_lazy("area of the ledger", "Person"),
    "promise": pgettext_lazy("area of the ledger", "Promise"),
    "calendar": pgettext_lazy("area of the ledger", "Calendar"),
    "member": pgettext_lazy("area of the ledger", "Member"),
    "token": pgettext_lazy("area of the ledger", "Key"),
    "scheme": pgettext_lazy("area of the ledger", "Scheme"),
    "evidence": pgettext_lazy("area of the ledger", "Evidence"),
    "file": pgettext_lazy("area of the ledger", "File"),
    "view": pgettext_lazy("area of the ledger", "Saved view"),
    "ledger": pgettext_lazy("area of the ledger", "Ledger"),
    "document": pgettext_lazy("area of the ledger", "Document"),
    "retention": pgettext_lazy("area of the ledger", "Retention"),
    "hold": pgettext_lazy("area of the ledger", "Legal hold"),
    "destruction": pgettext_lazy("area of the ledger", "Destruction"),
    "record": pgettext_lazy("area of the ledger", "Record"),
    "handbook": pgettext_lazy("area of the ledger", "Generated documents"),
    "nonconformity": pgettext_lazy("area of the ledger", "Nonconformity"),
    "follow_up": pgettext_lazy("area of the ledger", "Follow-up call"),
    "survey": pgettext_lazy("area of the ledger", "Survey"),
    "problem": pgettext_lazy("area of the ledger", "Problem or complaint"),
    "bench": pgettext_lazy("area of the ledger", "Workshop"),
    "prices": pgettext_lazy("area of the ledger", "Price book"),
    "charges": pgettext_lazy("area of the ledger", "Quotes and settlement"),
    "parts": pgettext_lazy("area of the ledger", "Spare parts"),
    "rights": pgettext_lazy("area of the ledger", "Request about personal data"),
    "consent": pgettext_lazy("area of the ledger", "Consent"),
    "door": pgettext_lazy("area of the ledger", "Public doors"),
    "label": pgettext_lazy("area of the ledger", "Label"),
    "link": pgettext_lazy("area of the ledger", "Tracking link"),
    "manual": pgettext_lazy("area of the ledger", "Manual"),
    "registration": pgettext_lazy("area of the ledger", "Warranty registration"),
    "sheet": pgettext_lazy("area of the ledger", "Service sheet"),
    "ruling": pgettext_lazy("area of the ledger", "Ruling"),
    "exclusion": pgettext_lazy("area of the ledger", "Exclusion"),
    "special_item": pgettext_lazy("area of the ledger", "Special item"),
    "evidence_item": pgettext_lazy("area of the ledger", "Evidence handed in"),
    "assessment": pgettext_lazy("area of the ledger", "Assessment"),
    "bundle": pgettext_lazy("area of the ledger", "Evidence bundle"),
    "sample": pgettext_lazy("area of the ledger", "Sample"),
    "engagement": pgettext_lazy("area of the ledger", "Outside auditor"),
    "self_assessment": pgettext_lazy("area of the ledger", "Self-assessment"),
    "client": pgettext_lazy("area of the ledger", "Client of the body"),
    "case": pgettext_lazy("area of the ledger", "Certification case"),
    "application": pgettext_lazy("area of the ledger", "Application"),
    "programme": pgettext_lazy("area of the ledger", "Certification rule"),
    "agreement": pgettext_lazy("area of the ledger", "Agreement and fees"),
    "paper": pgettext_lazy("area of the ledger", "Document review"),
    "audit": pgettext_lazy("area of the ledger", "On-site evaluation"),
    "finding": pgettext_lazy("area of the ledger", "Finding"),
    "score": pgettext_lazy("area of the ledger", "Score and report"),
    "decision": pgettext_lazy("area of the ledger", "Certification decision"),
    "certificate": pgettext_lazy("area of the ledger", "Certificate"),
    "key": pgettext_lazy("area of the ledger", "Signing key"),
    "status_list": pgettext_lazy("area of the ledger", "Status list"),
    "surveillance": pgettext_lazy("area of the ledger", "Surveillance"),
    "appeal": pgettext_lazy("area of the ledger", "Appeal or complaint"),
    "certifier": pgettext_lazy("area of the ledger", "Certification personnel"),
    "letter": pgettext_lazy("area of the ledger", "Letter"),
    "impartiality": pgettext_lazy("area of the ledger", "Impartiality"),
    "witness": pgettext_lazy("area of the ledger", "Public log and witnesses"),
    "profile": pgettext_lazy("area of the ledger", "Public profile"),
    "export": pgettext_lazy("area of the ledger", "Export for authorities"),
    "notice": pgettext_lazy("area of the ledger", "Notice"),
}
DOORS = {
    Channel.WEB: pgettext_lazy("door of an action", "web page"),
    Channel.API: pgettext_lazy("door of an action", "API"),
    Channel.JOB: pgettext_lazy("door of an action", "background job"),
    Channel.COMMAND: pgettext_lazy("door of an action", "command line"),
    Channel.IMPORT: pgettext_lazy("door of an action", "import"),
    Channel.PORTAL: pgettext_lazy("door of an action", "client's link"),
}


def area_of(event: str) -> str:
    """Return the area of an event in words; nothing for one that has no word yet."""
    return str(AREAS.get(event.partition(".")[0], ""))


def entries(request: HttpRequest) -> HttpResponse:
    """List the newest entries of the tenant, 50 a page."""
    by = acting(request, Permission.LEDGER_READ)
    before = request.GET.get("before", "")
    found = Entry.objects.select_related("actor").order_by("-pk")
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    for shut in _shut_to(by):
        found = found.exclude(event__startswith=f"{shut}.")
    area = request.GET.get("area", "")
    if area.isalpha() and area.isascii():
        found = found.filter(event__startswith=f"{area}.")
    rows = list(found[: PAGE + 1])
    kept = f"area={area}&" if area else ""
    context = {
        "rows": [(row, area_of(row.event)) for row in rows[:PAGE]],
        "next": f"?{kept}before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "first": f"?{kept.rstrip('&')}" if before else "",
        "area": area,
        "state": queries.state_of(by.tenant_id),
    }
    return render(request, "core/ledger.html", context)


def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show one entry with its proof; personal data only to those who may see it."""
    by = acting(request, Permission.LEDGER_READ)
    proof = queries.proof_of(by.tenant_id, entry_id)
    _refuse_shut(proof.entry.event, by)
    context = {
        "proof": panel_for(proof),
        "entry": proof.entry,
        "area": area_of(proof.entry.event),
        "about": noun(proof.entry.target_type),
        "door": DOORS.get(proof.entry.channel, proof.entry.channel),  # type: ignore[call-overload]
        "found": proof,
        "facts": shown_facts(proof.payload, by),
    }
    return render(request, "core/entry.html", context)


def _shut_to(by: Actor) -> list[str]:
    """Return the areas that this person does not read: that an entry stands there would tell too much."""
    return [area for area, needs in SHUT.items() if not needs & by.permissions]


def _refuse_shut(event: str, by: Actor) -> None:
    if event.partition(".")[0] in _shut_to(by):
        raise NotFound(_("there is no such entry for you to read"))


def proof_file(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Give the proof as a file that other programs verify (c2sp.org/tlog-proof)."""
    by = acting(request, Permission.LEDGER_READ)
    _refuse_shut(Entry.objects.filter(pk=entry_id).values_list("event", flat=True).first() or "", by)
    text = queries.file_of(by.tenant_id, entry_id)
    if text is None:
        raise NotFound(_("this entry is not sealed yet; try again in a few seconds"))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{entry_id}.tlog-proof"'
    return response


def panel_for(proof: EntryProof) -> dict[str, Any]:
    """Return what the component of the proof panel draws."""
    verdict = proof.verdict
    steps = []
    for step, answer in proof.steps.items():
        state, words = ANSWERS[answer]
        steps.append({"state": state, "title": QUESTIONS[step], "text": words, "hash": _hash_of(step, proof)})
    return {
        "title": _("Entry %s") % proof.entry.id,
        "state": ANSWERS[verdict][0],
        "verdict": VERDICTS[verdict],
        "said": _("place %(index)s of %(size)s in the log %(origin)s")
        % {"index": proof.index, "size": proof.head.size, "origin": proof.origin}
        if proof.head is not None and proof.index is not None
        else "",
        "checkpoint": proof.head.size if proof.head and proof.index is not None else None,
        "steps": steps,
        "acts": [],
    }


def _hash_of(step: Step, proof: EntryProof) -> str:
    if step == Step.PAYLOAD:
        return bytes(proof.entry.commitment).hex()
    if step == Step.TREE and proof.head is not None:
        return bytes(proof.head.root).hex()
    return ""


def shown_facts(payload: dict[str, Any] | None, by: Actor) -> list[tuple[str, str]]:
    """Return what an entry says, name and value, as this person may see it."""
    if payload is None:
        return []
    shown = []
    for name, value in payload.items():
        hidden = name in PERSONAL and not by.may(Permission.CUSTOMER_REVEAL)
        text = _("hidden: your role does not see personal data") if hidden else _plain(value)
        shown.append((name, text))
    return shown


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return pgettext("yes or no", "yes") if value else pgettext("yes or no", "no")
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
