"""Read draws of sites and records."""

from collections import defaultdict
from collections.abc import Sequence

from wuxing.certification.cases.models import Case, Site
from wuxing.certification.onsite_audit.models import RecordDraw, RecordResult, SiteDraw
from wuxing.certification.onsite_audit.rules.drawing import digest_of
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say


def outlets_of(sites: Sequence[Site]) -> list[Site]:
    """Return what is drawn from: every site but headquarters, by name."""
    return sorted((one for one in sites if one.kind != Site.Kind.HEADQUARTERS), key=lambda one: (one.name, one.pk))


def outlets_open(cases: Sequence[Case]) -> frozenset[int]:
    """Return the cases whose outlets wait to be drawn: some are not chosen, and no draw is of the list as it stands."""
    ids = [case.pk for case in cases]
    sites: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(case_id__in=ids).exclude(kind=Site.Kind.HEADQUARTERS):
        sites[site.case_id].append(site)
    rows = SiteDraw.objects.filter(case_id__in=ids, drawn_at__isnull=False).values_list("case_id", "digest")
    drawn = set(rows)
    return frozenset(
        case_id
        for case_id, several in sites.items()
        if not all(one.chosen for one in several)
        and (case_id, digest_of([one.name for one in outlets_of(several)])) not in drawn
    )


def last_site_draw(case_id: int) -> SiteDraw | None:
    """Return the newest draw of sites of a case."""
    return SiteDraw.objects.filter(case_id=case_id).order_by("-pk").first()


def lock_site_draw(case_id: int) -> SiteDraw:
    """Return the newest draw of sites of a case, locked. Raises NotFound."""
    found = SiteDraw.objects.select_for_update().filter(case_id=case_id).order_by("-pk").first()
    if found is None:
        raise NotFound(say("no draw of outlets has begun in this case"))
    return found


def record_draws_of(case_id: int, leaf: str = "") -> list[RecordDraw]:
    """Return the draws of records of a case, of one indicator if named."""
    rows = RecordDraw.objects.filter(case_id=case_id).select_related("site").order_by("pk")
    return list(rows.filter(leaf=leaf) if leaf else rows)


def lock_record_draw(case_id: int, draw_id: int) -> RecordDraw:
    """Return a draw of records of a case, locked. Raises NotFound."""
    found = RecordDraw.objects.select_for_update().filter(case_id=case_id, pk=draw_id).first()
    if found is None:
        raise NotFound(say("there is no such sample of records in this case"))
    return found


def results_of(draw_ids: Sequence[int]) -> dict[tuple[int, int], RecordResult]:
    """Return what was seen last in each drawn record, by draw and place."""
    rows = RecordResult.objects.filter(draw_id__in=draw_ids).select_related("by").order_by("pk")
    return {(row.draw_id, row.place): row for row in rows}
