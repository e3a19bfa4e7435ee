"""Read those who work for the body: their competence, ties, load; and everybody as a candidate, a few queries for all."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from wuxing.certification.cases.models import Case, CaseRole, Client
from wuxing.certification.cases.states import TEAM, Part, Stage
from wuxing.certification.people import load as work
from wuxing.certification.people.models import Absence, Certifier, Competence, Declaration, Relation, Tie
from wuxing.certification.people.rules import assigning, graph
from wuxing.certification.people.rules.assigning import Away, Busy, Person, Skill, Taken, Task
from wuxing.certification.people.rules.graph import Way, Window
from wuxing.core import clock, prepared
from wuxing.core.errors import NotFound
from wuxing.core.models import Membership, Tenant
from wuxing.core.reasons import say
from wuxing.core.tenants import current_tenant

LONG_AGO = 1500
"""Days after which the end of a relation matters to no case that still runs: two years of cooling-off, and two more."""


def one(certifier_id: int) -> Certifier:
    """Return somebody who works for the body. Raises NotFound."""
    found = Certifier.objects.select_related("user").filter(pk=certifier_id).first()
    if found is None:
        raise NotFound(say("there is nobody with this number here"))
    return found


def lock(certifier_id: int) -> Certifier:
    """Return somebody, locked until the transaction ends. Raises NotFound."""
    found = Certifier.objects.select_for_update().filter(pk=certifier_id).first()
    if found is None:
        raise NotFound(say("there is nobody with this number here"))
    return found


def plainly(name: str) -> str:
    """Return the name of an organisation or a registration as it is compared: one width, one space between words."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def members() -> list[tuple[int, str]]:
    """Return the active members of the acting body with their names."""
    rows = Membership.objects.filter(tenant_id=current_tenant(), active=True)
    return list(rows.order_by("user__name", "user_id").values_list("user_id", "user__name"))


def consultancies_of(user_id: int) -> list[str]:
    """Return the consultancies in which somebody works; asked of the one function that sees past the walls."""
    rows = prepared.fetch(
        "SELECT tenant_name FROM doors_of(%s) WHERE engagement_id IS NULL AND kind = %s ORDER BY tenant_name",
        [user_id, Tenant.Kind.CONSULTANCY.value],
    )
    return [name for (name,) in rows]


# the graph


def key_of(client_id: int | None, party: str, known: Mapping[str, int]) -> str:
    """Return the key of an organisation in the graph; a party that bears the name of a client is that client."""
    number = client_id or known.get(plainly(party))
    return f"client:{number}" if number else f"party:{plainly(party).casefold()}"


def known_parties(names: Iterable[str]) -> dict[str, int]:
    """Return which of these names are clients, by name."""
    wanted = {plainly(name) for name in names if name}
    return dict(Client.objects.filter(name__in=wanted).values_list("name", "pk")) if wanted else {}


def ties_of(certifier_ids: Sequence[int]) -> dict[int, tuple[graph.Tie, ...]]:
    """Return the ties of some people, by person: two queries, however many they are."""
    rows = list(Tie.objects.filter(certifier_id__in=certifier_ids).select_related("client").order_by("pk"))
    known = known_parties(row.party for row in rows)
    found: dict[int, list[graph.Tie]] = defaultdict(list)
    for row in rows:
        key, name = key_of(row.client_id, row.party, known), row.client.name if row.client else row.party
        found[row.certifier_id].append(graph.Tie(key, name, row.kind, row.since, row.until))
    return {key: tuple(ties) for key, ties in found.items()}


def relations() -> tuple[graph.Relation, ...]:
    """Return how organisations hang together; read as: the other owns, advises, is in one group with the client.

    Those that ended long ago are left out; plain rows, for there may be many.
    """
    ended = clock.today() - timedelta(days=LONG_AGO)
    rows: list[Any] = list(
        Relation.objects.exclude(until__lt=ended)
        .order_by("pk")
        .values_list(
            "other_id", "party", "other__name", "client_id", "client__name", "kind", "since", "until", named=True
        )
    )
    known = known_parties(row.party for row in rows)
    return tuple(
        graph.Relation(
            key_of(row.other_id, row.party, known), row.other__name or row.party, f"client:{row.client_id}",
            row.client__name, row.kind, row.since, row.until,
        )
        for row in rows
    )  # fmt: skip


