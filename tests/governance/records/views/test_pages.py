"""The pages of records: figures and periods, holds, a destruction from proposal to certificate, and who may do what."""

import csv
from datetime import timedelta

from tests.conftest import ActorFactory
from tests.governance.records.conftest import age, run
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, system_actor
from wuxing.governance.documents.models import Document, DocumentVersion
from wuxing.governance.records.actions import counting
from wuxing.governance.records.actions.holding import place_hold
from wuxing.governance.records.models import Destruction, DestructionItem, LegalHold, RecordFigure, RetentionPolicy
from wuxing.service.repair.models import WorkOrder


def test_the_register_shows_periods_figures_and_holds(shop: Shop, old: WorkOrder) -> None:
    place_hold(scope="class", record_class="signature", reason="诉讼", by=shop.manager)
    empty = {row["code"]: row for row in signed_in(shop.agent).get("/records/").context["rows"]}
    assert (empty["work_order"]["figure"], empty["recall"]["outside"]) == (None, True)

    counting.count_all(by=system_actor(shop.tenant.pk))
    page = signed_in(shop.agent).get("/records/?q=work order")
    [row] = page.context["rows"]
    figure = row["figure"]
    assert (row["period"], row["is_default"], figure.records, figure.due, figure.held) == ("3 years", True, 1, 1, 0)
    assert figure.oldest == old.closed_at.astimezone().date() if old.closed_at else None
    held = RecordFigure.objects.get(record_class="signature")
    assert (held.due, held.held) == (0, 1)
    assert counting.count_if_stale(by=system_actor(shop.tenant.pk)) == 0
    RecordFigure.objects.filter(record_class="outlet").update(counted_at=clock.now() - timedelta(hours=25))
    assert counting.count_if_stale(by=system_actor(shop.tenant.pk)) > 10


def test_a_period_is_decided_on_the_page_of_its_class(shop: Shop, actor: ActorFactory) -> None:
    given = {"months": "60", "basis": "contract", "basis_text": "合同第 8 条", "disposal": "erase", "medium": "both"}
    client = signed_in(shop.manager)
    refused = client.post("/records/classes/work_order/", given)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert refused.context["form"]["basis_text"].value() == "合同第 8 条"

    done = client.post("/records/classes/work_order/", {**given, "reason": "厂家要求"})
    assert (done.status_code, RetentionPolicy.objects.get().months) == (302, 60)
    page = client.get("/records/classes/work_order/")
    assert [(one["version"], one["period"]) for one in page.context["history"]] == [(1, "5 years")]
    assert signed_in(shop.agent).post("/records/classes/work_order/", given).status_code == 403
    assert signed_in(shop.agent).get("/records/classes/nothing/").status_code == 404


def test_a_hold_is_placed_and_lifted_and_locks_erasing(shop: Shop) -> None:
    order = shop.closed()
    client = signed_in(shop.manager)
    wrong = client.post("/records/holds/", {"scope": "case", "case_number": "WO-1", "reason": "诉讼"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["case_number"])
    client.post("/records/holds/", {"scope": "case", "case_number": order.number, "reason": "诉讼"})
    hold = LegalHold.objects.get()

    customer = f"/customers/{order.customer_id}/"
    assert client.get(customer).context["held"].startswith(f"the legal hold {hold.number} covers")
    refused = client.post(f"{customer}erase", {"reason": "客户要求"})
    assert (refused.status_code, "诉讼" in str(refused.context["erase_form"].non_field_errors())) == (422, True)

    assert client.post(f"/records/holds/{hold.pk}/lift", {"reason": ""}).status_code == 422
    assert client.post(f"/records/holds/{hold.pk}/lift", {"reason": "结案"}).status_code == 302
    assert client.get(customer).context["held"] == ""
    assert signed_in(shop.agent).post(f"/records/holds/{hold.pk}/lift", {"reason": "x"}).status_code == 403


def test_from_what_is_due_to_the_certificate(shop: Shop, old: WorkOrder, head: Actor) -> None:
    keeper, boss = signed_in(shop.manager), signed_in(head)
    nothing = keeper.post("/records/destructions/", {"record_classes": ["customer"], "note": ""})
    assert nothing.status_code == 302  # the customer's last service is six years past
    first = Destruction.objects.get()
    assert keeper.post(f"/records/destructions/{first.pk}/withdraw/", {"note": "先核对"}).status_code == 302

    keeper.post("/records/destructions/", {"record_classes": ["work_order", "signature"], "note": "年度清理"})
    made = Destruction.objects.latest("pk")
    page = keeper.get(f"/records/destructions/{made.pk}/")
    assert (page.context["may_decide"], len(page.context["items"])) == (False, 2)
    assert keeper.post(f"/records/destructions/{made.pk}/approve/", {"note": ""}).status_code == 403
    assert boss.post(f"/records/destructions/{made.pk}/refuse/", {"note": ""}).status_code == 422
    assert boss.post(f"/records/destructions/{made.pk}/approve/", {"note": "同意"}).status_code == 302
    run(made.pk, head)

    page = boss.get(f"/records/destructions/{made.pk}/")
    assert (page.context["state"], [one["state"] for one in page.context["items"]]) == ("done", ["done", "done"])
    answer = boss.get(f"/records/destructions/{made.pk}/list.csv")
    lines = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    made.refresh_from_db()
    digests = list(
        DestructionItem.objects.filter(destruction=made).order_by("record_class").values_list("digest", flat=True)
    )
    assert [line[8] for line in lines] == ["digest", *digests, made.digest]
    assert [line[1] for line in lines[1:3]] == ["signature", "work_order"]
    order = boss.get(f"/orders/{old.pk}/")
    assert (order.status_code, made.number in order.content.decode()) == (200, True)


def test_nothing_due_is_said_beside_the_form(shop: Shop) -> None:
    shop.closed()
    answer = signed_in(shop.manager).post("/records/destructions/", {"record_classes": ["work_order"]})
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        "nothing is due: no record of these classes is older than its retention period"
    ]


def test_who_proposed_sees_approval_locked(shop: Shop, old: WorkOrder, actor: ActorFactory) -> None:
    both = actor(Role.QUALITY_MANAGER, name="郭庆")
    client = signed_in(both)
    client.post("/records/destructions/", {"record_classes": ["work_order"]})
    page = client.get(f"/records/destructions/{Destruction.objects.get().pk}/")
    assert page.context["why_not"] == "somebody else must decide: you proposed this destruction"
    assert client.post(f"/records/destructions/{Destruction.objects.get().pk}/approve/", {}).status_code == 422


def test_an_order_names_the_version_under_which_it_was_carried_out(shop: Shop) -> None:
    order = age(shop.closed(), timedelta(days=10))
    client = signed_in(shop.agent)
    assert client.get(f"/orders/{order.pk}/").context["rule"] is None

    now = clock.now()
    document = Document.objects.create(
        tenant=shop.tenant,
        number="QP-04",
        title="报修",
        kind="procedure",
        tags=["procedure:4"],
        created_at=now,
        updated_at=now,
    )
    for version, since, until in ((1, 400, 20), (2, 20, 5), (3, 5, None)):
        DocumentVersion.objects.create(
            tenant=shop.tenant,
            document=document,
            version=version,
            state="issued" if until is None else "superseded",
            drafted_at=now,
            issued_at=now,
            effective_on=(now - timedelta(days=since)).date(),
            in_force_from=now - timedelta(days=since),
            in_force_until=None if until is None else now - timedelta(days=until),
        )
    rule = client.get(f"/orders/{order.pk}/").context["rule"]
    assert rule == {"document_id": document.pk, "version": 2, "number": "QP-04"}
