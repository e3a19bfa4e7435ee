"""Foreign records in the web: upload, mapping, job, result; and the walls."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.service.repair.pages import signed_in
from wuxing.core import background
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.service.models import ServiceRequest

pytestmark = pytest.mark.usefixtures("editions_loaded")
background.discover()


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, settings: Any) -> None:
    """Files go into the test's own folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


@pytest.fixture
def manager(actor: Callable[..., Actor]) -> Actor:
    return actor(Role.SERVICE_MANAGER, name="林可")


@pytest.fixture
def client(manager: Actor) -> Client:
    return signed_in(manager)


def upload(client: Client, path: Path) -> str:
    answer = client.post("/assess/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def only(company: Tenant) -> ForeignImport:
    with in_tenant(company.pk):
        return ForeignImport.objects.get()


def run_job(by: Actor, import_id: int) -> None:
    who = {
        "tenant_id": by.tenant_id,
        "user_id": by.user_id,
        "name": by.name,
        "roles": [],
        "zone": by.zone,
        "source": "",
    }
    background.perform("evidence.assess", by=who, ids={"import_id": import_id})


def test_a_file_goes_from_upload_to_result(client: Client, manager: Actor, company: Tenant, log_file: Path) -> None:
    page = upload(client, log_file)
    draft = client.get(page)
    assert "What the mapping makes of it" in draft.content.decode()

    started = client.post(page, {"mapping": loading.shipped_text("helpdesk"), "do": "start"})
    assert (started.status_code, only(company).state) == (302, "waiting")
    assert 'hx-get="' in client.get(page).content.decode()
    run_job(manager, only(company).pk)

    found = only(company)
    assert (found.state, found.error, found.done, found.total) == ("done", "", 3, 3)
    result = client.get(page).content.decode()
    assert "report.pdf" in result
    assert client.get(f"{page}report.json").json()["events"] == 9
    assert client.get(f"{page}report.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{page}progress")["HX-Refresh"] == "true"


def test_the_records_stand_apart_and_their_importer_may_read_them(
    client: Client, manager: Actor, company: Tenant, log_file: Path
) -> None:
    page = upload(client, log_file)
    client.post(page, {"mapping": loading.shipped_text("helpdesk"), "do": "start"})
    run_job(manager, only(company).pk)

    dataset = Tenant.objects.get(slug="assess-hailan-helpdesk")
    with in_tenant(company.pk):
        assert ServiceRequest.objects.count() == 0
        assert list(Entry.objects.order_by("id").values_list("event", flat=True)) == [
            "evidence.upload",
            "evidence.assess",
        ]
    with in_tenant(dataset.pk):
        assert ServiceRequest.objects.count() == 3
    assert only(company).dataset_id == dataset.pk
    assert client.post(f"{page}records").status_code == 302
    assert client.session["tenant_id"] == dataset.pk
    assert [client.get(reverse(page)).status_code for page in ("repair:orders", "evidence:readiness")] == [200, 403]
    later = signed_in(manager)  # their own company stays the first
    assert later.get("/assess/").status_code == 200


def test_a_file_that_turns_out_broken_leaves_the_reason_and_nothing_else(
    client: Client, manager: Actor, company: Tenant, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("单号,报修时间\nA1,03/04/2024\n", encoding="utf-8")
    page = upload(client, path)
    client.post(page, {"mapping": loading.shipped_text("generic"), "do": "start"})
    run_job(manager, only(company).pk)

    found = only(company)
    assert (found.state, found.report) == ("failed", None)
    assert found.error == (
        "It cannot be told which number is the day in 报修时间: line 2: 03/04/2024. "
        "Say it in the mapping: dates: dmy, or dates: mdy"
    )
    assert not Tenant.objects.filter(slug__startswith="assess-").exists()
    assert "It cannot be told which number is the day" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "This is a PDF; export the records"),
        (b"\x1f\x8b\x08\x00", "ends too early"),
        (b"\0\1\2" * 99, "encoding"),
    ],
)
def test_what_is_no_table_is_refused_at_the_door(client: Client, company: Tenant, content: bytes, reason: str) -> None:
    answer = client.post("/assess/", {"file": SimpleUploadedFile("a.csv", content)})

    assert (answer.status_code, reason in answer.content.decode()) == (422, True)
    with in_tenant(company.pk):
        assert ForeignImport.objects.count() == 0


def test_a_wrong_mapping_is_shown_with_its_line_and_not_started(
    client: Client, company: Tenant, log_file: Path
) -> None:
    page = upload(client, log_file)

    answer = client.post(page, {"mapping": "mapping: 1\nname: x\nkind: evets\ncolumns: {}\n", "do": "start"})

    assert (
        answer.status_code,
        "Mapping, line 3: “kind” must be one of: events, orders" in answer.content.decode(),
    ) == (422, True)
    assert only(company).state == "uploaded"


def test_another_company_sees_nothing_of_it(
    client: Client, company: Tenant, other_company: Tenant, actor: Callable[..., Actor], log_file: Path
) -> None:
    page = upload(client, log_file)
    stranger = signed_in(actor(Role.SERVICE_MANAGER, tenant=other_company))

    assert [stranger.get(page + end).status_code for end in ("", "progress", "report.json", "report.pdf")] == [404] * 4


def test_an_agent_may_not_import(actor: Callable[..., Actor], company: Tenant) -> None:
    assert signed_in(actor(Role.AGENT)).get("/assess/").status_code == 403