# everybody, as the rules take them


def _window(case: Case, part: Part, today: date) -> tuple[Window, bool]:
    first, last = case.evaluated_from, case.evaluated_until
    if part in TEAM and first and last:
        return Window(first, last), True
    return Window(today, today), False


def task(case: Case, part: Part, today: date) -> Task:
    """Return what a part in a case asks of a person."""
    window, planned = _window(case, part, today)
    return Task(part, case.scheme, case.trade_code, window, planned)


def busy_days(certifier_ids: Sequence[int], since: date, but: int | None = None) -> dict[int, list[Busy]]:
    """Return the days on site from a day on, by person; `but`: a case that is left out."""
    rows = CaseRole.objects.filter(
        certifier_id__in=certifier_ids, part__in=TEAM, ended_at__isnull=True,
        case__evaluated_from__isnull=False, case__evaluated_until__gte=since,
    ).exclude(case__stage=Stage.WITHDRAWN)  # fmt: skip
    if but is not None:
        rows = rows.exclude(case_id=but)
    found: dict[int, list[Busy]] = defaultdict(list)
    days = "case__number", "case__evaluated_from", "case__evaluated_until"
    for certifier_id, number, first, last in rows.order_by("case__evaluated_from").values_list("certifier_id", *days):
        found[certifier_id].append(Busy(number, first, last))
    return found


def _skills(certifier_ids: Sequence[int]) -> dict[int, list[Skill]]:
    found: dict[int, list[Skill]] = defaultdict(list)
    rows = Competence.objects.filter(certifier_id__in=certifier_ids, withdrawn_at__isnull=True)
    for row in rows:
        found[row.certifier_id].append(Skill(row.scheme, row.trade_code, row.part, row.granted_on, row.until))
    return found


def _away(certifier_ids: Sequence[int], since: date) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(certifier_id__in=certifier_ids, ends_on__gte=since).order_by("starts_on")
    for certifier_id, first, last in rows.values_list("certifier_id", "starts_on", "ends_on"):
        found[certifier_id].append(Away(first, last))
    return found


def _taken(certifier_ids: Sequence[int], case_id: int) -> dict[int, list[Taken]]:
    found: dict[int, list[Taken]] = defaultdict(list)
    for role in CaseRole.objects.filter(certifier_id__in=certifier_ids, case_id=case_id):
        found[role.certifier_id].append(Taken(Part(role.part)))
    return found


