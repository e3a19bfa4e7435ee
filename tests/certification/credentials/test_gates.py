"""The gate before a certificate: the person sees why before anything is issued."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from wuxing.certification.cases.models import Site
from wuxing.certification.cases.states import Stage
from wuxing.certification.credentials import gates


def test_a_case_is_held_up_with_the_sign_and_its_place(body: Body) -> None:
    good, name, site = (body.case(Stage.GRANTED, client=body.client(f"客户{place}")) for place in range(3))
    name.client.name = "吉𠮷电器"
    name.client.save(update_fields=["name"])
    Site.objects.create(tenant=body.tenant, case=site, kind="outlet", name="𠮷安网点")
    found = gates.words_can_be_printed([good, name, site])
    assert sorted(found) == sorted([name.pk, site.pk])
    assert "𠮷 (U+20BB7)" in found[site.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_its_queries_do_not_grow(body: Body, count: int) -> None:
    cases = [body.case(Stage.GRANTED, client=body.client(f"客户{place}")) for place in range(count)]
    with CaptureQueriesContext(connection) as asked:
        assert gates.words_can_be_printed(cases) == {}
    assert len(asked) == 2
