"""Pages of the office: profile, files for authorities, receipts."""

from django.test import Client

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from tests.certification.directory.test_directory import issued
from wuxing.certification.directory import queries
from wuxing.certification.directory.models import RegisterExport
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.models import User

PROFILE = {"approval": "CNCA-R-2026-001", "website": "huaping.example", "duties": "<b>接受</b>监督"}


def client(by: Actor) -> Client:
    made = Client(headers={"Accept-Language": "en"})
    made.force_login(User.objects.get(pk=by.user_id or 0))
    return made


def test_a_profile_is_published_through_its_page(body: Body) -> None:
    assert client(body.manager).post("/certification/profile/", PROFILE).status_code == 302
    found = queries.profile(body.tenant.pk)
    assert found is not None
    assert (found.approval, found.website) == ("CNCA-R-2026-001", "https://huaping.example")
    shown = Client().get("/bodies/huaping/").content.decode()
    assert ("&lt;b&gt;接受" in shown, "<b>接受" in shown) == (True, False)
    assert client(body.officer).get("/certification/profile/").status_code == 200
    assert client(body.officer).post("/certification/profile/", PROFILE | {"approval": "X"}).status_code == 403
    assert client(body.manager).post("/certification/profile/", {"website": "no url at all"}).status_code == 422


def test_a_file_is_made_fetched_and_its_receipt_kept(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    today = clock.today().isoformat()
    wanted = {"kind": "iaf", "form": "json", "since": "", "until": today}
    assert client(body.officer).post("/certification/exports/", wanted).status_code == 302
    made = RegisterExport.objects.get()
    url = f"/certification/exports/{made.pk}/"
    file = client(body.officer).get(f"{url}file")
    assert held.number in b"".join(file).decode()  # type: ignore[arg-type]
    assert "attachment" in file["Content-Disposition"]
    assert client(body.officer).post(url, {"receipt": "IAF-1", "received_on": today}).status_code == 302
    assert "IAF-1" in client(body.lead).get("/certification/exports/").content.decode()
    assert client(body.officer).post("/certification/exports/", wanted | {"until": "2999-01-01"}).status_code == 422
    assert client(body.lead).post("/certification/exports/", wanted).status_code == 403


def test_one_file_and_many_are_listed_by_as_many_queries(body: Body) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client(body.officer).get("/certification/exports/")
        return len(found)

    def make() -> None:
        from wuxing.certification.directory import actions

        actions.make_export(kind="iaf", form="csv", since=None, until=clock.today(), by=body.officer)

    make()
    asked()
    one = asked()
    make()
    make()
    assert asked() == one
