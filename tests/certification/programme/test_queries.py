"""Which rule counts for a case."""

from tests.certification.body import Body
from wuxing.certification.programme import queries


def test_without_a_version_of_the_body_the_shipped_default_counts(body: Body) -> None:
    case = body.case()
    assert (queries.current(body.pack.id), queries.for_case(case)) == (
        (0, queries.shipped_programme(body.pack.id)),
        queries.shipped_programme(body.pack.id),
    )
