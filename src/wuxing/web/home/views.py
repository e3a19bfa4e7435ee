"""Today: what is late, what comes next, and one button each. Each role sees its own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.doors import acting, live_url
from wuxing.core.errors import NotFound
from wuxing.evidence.readiness import queries as readiness_queries
from wuxing.evidence.readiness import words
from wuxing.evidence.rulings import queries as rulings
from wuxing.governance.commitments import queries as promises
from wuxing.governance.documents.queries import waiting as documents
from wuxing.governance.nonconformity.queries import waiting as nonconformities
from wuxing.service.models import ServiceRequest, WorkOrder
from wuxing.service.repair.states import OPEN_ORDERS
from wuxing.web.components.words import duration

WORST_FIRST = ("late", "risk", "waiting", "ontime")
MOST = 999  # counts stop here: "999+" says as much as a larger number, and costs the same at any size
FIRST_PAGES = {Role.TECHNICIAN: "repair:today", Role.DISPATCHER: "repair:board", Role.AGENT: "repair:requests"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of what waits: how many, its state, where to go."""

    count: int
    state: str
    text: str | Promise
    url: str
    first: tuple[str, str, str] | None = None  # the most urgent one: number and title, how long, address

    @property
    def word(self) -> str:
        """Return the number as shown."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: MOST + 1].count()


def waiting_for(by: Actor) -> list[Waiting]:
    """Return what waits for this person, worst first; empty lines are left out."""
    found = []
    for permission, rows, state, text, url in _lines():
        if by.may(permission) and (count := _count(rows)):
            first = _most_urgent(rows) if state in ("late", "risk") else None
            found.append(Waiting(count, state, text, url, first))
    return sorted(
        found + _promises(by) + _documents(by) + _nonconformities(by) + _evidence(by),
        key=lambda line: WORST_FIRST.index(line.state),
    )


def _promises(by: Actor) -> list[Waiting]:
    """Return what waits in the approval of promises (procedure 2)."""
    lines = [
        (promises.waiting_to_approve(by), "waiting", _("promises that wait for your approval")),
        (promises.came_back(by), "risk", _("proposed promises that came back to you")),
    ]
    listed = reverse("governance:promises") + "#proposals"
    return [Waiting(count, state, text, listed) for rows, state, text in lines if (count := _count(rows))]


def _documents(by: Actor) -> list[Waiting]:
    """Return what waits in the control of documents (procedure 20)."""
    listed = reverse("governance:documents")
    lines = documents.waiting_for(by, clock.today(by.zone), clock.now())
    return [
        Waiting(count, line.state, wording.text(line.text), f"{listed}?view={line.view}")
        for line in lines
        if (count := _count(line.rows))
    ]


def _nonconformities(by: Actor) -> list[Waiting]:
    """Return what waits in the treatment of nonconformities (procedure 22)."""
    listed = reverse("governance:nonconformities")
    lines = nonconformities.waiting_for(by, clock.today(by.zone), clock.now())
    return [
        Waiting(count, line.state, wording.text(line.text), f"{listed}?{line.filters}")
        for line in lines
        if (count := _count(line.rows))
    ]


def _evidence(by: Actor) -> list[Waiting]:
    """Return what waits in the evidence handed in: what ends soon, and what waits for a second person."""
    listed = reverse("evidence:items")
    lines = []
    if by.may(Permission.EVIDENCE_RULE):
        today = clock.today(by.zone)
        ending = rulings.expiring(today)
        ended = sum(1 for item in ending if item.expires_on and item.expires_on < today)
        lines += [
            Waiting(ended, "late", _("pieces of evidence that have ended"), f"{listed}?tab=expiring"),
            Waiting(len(ending) - ended, "risk", _("pieces of evidence that end soon"), f"{listed}?tab=expiring"),
        ]
    if by.may(Permission.EVIDENCE_CONFIRM):
        mine = [row for row in rulings.open_proposals() if row.proposed_by_id != by.user_id]
        lines.append(Waiting(len(mine), "waiting", _("rulings and evidence that wait for a second person"), listed))
    return [line for line in lines if line.count]


def _most_urgent(orders: QuerySet[WorkOrder]) -> tuple[str, str, str] | None:
    """Return the order that fell or falls due first, and by how much."""
    order = orders.only("number", "title", "next_due_at").order_by("next_due_at").first()
    if order is None or order.next_due_at is None:
        return None
    left = order.next_due_at - clock.now()
    said = _("%(time)s late") if left < timedelta(0) else _("%(time)s left")
    address = reverse("repair:order", args=[order.pk])
    return f"{order.number} {order.title}", str(said % {"time": duration(left)}), address


def _lines() -> list[tuple[Permission, QuerySet[Any], str, str | Promise, str]]:
    """Return every line there can be, worst first: who sees it, its rows, state, words and list."""
    now = clock.now()
    orders = WorkOrder.objects.filter(state__in=sorted(OPEN_ORDERS))
    due = orders.filter(next_due_at__isnull=False)
    late = due.filter(next_due_at__lt=now)
    soon = due.filter(next_due_at__gte=now, next_due_at__lt=now + timedelta(hours=1))
    unassigned = orders.filter(state__in=["draft", "qualified", "reopened"])
    calls = ServiceRequest.objects.filter(state__in=["new", "triaged"])
    to_close = orders.filter(state__in=["work_done", "reviewed"])
    read, dispatch, listed = Permission.REPAIR_READ, Permission.REPAIR_DISPATCH, reverse("repair:orders")
    unlinked = f"{reverse('repair:requests')}?state=open"
    return [
        (read, late, "late", _("orders with a broken promise"), f"{listed}?due=late"),
        (read, soon, "risk", _("orders that fall due within the hour"), f"{listed}?due=risk"),
        (dispatch, unassigned, "waiting", _("orders nobody has been given"), f"{listed}?state=unassigned"),
        (Permission.REPAIR_INTAKE, calls, "waiting", _("calls without an order"), unlinked),
        (Permission.REPAIR_CLOSE, to_close, "ontime", _("orders to review and close"), f"{listed}?state=to_close"),
        (read, orders.filter(state="on_hold"), "waiting", _("orders on hold"), f"{listed}?state=on_hold"),
    ]


def home(request: HttpRequest) -> HttpResponse:
    """Open on what waits; those whose day is one page go straight there."""
    by = acting(request)
    for role, page in FIRST_PAGES.items():
        if by.roles == {role} and "stay" not in request.GET:
            return redirect(page)
    if not by.may(
        Permission.REPAIR_READ
    ):  # who assesses others opens on their cases, not on an empty score of one's own
        return redirect("certification:board" if by.may(Permission.CASE_READ) else "evidence:readiness")
    live = live_url(request, "repair", clock.now())
    may_log = by.may(Permission.REPAIR_INTAKE)
    context = {"waiting": waiting_for(by), "readiness": _readiness(by), "live_url": live, "may_log": may_log}
    return render(request, "web/home/home.html", context)


def _readiness(by: Actor) -> dict[str, Any] | None:
    """Return the small picture of readiness, for those who may see it; None before an edition is loaded."""
    if not by.may(Permission.EVIDENCE_READ):
        return None
    try:
        report = readiness_queries.report_for(by)
    except NotFound:
        return None
    now = report.readiness
    return {
        "low": now.score.low,
        "likely": now.score.likely,
        "high": now.score.high,
        "grades": [(level.min, words.text(level.title)) for level in report.pack.levels],
        "level": words.level(report.pack, now.level_likely) if now.score.likely is not None else "",
        "placeholder": words.placeholder(now, report.pack),
        "steps": [words.step(report.pack, step) for step in report.plan.steps[:4]],
    }
