"""The directory: figures in the open, profile, files for authorities with receipts."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant, decided
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.directory import actions, figures, queries
from wuxing.core import clock, files
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry


def issued(body: Body, grant: Grant, **changes: object) -> Certificate:
    return certificates.issue(case_id=grant(**changes).case.pk, by=body.officer)


def suspend(body: Body, held: Certificate) -> None:
    until = clock.today() + timedelta(days=90)
    asked = certificates.suspend(
        certificate_id=held.pk, reason_code="misuse", reason="误用", until=until, by=body.officer
    )
    certificates.confirm(measure_id=asked.pk, by=body.decider)


def test_figures_count_grants_refusals_and_suspensions(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    issued(body, grant, level="star5")
    issued(body, grant, rehearsal=True)
    decided(body, body.case(Stage.DECISION), grant=False, level="")
    suspend(body, held)
    found = figures.of(body.tenant)
    assert (found.years[0].granted, found.years[0].refused, found.years[0].suspended) == (2, 1, 1)
    assert found.years[0].refused_share == "33.3%"
    assert (found.in_force, found.suspended, found.levels) == (1, 1, (("star5", 1),))
    answer = Client().get("/bodies/huaping/figures.json")
    told = json.loads(answer.content)
    assert (told["in_force"], told["years"][0]["refused"], answer["Access-Control-Allow-Origin"]) == (1, 1, "*")


def test_figures_are_worked_out_when_something_happened(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    figures.of(body.tenant)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures.of(body.tenant)
    assert len([one for one in asked if "COUNT" in one["sql"]]) == 0
    suspend(body, held)
    assert figures.of(body.tenant).suspended == 1


def test_everybody_reads_what_a_body_publishes(body: Body, grant: Grant) -> None:
    issued(body, grant)
    actions.save_profile(
        facts={"approval": "CNCA-R-2026-001", "name_en": "Huaping Certification", "duties": "随时接受监督"},
        by=body.manager,
    )
    listed = Client().get("/bodies/").content.decode()
    shown = Client().get("/bodies/huaping/").content.decode()
    assert ("CNCA-R-2026-001" in listed, "华评认证" in listed) == (True, True)
    for text in ("CNCA-R-2026-001", "Huaping Certification", "随时接受监督", "cn.gbt.27922@", "did:web:"):
        assert text in shown, text
    assert Client().get("/bodies/nobody/").status_code == 404


def test_a_profile_is_published_by_who_heads_certification(body: Body) -> None:
    for one in (body.officer, body.lead, body.decider, body.admin):
        with pytest.raises(NotAllowed):
            actions.save_profile(facts={"approval": "X"}, by=one)
    assert queries.profile(body.tenant.pk) is None
    actions.save_profile(facts={"approval": "A"}, by=body.manager)
    actions.save_profile(facts={"approval": "A"}, by=body.manager)  # the same again is no change
    assert Entry.objects.filter(event="profile.save").count() == 1


def test_a_file_for_the_authority_says_each_certificate_once(body: Body, grant: Grant) -> None:
    held, other = issued(body, grant), issued(body, grant, level="star5")
    issued(body, grant, rehearsal=True)
    suspend(body, held)
    today = clock.today()
    made = actions.make_export(kind="national", form="csv", since=today, until=today, by=body.officer)
    assert made.attachment is not None
    text = files.opened(made.attachment.pk)[1].read().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [(one["证书编号"], one["证书状态"], one["变更原因"]) for one in rows] == [
        (held.number, "暂停", "misuse"), (other.number, "有效", ""),
    ]  # fmt: skip
    assert (made.rows, made.attachment.name) == (2, f"huaping-national-{today}.csv")
    assert Entry.objects.get(event="export.make").payload["sha256"] == made.attachment.sha256


def test_iaf_names_and_other_forms(body: Body, grant: Grant) -> None:
    held = issued(body, grant)
    suspend(body, held)
    today = clock.today()
    found = {}
    for form in ("json", "xlsx"):
        made = actions.make_export(kind="iaf", form=form, since=None, until=today, by=body.officer)
        assert made.attachment is not None
        found[form] = files.opened(made.attachment.pk)[1].read()
    (row,) = json.loads(found["json"])
    assert (row["certification_number"], row["certification_status"], row["company_country"]) == (
        held.number, "suspended", "CN",
    )  # fmt: skip
    sheet = list(load_workbook(BytesIO(found["xlsx"])).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert (sheet[0][0], sheet[1][:2]) == ("certification_number", (held.number, "suspended"))


def test_no_spreadsheet_takes_a_name_for_a_formula(body: Body, grant: Grant) -> None:
    client = body.client('=HYPERLINK("http://x")')
    issued(body, grant, client=client)
    made = actions.make_export(kind="national", form="csv", since=None, until=clock.today(), by=body.officer)
    assert made.attachment is not None
    rows = list(csv.DictReader(StringIO(files.opened(made.attachment.pk)[1].read().decode("utf-8-sig"))))
    assert rows[0]["获证组织"] == '\'=HYPERLINK("http://x")'


def test_files_are_made_by_the_office_and_receipts_are_kept(body: Body) -> None:
    today = clock.today()
    for one in (body.manager, body.lead, body.decider, body.admin):
        with pytest.raises(NotAllowed):
            actions.make_export(kind="iaf", form="csv", since=None, until=today, by=one)
    with pytest.raises(RuleBroken, match="lies in the future"):
        actions.make_export(kind="iaf", form="csv", since=None, until=today + timedelta(days=1), by=body.officer)
    with pytest.raises(BadInput):
        actions.make_export(kind="other", form="csv", since=None, until=today, by=body.officer)
    made = actions.make_export(kind="iaf", form="json", since=None, until=today, by=body.officer)
    with pytest.raises(BadInput) as refused:
        actions.note_receipt(export_id=made.pk, receipt="", received_on=today + timedelta(days=1), by=body.officer)
    assert refused.value.fields == {"receipt": "fill this in", "received_on": "this lies in the future"}
    kept = actions.note_receipt(export_id=made.pk, receipt="IAF-7788", received_on=today, by=body.officer)
    assert (kept.receipt, Entry.objects.get(event="export.note_receipt").payload["receipt"]) == ("IAF-7788", "IAF-7788")