def person_of(row: Certifier, **known: Collection[object]) -> Person:
    """Return somebody as the rules take them; `known`: skills, ties, busy, load, away, taken."""
    return Person(
        name=row.name, active=row.active, signs_in=row.user_id is not None, registration=row.registration,
        level=row.level, registered_until=row.registered_until, contract_from=row.contract_from,
        contract_until=row.contract_until, days_a_month=row.days_a_month,
        **known,  # type: ignore[arg-type]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bench:
    """Everybody who could work in one case, with what the rules ask; made by a few queries, judged as often as needed."""

    case: Case
    today: date
    rows: tuple[tuple[Certifier, Person], ...]
    relations: tuple[graph.Relation, ...]
    load: Mapping[str, Decimal]  # what a member of the team has to give, by month

    def ways(self, part: Part) -> dict[str, Way]:
        """Return the ways of relations that lead to the client on the days of a part."""
        return graph.ways_to(f"client:{self.case.client_id}", self.relations, self.task(part).window)

    def task(self, part: Part) -> Task:
        """Return what a part asks."""
        asked = task(self.case, part, self.today)
        return replace(asked, load=self.load) if asked.planned else asked


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, and what stands in the way of a part; nothing: may be assigned."""

    certifier: Certifier
    obstacles: tuple[assigning.Obstacle, ...]

    @property
    def obstacle(self) -> assigning.Obstacle | None:
        """Return the gravest."""
        return self.obstacles[0] if self.obstacles else None

    @property
    def overridable(self) -> bool:
        """Say whether only the calendar stands in the way."""
        return bool(self.obstacles) and all(one.overridable for one in self.obstacles)


def bench(case: Case, today: date | None = None, only: int | None = None) -> Bench:
    """Return everybody in the body's service as candidates for a case; `only`: one person, whether in service or not."""
    today = today or clock.today()
    rows = Certifier.objects.filter(pk=only) if only else Certifier.objects.filter(active=True)
    people = list(rows.order_by("name", "pk"))
    ids = [row.pk for row in people]
    first = min(today, case.evaluated_from or today).replace(day=1)
    ties, loads = ties_of(ids), work.loads(first, _half_year_after(case, today), today, only=ids, but=case.pk)
    nothing = work.Load()
    skills, busy, away, taken = _skills(ids), busy_days(ids, first, case.pk), _away(ids, first), _taken(ids, case.pk)
    return Bench(
        case,
        today,
        tuple(
            (
                row,
                person_of(
                    row, skills=tuple(skills[row.pk]), ties=ties.get(row.pk, ()), busy=tuple(busy[row.pk]),
                    load=loads.get(row.pk, nothing).days, away=tuple(away[row.pk]), taken=tuple(taken[row.pk]),
                ),
            )
            for row in people
        ),
        relations(),
        work.share_of(case),
    )  # fmt: skip


def _half_year_after(case: Case, today: date) -> date:
    return max(today, case.evaluated_until or today) + timedelta(days=183)


def judged(found: Bench, part: Part) -> list[Candidate]:
    """Return everybody of a bench for a part: who may first, then whom only the calendar keeps, then the others."""
    asked, ways = found.task(part), found.ways(part)
    rows = [Candidate(row, tuple(assigning.obstacles(person, asked, ways))) for row, person in found.rows]
    return sorted(rows, key=lambda each: (bool(each.obstacles), not each.overridable, each.certifier.name))


def open_roles(case_ids: Sequence[int]) -> list[CaseRole]:
    """Return the parts that people have in cases now, with the people."""
    rows = CaseRole.objects.filter(case_id__in=case_ids, ended_at__isnull=True).select_related("certifier")
    return list(rows.order_by("case_id", "pk"))


def staffed(cases: Sequence[Case], today: date) -> dict[int, list[tuple[CaseRole, Person, Task]]]:
    """Return who has which part in each case, with competence and ties, as the rules take them: four queries in all."""
    roles = open_roles([case.pk for case in cases])
    ids = sorted({role.certifier_id for role in roles})
    by_case = {case.pk: case for case in cases}
    skills, ties = _skills(ids), ties_of(ids)
    found: dict[int, list[tuple[CaseRole, Person, Task]]] = {case.pk: [] for case in cases}
    for role in roles:
        who, number = role.certifier, role.certifier_id
        known = person_of(who, skills=tuple(skills[number]), ties=ties.get(number, ()))
        found[role.case_id].append((role, known, task(by_case[role.case_id], Part(role.part), today)))
    return found


def declared_years(certifier_ids: Sequence[int], year: int) -> set[int]:
    """Return who has signed the declaration of a year."""
    rows = Declaration.objects.filter(certifier_id__in=certifier_ids, case__isnull=True, year=year)
    return set(rows.values_list("certifier_id", flat=True))


def undeclared(roles: Iterable[CaseRole], year: int) -> dict[int, list[str]]:
    """Return who of those with these parts has declared neither for the year nor for the case, by case: one query."""
    asked = {(role.case_id, role.certifier_id): role.certifier.name for role in roles}
    rows = Declaration.objects.filter(certifier_id__in={who for _case, who in asked})
    rows = rows.filter(Q(case__isnull=True, year=year) | Q(case_id__in={case for case, _who in asked}))
    signed = set(rows.values_list("case_id", "certifier_id"))
    found: dict[int, list[str]] = defaultdict(list)
    for (case_id, who), name in asked.items():
        if not {(case_id, who), (None, who)} & signed:
            found[case_id].append(name)
    return dict(found)
