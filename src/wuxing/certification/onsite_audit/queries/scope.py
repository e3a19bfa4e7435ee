"""What a case looks at: its indicators, its sites, its team."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from wuxing.certification.cases.models import Case, CaseRole, Site
from wuxing.certification.cases.states import TEAM, Part
from wuxing.certification.report.models import CaseExclusion
from wuxing.certification.surveillance.models import Occasion
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack


def pack(case: Case) -> Pack:
    """Return the edition that a case is judged by."""
    return pack_of(case.pack.rpartition("#")[2])


def applicable(cases: Sequence[Case]) -> dict[int, tuple[str, ...]]:
    """Return which indicators each case looks at: those of its occasion, else all; without what is excluded."""
    ids = [case.pk for case in cases]
    out: dict[int, set[str]] = defaultdict(set)
    for case_id, leaf in CaseExclusion.objects.filter(case_id__in=ids, accepted=True).values_list("case_id", "leaf"):
        out[case_id].add(leaf)
    only = {row.case_id: frozenset(row.leaves) for row in Occasion.objects.filter(case_id__in=ids) if row.leaves}
    packs = {identity: pack_of(identity.rpartition("#")[2]) for identity in {case.pack for case in cases}}
    return {
        case.pk: tuple(
            leaf.id
            for leaf in packs[case.pack].leaves
            if leaf.id not in out[case.pk] and (case.pk not in only or leaf.id in only[case.pk])
        )
        for case in cases
    }


def applicable_of(case: Case) -> tuple[str, ...]:
    """Return which indicators a case looks at."""
    return applicable([case])[case.pk]


def sites_of(case_ids: Sequence[int]) -> dict[int, list[Site]]:
    """Return the sites of cases, headquarters first."""
    found: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(case_id__in=case_ids).order_by("pk"):
        found[site.case_id].append(site)
    for several in found.values():
        several.sort(key=lambda one: (one.kind != Site.Kind.HEADQUARTERS, one.pk))
    return dict(found)


def team_of(case_ids: Sequence[int]) -> dict[int, list[CaseRole]]:
    """Return who evaluates each case now, the leader first."""
    found: dict[int, list[CaseRole]] = defaultdict(list)
    rows = CaseRole.objects.filter(case_id__in=case_ids, part__in=TEAM, ended_at__isnull=True)
    for role in rows.select_related("certifier").order_by("pk"):
        found[role.case_id].append(role)
    for several in found.values():
        several.sort(key=lambda one: (one.part != "lead", one.pk))
    return dict(found)


def own_of(roles: Iterable[CaseRole], without: Part | None = None) -> dict[int, frozenset[str]]:
    """Return who is assigned to certain indicators only, and to which; who is not here evaluates all, as who has `without`."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    for role in roles:
        found[role.certifier_id].append([] if role.part == without else role.leaves)
    return {who: frozenset().union(*several) for who, several in found.items() if all(several)}
