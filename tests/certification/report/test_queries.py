"""What a score depends on: sheets, exclusions, special findings, the latest override."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.report.evaluated import SAMPLED, WHOLE, close, deduction, evaluated, exclude, finding, see
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.report import queries
from wuxing.certification.report.models import Override
from wuxing.core import clock
from wuxing.schemes.packs.modes import Manual


def override(body: Body, case: Case, leaf: str, before: str, after: str) -> Override:
    assert body.evaluator.user_id
    assert body.lead.user_id
    return Override.objects.create(
        tenant=body.tenant, case=case, leaf=leaf, before=Decimal(before), after=Decimal(after), reason="重看",
        source="team", proposed_by_id=body.evaluator.user_id, confirmed_by_id=body.lead.user_id, at=clock.now(),
    )  # fmt: skip


def test_what_nobody_saw_is_unknown(body: Body) -> None:
    found = queries.live(body.case(Stage.ON_SITE))
    assert (found.score.low, found.score.likely, found.score.high) == (Decimal("0.00"), None, Decimal("100.00"))
    assert found.rehearsal is False


def test_where_people_alone_decide_two_rule(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    see(body, case)
    alone = {leaf.id for leaf in body.pack.leaves if isinstance(leaf.mode, Manual)}
    found = queries.live(case)
    assert {name for name, one in found.indicators.items() if one.status == "unknown"} & set(case_leaves(body)) == alone
    case.sheets.update(second=body.certifier(body.lead), confirmed_at=clock.now())
    assert queries.live(case).score.low == Decimal("100.00")


def case_leaves(body: Body) -> list[str]:
    return [leaf.id for leaf in body.pack.leaves]


def test_lost_points_are_those_of_the_findings(body: Body) -> None:
    case = evaluated(body)
    points = queries.basis(case).in_use
    found = queries.live(case)
    lost = points[WHOLE] + points[SAMPLED] / 3
    assert found.score.low == found.score.high == (100 - lost).quantize(Decimal("0.01"))
    assert {loss.indicator for loss in found.losses_low if loss.points > Decimal("0.01")} == {WHOLE, SAMPLED}
    assert found.level_likely == "star5"


def test_a_third_of_three_points_is_one_point(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    three = next(
        leaf for leaf in body.pack.leaves if queries.basis(case).in_use[leaf.id] == 3 and leaf.deduction == "proportional"
    ).id  # fmt: skip
    deduction(body, case, three, sample_size=3, failures=2)
    see(body, case, {three: "0.333333"}, {three: 3})
    close(case)
    assert queries.live(case).score.low == Decimal("98.00")


def test_special_findings_count_unless_taken_back(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    finding(body, case, kind="special", reason_code="law")
    finding(body, case, kind="special", reason_code="law", state="taken_back")
    for _twice in range(2):
        finding(body, case, kind="bonus")
    see(body, case)
    close(case)
    found = queries.inputs_for(case)
    assert (found.special_deductions, found.special_bonus) == (1, 1)


def test_an_excluded_indicator_is_not_counted(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    leaf = next(one.id for one in body.pack.leaves if one.excludable)
    exclude(body, case, leaf)
    see(body, case)
    close(case)
    found = queries.live(case)
    assert (found.score.low, found.indicators[leaf].status) == (Decimal("100.00"), "excluded")
    assert found.applicable == 100 - queries.basis(case).in_use[leaf]


def test_the_latest_override_counts(body: Body) -> None:
    case = evaluated(body)
    override(body, case, WHOLE, "0", "1")
    override(body, case, WHOLE, "1", "0.5")
    found = queries.inputs_for(case)
    ruling = {**found.rulings, **found.overrides}[WHOLE]
    assert (ruling.ratio, ruling.reason, len(ruling.ruled_by)) == (Decimal("0.5"), "重看", 2)


def test_reading_a_score_takes_as_many_queries_for_more_findings(body: Body) -> None:
    counts = []
    for case in (body.case(Stage.ON_SITE), evaluated(body)):
        with CaptureQueriesContext(connection) as asked:
            assert queries.basis(case).inputs.special_deductions == 0
        counts.append(len(asked))
    assert counts[0] == counts[1]
