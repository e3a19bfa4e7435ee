"""Lists as everybody gets them."""

import pytest
from django.test import Client

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.statuslists import actions
from wuxing.certification.statuslists.models import StatusList

URL = "/status/huaping/r1/suspension"


def test_a_list_is_served_with_what_caches_need(body: Body, certify: Certify) -> None:
    actions.place(certify(), by=body.officer)
    answer = Client().get(URL)
    assert answer.status_code == 200
    assert answer.content.decode() == StatusList.objects.get(purpose="suspension").credential
    assert answer["Content-Type"] == "application/vc+jwt"
    assert answer["Cache-Control"] == "public, max-age=60, stale-if-error=86400"
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = Client().get(URL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


@pytest.mark.parametrize(
    "path", ["/status/huaping/r2/suspension", "/status/huaping/x1/suspension", "/status/huaping/r1/other",
             "/status/huaping/r01/suspension", "/status/nobody/r1/suspension"],
)  # fmt: skip
def test_no_other_list_is_there(body: Body, certify: Certify, path: str) -> None:
    actions.place(certify(), by=body.officer)
    assert Client().get(path).status_code == 404
