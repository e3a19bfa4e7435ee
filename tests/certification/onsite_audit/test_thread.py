"""From the draw of outlets to the closing meeting."""

from tests.certification.body import Body
from tests.certification.onsite_audit import site
from wuxing.certification.cases.models import Site
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.models import Plan, Sheet, SiteDraw


def test_a_case_goes_from_the_draw_to_the_closing_meeting(body: Body) -> None:
    case = site.closed(body)

    assert (case.stage, case.closing_at is not None) == ("findings", True)
    assert (case.evaluated_from, case.evaluated_until) == (site.MONDAY, site.MONDAY.replace(month=12, day=1))
    draw = SiteDraw.objects.get(case=case)
    assert sorted(Site.objects.filter(case=case, chosen=True, kind="outlet").values_list("name", flat=True)) == sorted(
        draw.population[place - 1] for place in draw.drawn
    )
    assert Plan.objects.get(case=case).state == "released"
    assert Letter.objects.filter(case=case, kind="audit_plan").count() == 1
    sheets = Sheet.objects.filter(case=case)
    assert {row.leaf for row in sheets} == set(queries.applicable_of(case))
    assert {row.ratio for row in sheets} == {1}
