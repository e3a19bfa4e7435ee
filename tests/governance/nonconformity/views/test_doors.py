"""The doors: what is pressed is done, what is refused comes back with its reason, files and paper are given."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdfium2 import PdfDocument

from tests.governance.nonconformity.example import PDF, under_way
from tests.governance.nonconformity.treating import House
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.models import Nonconformity, StageTerm
from wuxing.governance.nonconformity import actions

LIST = "/nonconformities/"


def press(by: Actor, pk: int, name: str, **said: Any) -> Any:
    return signed_in(by).post(f"{LIST}{pk}/{name}/", said)


def page(by: Actor, pk: int, query: str = "") -> str:
    return str(signed_in(by).get(f"{LIST}{pk}/{query}").content.decode())


def test_the_whole_way_by_the_forms(house: House) -> None:
    made, day = house.report(), house.today().isoformat()
    owner, doer, verifier = house.owner, house.doer, house.verifier
    assert press(owner, made.pk, "contain", what="换了风机").status_code == 302
    causes = {"bone_people": "新人\n培训", "bone_method": "没有加油一项"}
    chain = {"why_1": "卡滞", "why_2": "缺油"}
    said = {"root_cause": "没有加油一项", "category": "method", "evidence": "抽查 12 张"}
    assert press(owner, made.pk, "analyse", **chain, **causes, **said).status_code == 302
    row = {"what_1": "加一项", "kind_1": "corrective", "responsible_id_1": doer.user_id, "due_on_1": day}
    assert press(owner, made.pk, "plan", **row, criterion="不再停机", check_on=day).status_code == 302
    assert press(owner, made.pk, "start").status_code == 302
    action = house.action(made)
    kept = SimpleUploadedFile("保养单.pdf", PDF)
    assert press(doer, made.pk, "complete_action", action=action.pk, result="已改版", file=kept).status_code == 302
    verdict = {"verdict": "effective", "evidence": "没有再停机"}
    assert press(verifier, made.pk, "check_effectiveness", **verdict).status_code == 302
    assert press(verifier, made.pk, "close").status_code == 302

    made = house.again(made)
    assert (made.state, made.analyses.get().causes.count()) == ("closed", 3)
    html = page(verifier, made.pk)
    assert "保养单.pdf" in html
    assert 'class="wx-fish"' in html


def test_a_refusal_comes_back_beside_the_form_with_what_was_typed(house: House) -> None:
    made = house.contained()
    said = {"why_1": "卡滞", "root_cause": "没有加油一项", "category": "method", "evidence": "抽查"}
    answer = press(house.owner, made.pk, "analyse", **said)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "ask why at least twice, or weigh at least two possible causes" in html
    assert "没有加油一项" in html
    assert house.again(made).state == "contained"


def test_a_fault_in_a_later_row_of_the_plan_opens_that_row(house: House) -> None:
    made, day = house.analysed(), house.today().isoformat()
    first = {"what_1": "加一项", "kind_1": "corrective", "responsible_id_1": house.doer.user_id, "due_on_1": day}
    third = {"what_3": "培训", "kind_3": "preventive", "responsible_id_3": house.doer.user_id, "due_on_3": "2020-01-01"}
    answer = press(house.owner, made.pk, "plan", **first, **third, criterion="不再停机", check_on=day)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("choose today or a later day") == 1
    assert html.count('<details class="wx-fold">') == 2  # the second and the fourth stay folded
    assert house.again(made).actions.count() == 0


def test_a_file_that_is_none_undoes_the_step(house: House) -> None:
    made = house.report()
    answer = press(house.owner, made.pk, "contain", what="换了风机", file=SimpleUploadedFile("x.exe", b"MZ"))
    assert answer.status_code == 422
    assert house.again(made).containments.count() == 0


def test_the_owner_sees_why_somebody_else_judges(house: House) -> None:
    made = house.done()
    reason = "somebody else judges the effect: you own this one"
    assert reason in page(house.owner, made.pk)
    answer = press(house.owner, made.pk, "check_effectiveness", verdict="effective", evidence="x")
    assert (answer.status_code, reason in answer.content.decode()) == (409, True)
    assert house.again(made).checks.count() == 0


def test_a_step_without_form_says_its_reason_on_the_page(house: House) -> None:
    made = house.planned(severity="major")
    answer = signed_in(house.owner).post(f"{LIST}{made.pk}/start/", follow=True)
    assert "somebody else approves the plan: you wrote it, and this one is not minor" in answer.content.decode()


def test_a_role_that_only_reads_sees_no_forms(house: House, shop: Shop) -> None:
    made = house.report()
    html = page(shop.agent, made.pk)  # may report, owns nothing here
    assert 'id="do"' not in html
    assert press(shop.agent, made.pk, "contain", what="x").status_code == 403


def test_a_record_raises_one_with_its_number_and_indicators(shop: Shop) -> None:
    order = shop.closed()
    client = signed_in(shop.agent)
    assert f"{LIST}new/?type=work_order&amp;id={order.pk}" in client.get(f"/orders/{order.pk}/").content.decode()
    url = f"{LIST}new/?type=work_order&id={order.pk}&leaves=5.2.4-b&source=metric"
    html = client.get(url).content.decode()
    assert order.number in html
    said = {
        "title": "返修", "description": "两次", "kind": "nonconformity", "severity": "minor", "source": "metric",
        "found_on": "2026-01-05", "origin_type": "work_order", "origin_id": order.pk,
    }  # fmt: skip
    answer = client.post(url, said)
    made = Nonconformity.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{made.pk}/")
    assert (made.source, made.leaves, made.origin_number) == ("metric", ["5.2.4-b"], order.number)
    assert made.found_at.isoformat() == "2026-01-05T04:00:00+00:00"
    assert made.number in client.get(url).content.decode()  # raised from this record already


def test_a_record_of_another_company_raises_none(shop: Shop, other_company: Tenant, house: House) -> None:
    order = shop.order()
    client = signed_in(shop.agent)
    assert client.get(f"{LIST}new/?type=work_order&id={order.pk + 999}").status_code == 404
    assert client.get(f"{LIST}new/?type=pigeon&id=1").status_code == 404


def test_the_order_of_the_list_is_kept_for_the_person(house: House) -> None:
    house.report()
    client = signed_in(house.owner)
    ascending, descending = 'aria-sort="ascending"', 'aria-sort="descending"'
    assert ascending in client.get(LIST).content.decode()
    assert descending in client.get(f"{LIST}?sort=number&dir=desc").content.decode()
    assert descending in client.get(LIST).content.decode()  # as it was left
    assert ascending in client.get(f"{LIST}?sort=due").content.decode()


def test_a_file_is_given_to_whoever_reads_the_page(shop: Shop) -> None:
    made, kept = under_way(shop.closed().pk, owner=shop.manager, doer=shop.dispatcher)
    got = signed_in(shop.agent).get(f"{LIST}{made.pk}/files/{kept.pk}/")
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (PDF, "application/pdf")  # type: ignore[attr-defined]
    other = actions.report(finding=actions.Finding(title="x", description="y", source="staff"), by=shop.manager)
    assert signed_in(shop.agent).get(f"{LIST}{other.pk}/files/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "不符合报告"), ("zh-hant", "不符合報告"), ("en", "Nonconformity report")]
)
def test_the_report_on_paper_tells_the_eight_disciplines(shop: Shop, language: str, title: str) -> None:
    made, _kept = under_way(shop.closed().pk, owner=shop.manager, doer=shop.dispatcher)
    answer = signed_in(shop.manager, language).get(f"{LIST}{made.pk}/report.pdf")
    sheets = list(PdfDocument(answer.content))
    text = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    assert (answer["Content-Type"], len(sheets)) == ("application/pdf", 1)
    for said in (title, made.number, "D1", "D2", "D3", "D4", "D5", "D7", "D8"):
        assert said in text


def test_terms_are_shown_with_their_source_and_changed(house: House) -> None:
    url = reverse("governance:nonconformity_terms")
    html = signed_in(house.owner).get(url).content.decode()
    assert html.count("common practice for this procedure; not law") == 14
    said = {"stage": "contain", "severity": "minor", "count": 5, "unit": "days", "reason": "网点远"}
    assert signed_in(house.doer).post(url, said).status_code == 403
    assert signed_in(house.owner).post(url, said).status_code == 302
    assert StageTerm.objects.get().count == 5
    assert signed_in(house.owner).post(url, said | {"count": 0}).status_code == 422


def test_the_pareto_page_draws_and_tells_the_same(house: House) -> None:
    for source in ("repair", "repair", "repair", "complaint"):
        house.report(source=source)
    html = signed_in(house.owner).get(f"{reverse('governance:pareto')}?by=source").content.decode()
    assert html.count('<rect class="wx-col') == 2
    assert "75.0%" in html
    assert "100.0%" in html
    empty = signed_in(house.owner).get(f"{reverse('governance:pareto')}?by=category").content.decode()
    assert "Nothing to count in this period" in empty


@pytest.mark.usefixtures("other_company")
def test_nobody_opens_one_of_another_company(house: House, actor: Any, other_company: Tenant) -> None:
    from wuxing.core.access import Role

    made = house.report()
    stranger = actor(Role.QUALITY_MANAGER, tenant=other_company, name="外人")
    with in_tenant(other_company.pk):
        assert signed_in(stranger).get(f"{LIST}{made.pk}/").status_code == 404
        assert press(stranger, made.pk, "contain", what="x").status_code == 404
