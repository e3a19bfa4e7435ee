"""The caller's page: whom, what was done, what to ask; the number shown for a while; a problem written down."""

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.ledger.models import Entry
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import CallPlan, CallScript, FollowUpCall, Problem
from wuxing.service.repair.models import WorkOrder


def planned(shop: Shop, order: WorkOrder) -> FollowUpCall:
    made = actions.plan_call(order_id=order.pk, by=shop.agent)
    assert made is not None
    return made


def test_the_page_says_whom_and_what_and_hides_the_number(shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    page = signed_in(shop.agent).get(f"/calls/{call.pk}/").content.decode()
    expected = ("王丽华", "138****2046", "风机卡滞", "陈伟", "Does the unit work now?", "Show the number")
    assert [words for words in expected if words not in page] == []
    assert "13805912046" not in page


def test_the_number_is_shown_for_a_quarter_of_an_hour(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    client = signed_in(shop.agent)
    assert client.post(f"/calls/{call.pk}/number/").status_code == 302
    assert "13805912046" in client.get(f"/calls/{call.pk}/").content.decode()
    assert Entry.objects.filter(event="customer.reveal", actor_id=shop.agent.user_id).count() == 1
    hands.forward(minutes=16)
    assert "13805912046" not in client.get(f"/calls/{call.pk}/").content.decode()


def test_a_try_is_kept_with_its_answers(shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    client = signed_in(shop.agent)
    said = {"result": "reached", "satisfied": "no", "q_fixed": "no", "q_manner": "2", "q_wish": "再来", "note": "急"}
    asks = f"/calls/{call.pk}/?problem=1#problem"  # who is not content is not forgotten
    assert client.post(f"/calls/{call.pk}/try/", said).headers["Location"] == asks
    opened = client.get(asks).context
    assert (opened["opened"], opened["problem_form"]["text"].value()) == ("problem", "再来 · 急")
    stale = client.post(f"/calls/{call.pk}/try/", said, follow=True)
    assert [str(told) for told in stale.context["messages"]][-1:] == ["this call is over"]
    call.refresh_from_db()
    assert (call.state, call.satisfied, call.answers) == (
        "reached",
        False,
        {"fixed": False, "manner": 2, "wish": "再来"},
    )
    page = client.get(f"/calls/{call.pk}/").content.decode()
    assert [words for words in ("再来", "急", "talked with the customer") if words not in page] == []


def test_what_is_wrong_comes_back_beside_the_form(shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    answer = signed_in(shop.agent).post(f"/calls/{call.pk}/try/", {"result": "reached", "note": "讲了半天"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [words for words in ("note what the customer said: content or not", "讲了半天") if words not in page] == []


def test_later_at_a_named_time(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    refused = signed_in(shop.agent).post(f"/calls/{call.pk}/try/", {"result": "later"})
    assert list(refused.context["form"].errors) == ["day"]
    said = {"result": "later", "day": "2026-11-17", "hour": "10:30"}
    signed_in(shop.agent).post(f"/calls/{call.pk}/try/", said)
    call.refresh_from_db()
    assert call.next_at is not None
    assert call.next_at.isoformat() == "2026-11-17T02:30:00+00:00"


def test_a_problem_and_a_complaint_from_the_call(shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    client = signed_in(shop.agent)
    client.post(f"/calls/{call.pk}/problem/", {"text": "还在响", "severity": "major"})
    client.post(f"/calls/{call.pk}/problem/", {"text": "态度差", "severity": "minor", "complaint": "on"})
    found = Problem.objects.order_by("pk").values_list("kind", "state", "text", "severity")
    assert list(found) == [("call", "open", "还在响", "major"), ("complaint", "received", "态度差", "major")]
    assert client.post(f"/calls/{call.pk}/nothing/").status_code == 404


def test_the_list_opens_for_who_calls(shop: Shop, order: WorkOrder) -> None:
    call = planned(shop, order)
    client = signed_in(shop.agent)
    page = client.get("/calls/").content.decode()
    assert f'href="/calls/{call.pk}/"' in page
    assert [client.get(f"/calls/?view={view}").status_code for view in ("later", "ended", "x")] == [200, 200, 200]
    assert [signed_in(by).get("/calls/").status_code for by in (shop.visitor, shop.dispatcher)] == [403, 403]


def test_plan_and_script_by_page(shop: Shop) -> None:
    client = signed_in(shop.manager)
    said = {
        "rows": "4", "share_0": "20", "share_1": "100", "unhappy_1": "on", "line_1": "冰箱", "reason": "两成",
        "max_tries": "3", "spacing_minutes": "240", "survey_days": "14", "low_score": "2", "low_recommend": "3",
    }  # fmt: skip
    assert client.post("/calls/plan/", said).status_code == 302
    rule = {"line": "", "work_type": "", "warranty": "", "repeat": False, "unhappy": False}
    assert CallPlan.objects.get().rules == [
        rule | {"share": 20},
        rule | {"share": 100, "line": "冰箱", "unhappy": True},
    ]
    assert client.post("/calls/plan/", said | {"share_0": "", "share_1": ""}).status_code == 422
    page = client.get("/calls/plan/").content.decode()
    plan = CallPlan.objects.get()
    assert (plan.commitment in page, bytes(plan.seed).hex() in page) == (True, False)

    said = {"rows": "1", "text_zh_hans_0": "好了吗？", "text_zh_hant_0": "", "text_en_0": "", "kind_0": "yes_no"}
    assert client.post("/calls/script/", said).status_code == 302
    texts = {"zh-hans": "好了吗？", "zh-hant": "", "en": ""}
    assert CallScript.objects.get().questions == [{"code": "q1", "kind": "yes_no", "texts": texts}]
    assert signed_in(shop.agent).post("/calls/script/", said).status_code == 403


def test_a_list_of_three_asks_as_much_as_a_list_of_one(
    shop: Shop, order: WorkOrder, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    planned(shop, order)
    client = signed_in(shop.agent)
    client.get("/calls/")
    with CaptureQueriesContext(connection) as one:
        client.get("/calls/")
    for _more in range(2):
        planned(shop, shop.closed())
    with CaptureQueriesContext(connection) as three:
        page = client.get("/calls/").content.decode()
    assert (page.count('class="wx-id"'), len(three)) == (3, len(one))
