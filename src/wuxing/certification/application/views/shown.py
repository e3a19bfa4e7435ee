"""What several pages of applications show: offers, levels, papers, checks, the snapshot."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wuxing.certification.application import queries, todo
from wuxing.certification.application import words as said
from wuxing.certification.application.forms import PaperForm
from wuxing.certification.application.models import Application, ApplicationReview, ReadinessSnapshot
from wuxing.certification.application.queries import Offer
from wuxing.certification.application.states import Point
from wuxing.certification.cases import words
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.cases.states import ENDS, Stage
from wuxing.core import wording
from wuxing.core.errors import NotFound
from wuxing.evidence.readiness import words as of_pack
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack


def schemes(offers: Sequence[Offer]) -> list[tuple[str, str]]:
    """Return the schemes as choices."""
    return [(one.scheme, of_pack.text(one.pack.title)) for one in offers]


def levels(offers: Sequence[Offer]) -> list[tuple[str, str]]:
    """Return the levels as choices; of several schemes each with the name of its own."""
    found: dict[str, str] = {}
    for one in offers:
        for level in one.pack.levels:
            found.setdefault(level.id, of_pack.text(level.title))
    return [("", "—"), *found.items()]


def offers(found: Sequence[Offer]) -> list[dict[str, Any]]:
    """Return what stands on the page of each scheme that is offered."""
    return [
        {
            "title": of_pack.text(one.pack.title),
            "basis": ", ".join(source.ref for source in one.pack.basis),
            "levels": [(of_pack.text(level.title), level.min) for level in one.pack.levels],
        }
        for one in found
    ]


def levels_of(case: Case) -> list[tuple[str, str]]:
    """Return the levels of a case's edition as choices."""
    pack = _pack(case)
    found = [(level.id, of_pack.text(level.title)) for level in pack.levels] if pack else []
    return found or [(case.target_level, case.target_level)]


def _pack(case: Case) -> Pack | None:
    try:
        return pack_of(case.pack.rpartition("#")[2])
    except NotFound:
        return None


def facts(case: Case, client: Client, application: Application | None) -> list[tuple[str, object]]:
    """Return what an application says, as label and value."""
    yes = {True: _("yes"), False: _("no")}
    return [
        (_("Name of the organisation"), client.name),
        (_("Unified social credit code"), client.credit_code),
        (_("Headquarters"), " ".join(part for part in (client.city, client.address) if part)),
        (_("Person to talk to"), client.contact_name),
        (_("Phone number"), client.phone),
        (_("E-mail"), client.email),
        (_("Level aimed at"), words.level(case.pack, case.target_level)),
        (_("Products"), case.products),
        (_("Regions"), case.regions),
        (_("Scope"), case.scope),
        (_("Trade code"), case.trade_code),
        (_("People"), case.headcount or ""),
        (_("The service system runs since"), _iso(case.running_since)),
        (_("Lawful business declared"), yes[bool(application and application.lawful)]),
        (_("No serious incident declared"), yes[bool(application and application.no_incident)]),
        (_("Consent to the use of the data"), _consented(application)),
        (_("Came in"), said.source(application.source) if application else ""),
        (_("Remarks"), application.remarks if application else ""),
    ]


def _consented(application: Application | None) -> str:
    if application is None or application.consented_at is None:
        return _("no")
    return _iso(application.consented_at.date())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def papers(case: Case, address: Any) -> list[dict[str, Any]]:
    """Return the papers of a case for the table; `address(paper)` is where a version is opened."""
    return [
        {
            "line": line,
            "last": line.last,
            "url": address(line.last) if line.last else "",
            "older": [{"paper": one, "url": address(one)} for one in line.versions[1:]],
            "form": PaperForm(initial={"code": line.code}, auto_id=f"paper_{line.code}_%s"),
        }
        for line in queries.paper_lines(case)
    ]


def checks(case: Case) -> list[dict[str, str]]:
    """Return what the application lacks, for the gate; one line when it is complete."""
    found = queries.lacks_of([case]).get(case.pk, [])
    if not found:
        return [{"state": "done", "text": _("Nothing is missing"), "rule": "17065 7.2"}]
    return [{"state": "waiting", "text": wording.text(one.reason), "rule": ""} for one in found]


def reviews(case: Case) -> list[dict[str, Any]]:
    """Return the reviews of an application with what was said to each point, newest first."""
    return [
        {
            "row": row,
            "outcome": said.outcome(row.outcome),
            "state": {"accepted": "done", "returned": "waiting"}.get(row.outcome, "excluded"),
            "points": [_point(row, point) for point in Point if point.value in row.points],
            "answer": getattr(row, "answer", None),
        }
        for row in queries.reviews_of(case)
    ]


def _point(row: ApplicationReview, point: Point) -> dict[str, Any]:
    told = row.points[point.value]
    return {"title": said.point_title(point), "yes": told["yes"], "note": told["note"]}


def snapshot(found: ReadinessSnapshot | None) -> dict[str, Any] | None:
    """Return a snapshot with the ratio of each leaf, for the page."""
    if found is None:
        return None
    pack, ratios = _pack(found), queries.ratios_of(found)  # type: ignore[arg-type]
    leaves = [(leaf.id, of_pack.text(leaf.title)) for leaf in pack.leaves] if pack else [(one, "") for one in ratios]
    return {
        "row": found,
        "level": words.level(found.pack, found.level) if found.level else "",
        "leaves": [
            (name, title, "" if (r := ratios.get(name)) is None else of_pack.percent(r)) for name, title in leaves
        ],
    }


def next_step(case: Case, step: todo.Step, given: dict[str, str] | None = None) -> dict[str, Any]:
    """Return the next step as wx/todo.html takes it; `given`: body and word of the client's link."""
    url = ""
    if given:
        try:
            url = reverse(f"certification:{step.page}", kwargs={**given, "case_id": case.pk})
        except NoReverseMatch:
            url = reverse("certification:portal_case", kwargs={**given, "case_id": case.pk})
    why = [step.why] if step.why else []
    if step.due:
        why.append(_("by %(day)s") % {"day": step.due.isoformat()})
    state, word = ("waiting", _("your turn")) if step.yours else ("ontime", _("with the body"))
    if Stage(case.stage) in ENDS:
        state, word = words.badge(case.stage), words.stage(case.stage)
    return {
        "state": state,
        "word": word,
        "text": step.text,
        "why": " · ".join(why),
        "url": url,
        "do": _("Open"),
        "primary": step.yours,
    }
