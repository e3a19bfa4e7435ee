"""The page of a problem: its next step, what is locked and why."""

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.actors import Actor
from wuxing.resources.models import Person
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import FollowUpCall, Problem
from wuxing.service.repair.models import Appointment, WorkOrder


def test_a_problem_goes_its_way_by_page(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    found = actions.complain(order_id=order.pk, text="态度差", wish="道歉", by=customer)
    agent, manager = signed_in(shop.agent), signed_in(shop.manager)
    url = f"/problems/{found.pk}/"
    page = agent.get(url).content.decode()
    assert [
        words for words in (found.number, "态度差", "道歉", "talk with the customer first") if words not in page
    ] == []
    steps = [
        (agent, "assign", {"owner_id": str(shop.agent.user_id), "severity": "major"}, 302, "acknowledged"),
        (agent, "solve", {"note": "x"}, 409, "acknowledged"),
        (agent, "contact", {"note": ""}, 422, "acknowledged"),
        (agent, "contact", {"note": "已致歉"}, 302, "contacted"),
        (agent, "solve", {"note": "已扣奖金"}, 302, "solved"),
        (agent, "verify", {"content": "yes"}, 409, "solved"),
        (manager, "verify", {"content": "no", "note": "不够"}, 302, "contacted"),
        (agent, "pass_on", {"to": "nonconformity", "note": "服务态度培训"}, 302, "passed_on"),
        (manager, "verify", {"content": "yes"}, 302, "verified"),
        (manager, "nothing", {}, 404, "verified"),
    ]
    for client, name, said, status, state in steps:
        assert (name, client.post(f"{url}{name}/", said).status_code) == (name, status)
        assert (name, Problem.objects.get().state) == (name, state)
    page = manager.get(url).content.decode()
    assert [words for words in ("已致歉", "已扣奖金", "不够", "NC-2026-000001") if words not in page] == []


def test_the_lists_of_problems(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    found = actions.complain(order_id=order.pk, text="态度差", by=customer)
    client = signed_in(shop.agent)
    shown = {
        view: found.number in client.get(f"/problems/?view={view}").content.decode()
        for view in ("open", "mine", "to_verify", "complaints", "verified", "x")
    }
    assert shown == {
        "open": True,
        "mine": False,
        "to_verify": False,
        "complaints": True,
        "verified": False,
        "x": True,
    }
    assert [signed_in(by).get("/problems/").status_code for by in (shop.visitor, shop.dispatcher)] == [403, 403]


def test_who_made_a_visit_sees_it_on_no_list(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    found = actions.complain(order_id=order.pk, text="态度差", by=customer)
    call = FollowUpCall.objects.get(problem=found)
    lists = {"/problems/": found.number, "/calls/": f'href="/calls/{call.pk}/"'}
    assert [word in signed_in(shop.agent).get(path).content.decode() for path, word in lists.items()] == [True, True]

    Person.objects.filter(pk=shop.novice.pk).update(user_id=shop.agent.user_id)
    Appointment.objects.filter(order=order).update(technician=shop.novice)  # one visit was theirs, the order is not
    client = signed_in(shop.agent)
    assert [word in client.get(path).content.decode() for path, word in lists.items()] == [False, False]
    assert [client.get(path).status_code for path in (f"/problems/{found.pk}/", f"/calls/{call.pk}/")] == [403, 403]


def test_the_order_shows_it_to_who_may_read(shop: Shop, order: WorkOrder, customer: Actor) -> None:
    found = actions.complain(order_id=order.pk, text="态度差", by=customer)
    shown = [
        found.number in signed_in(by).get(f"/orders/{order.pk}/").content.decode()
        for by in (shop.agent, shop.manager, shop.visitor, shop.dispatcher)
    ]
    assert shown == [True, True, False, False]
