"""The workshop in a browser without a browser: list, item, receipt, papers, loaners, the technician's way to the receipt."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.service.bench_repair.bench import CONTROLLER, DRAWN, SIGNED, Bench
from tests.service.repair.pages import signed_in
from wuxing.core import clock
from wuxing.core.models import Attachment
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.actions import Given
from wuxing.service.bench_repair.models import BenchItem, Loan, TakeBack
from wuxing.service.bench_repair.queries import lists, register
from wuxing.service.bench_repair.states import TESTS

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f84f00000501018"
    "05ad5a37d0000000049454e44ae426082"
)
BY_NAME = {"by_name": "on", "not_drawn": "手受伤"}


def test_the_phone_leads_from_the_diagnosis_to_the_receipt_and_on(bench: Bench) -> None:
    order = bench.found()
    client = signed_in(bench.shop.visitor)
    page = client.get(f"/today/{order.pk}/")
    assert (page.context["receipt_url"], page.context["upcoming"]) == (f"/workshop/take-in/{order.pk}/", "")

    refused = client.post(page.context["receipt_url"], {"name_1": "变频控制板", "signed_by": "", "look_1": ""})
    assert refused.status_code == 422
    assert sorted(refused.context["form"].errors) == ["by_name", "look_1", "signed_by"]

    photo = SimpleUploadedFile("board.png", PIXEL, content_type="image/png")
    given = {
        "name_1": "变频控制板", "look_1": "无缺损", "accessories_1": "排线\n螺丝 4 颗", "serial_1": "kb-1",
        "signed_by": "王丽华", "signature": DRAWN, "photos_1": photo,
    }  # fmt: skip
    done = client.post(page.context["receipt_url"], given)
    assert done.status_code == 302, done.context["form"].errors
    receipt = TakeBack.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/workshop/receipts/{receipt.pk}/")
    item = receipt.items.get()
    assert (receipt.method, item.accessories, item.state) == ("drawn", ["排线", "螺丝 4 颗"], "received")
    assert Attachment.objects.filter(target_type="bench_item", target_id=item.pk).count() == 1
    after = client.get(f"/today/{order.pk}/")
    assert (after.context["receipt_url"], after.context["step"], after.context["upcoming"]) == ("", "sign", "finish")


def test_a_refused_list_names_the_item(bench: Bench) -> None:
    order = bench.found()
    client = signed_in(bench.shop.visitor)
    refused = client.post(
        f"/workshop/take-in/{order.pk}/", {"name_1": "板", "look_1": "", "signed_by": "王", **BY_NAME}
    )
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["look_1"]
    text = SimpleUploadedFile("board.jpg", b"no picture", content_type="image/jpeg")
    given = {"name_1": "板", "look_1": "好", "signed_by": "王", "photos_1": text, **BY_NAME}
    assert list(client.post(f"/workshop/take-in/{order.pk}/", given).context["form"].errors) == ["photos_1"]
    assert not TakeBack.objects.exists()


def test_receipt_and_labels_are_papers(bench: Bench) -> None:
    receipt = bench.receipt()
    client = signed_in(bench.worker)
    assert client.get(f"/workshop/receipts/{receipt.pk}/").status_code == 200
    for paper in ("receipt", "labels"):
        answer = client.get(f"/workshop/receipts/{receipt.pk}/{paper}.pdf")
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_an_item_goes_home_by_the_pages_of_the_workshop(bench: Bench) -> None:
    item = bench.taken()
    worker, page = signed_in(bench.worker), f"/workshop/items/{item.pk}/"
    story = [
        ("hand_over", {"to": "bench", "person_id": bench.smith.pk}),
        ("diagnose", {"cause": "board", "finding": "电容鼓包"}),
        ("approve", {"note": ""}),
        ("repair", {"note": ""}),
        ("wait", {"part": "电容"}),
        ("repair", {"note": ""}),
        ("check", {"checks": list(TESTS)}),
        ("ready", {"shelf": "A-3"}),
        ("return", {"signed_by": "王丽华", **BY_NAME, "accessories": item.accessories, "warranty_days": 90}),
    ]
    for name, data in story:
        opened = worker.get(f"{page}?do={name}")
        assert opened.context["do"]["name"] == name
        assert worker.post(f"{page}{name}/", data).status_code == 302, name
    item.refresh_from_db()
    assert (item.state, item.warranty_until) == ("returned", clock.today() + timedelta(days=90))
    shown = worker.get(page)
    assert [link["sealed"] for link in shown.context["chain"]] == [True] * 4
    assert worker.post(f"{page}return/", story[-1][1]).status_code == 409


def test_the_workshop_leads_to_the_rule_of_replacing_whom_it_concerns(bench: Bench) -> None:
    for who, seen in ((bench.worker, True), (bench.shop.visitor, False)):
        assert (b"/workshop/worth/" in signed_in(who).get("/workshop/").content) is seen


def test_the_list_shows_who_owes_a_receipt(bench: Bench) -> None:
    item = bench.diagnosed()
    actions.hand_over(item_id=item.pk, to="technician", person_id=bench.shop.technician.pk, by=bench.worker)
    client = signed_in(bench.worker)
    rows = client.get("/workshop/?way=1").context["rows"]
    assert [(row["pk"], row["held"][0]) for row in rows] == [(item.pk, "waiting")]
    assert client.get("/workshop/?q=" + item.number[:12]).context["rows"][0]["pk"] == item.pk
    assert client.get("/workshop/?mine=1&state=open").context["rows"][0]["pk"] == item.pk
    assert client.get("/workshop/?state=ended").context["rows"] == []
    assert client.get("/workshop/?way=1&at=²").status_code == 200  # a digit for some, a number for nobody


def test_the_list_asks_the_same_of_one_row_and_of_three(bench: Bench, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(bench.worker)
    first = bench.taken()
    client.get("/workshop/")
    with CaptureQueriesContext(connection) as one:
        client.get("/workshop/")
    for place in (2, 3):
        BenchItem.objects.filter(pk=first.pk).first()
        bench.shop.product.pk  # noqa: B018
        _copy(first, place)
    with CaptureQueriesContext(connection) as three:
        assert len(client.get("/workshop/").context["rows"]) == 3
    assert len(three) == len(one)


def _copy(item: BenchItem, place: int) -> None:
    from wuxing.service.bench_repair.models import Custody, ItemStep

    held, step = Custody.objects.get(item=item), ItemStep.objects.get(item=item)
    item.pk, item.number = None, f"{item.number[:-2]}-{place}"
    item._state.adding = True
    item.save()
    held.pk, held.item = None, item
    held.save()
    step.pk, step.item = None, item
    step.save()


def test_a_device_is_lent_and_comes_back(bench: Bench) -> None:
    item = bench.taken()
    client = signed_in(bench.worker)
    assert client.post("/workshop/loaners/", {"code": "BY-12", "name": "小冰箱"}).status_code == 302
    page = f"/workshop/loaners/lend/{item.order_id}/"
    loaner = client.get(page).context["form"].fields["loaner_id"].choices[0][0]
    given = {"loaner_id": loaner, "due_on": str(clock.today() + timedelta(days=14)), "signed_by": "王丽华"}
    assert list(client.post(page, given).context["form"].errors) == ["by_name"]
    assert client.post(page, given | BY_NAME).status_code == 302
    loan = Loan.objects.get()
    signed = {label: words for label, words, *_ in client.get(f"/workshop/loans/{loan.pk}/").context["facts"]}
    assert signed["Signed by"] == "王** · signed by name, not drawn: 手受伤"
    assert client.get("/workshop/loaners/").context["rows"][0]["badge"] == ("waiting", "lent out")
    assert client.post(f"/workshop/loans/{loan.pk}/back/", {"condition": "damaged"}).status_code == 422
    assert client.post(f"/workshop/loans/{loan.pk}/back/", {"condition": "good"}).status_code == 302
    assert client.get(f"/workshop/loans/{loan.pk}/").context["word"] == "back and inspected"
    stale = client.post(f"/workshop/loans/{loan.pk}/lost/", {"note": "丢了"}, follow=True)
    assert [str(said) for said in stale.context["messages"]] == ["this lending is over"]


def test_the_register_is_searched_paged_and_says_what_is_out(bench: Bench) -> None:
    worker = bench.worker
    first, second, third = (
        actions.add_loaner(code=f"BY-{place}", name=f"冰箱{place}", by=worker) for place in (1, 2, 3)
    )
    due = clock.today() + timedelta(days=3)
    order = bench.taken().order_id
    loan = actions.lend(loaner_id=second.pk, order_id=order, due_on=due, signed=SIGNED, by=worker)
    client = signed_in(worker)

    def codes(query: str) -> list[str]:
        return [row["code"] for row in client.get(f"/workshop/loaners/{query}").context["rows"]]

    page = f"/workshop/loaners/{third.pk}/"
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "压缩机坏了"}).status_code == 302
    assert client.post(page, {"reason": "再来一次"}).status_code == 409
    queries_of = {
        "": 3,
        "?view=available": 1,
        "?view=lent": 1,
        "?view=gone": 1,
        "?view=overdue": 0,
        "?q=冰箱2": 1,
        "?q=没有": 0,
    }
    assert {query: len(codes(query)) for query in queries_of} == queries_of
    with clock.telling(clock.now() + timedelta(days=5)):
        assert codes("?view=overdue") == ["BY-2"]
        past = client.get(f"/workshop/loaners/{second.pk}/?before={loan.pk}").context  # a page without the running one
        assert (past["loans"], past["badge"]) == ([], ("late", "lent and overdue"))
    shown = client.get(f"/workshop/loaners/{second.pk}/").context
    assert (shown["device"], [one["loan"] for one in shown["loans"]], shown["badge"]) == (
        second,
        [loan],
        ("waiting", "lent out"),
    )
    rows, following = register.devices(today=clock.today(), size=2)
    assert ([row["code"] for row in rows], following) == ([first.code, second.code], second.code)
    rest = register.devices(today=clock.today(), size=2, after=following)
    assert ([row["code"] for row in rest[0]], rest[1]) == ([third.code], "")


def test_the_order_shows_what_was_brought_back(bench: Bench) -> None:
    item = bench.taken()
    panel = signed_in(bench.shop.dispatcher).get(f"/orders/{item.order_id}/").context["bench"]
    assert ([one["number"] for one in panel["items"]], panel["lend"]) == (
        [item.number],
        f"/workshop/loaners/lend/{item.order_id}/",
    )


def test_an_order_over_the_counter_goes_onto_the_shelf(bench: Bench) -> None:
    order = bench.shop.order(work_type="walk_in")
    client = signed_in(bench.shop.agent)
    panel = client.get(f"/orders/{order.pk}/").context["bench"]
    given = {"name_1": "吸尘器", "look_1": "新", "signed_by": SIGNED.name, **BY_NAME}
    assert list(client.post(panel["take_in"], given).context["form"].errors) == ["shelf"]
    assert client.post(panel["take_in"], {**given, "shelf": "B-1"}).status_code == 302
    held = BenchItem.objects.get().custody.get()
    assert (held.to_kind, held.to_name, held.confirmed_at is not None) == ("shelf", "B-1", True)


def test_a_decision_belongs_to_the_item_whose_page_sends_it(bench: Bench) -> None:
    other = Given(name="显示板", look="无缺损")
    item, another = bench.receipt(CONTROLLER, other).items.order_by("pk")
    worth = {"new_price": Decimal(3000), "quote": Decimal(900), "age_months": 72}
    made = actions.advise(item_id=another.pk, by=bench.worker, **worth)
    client, said = signed_in(bench.worker), {"advice_id": made.pk, "decision": "take_home", "how": "phone"}
    assert client.post(f"/workshop/items/{item.pk}/decide/", said).status_code == 404
    made.refresh_from_db()
    assert made.decided_at is None
    assert client.post(f"/workshop/items/{another.pk}/decide/", said).status_code == 302


def test_the_counts_of_states_end_at_a_thousand(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.taken(), bench.on_bench()
    rows = BenchItem.objects.filter(ended_at=None).values_list("state", flat=True)
    assert lists.counts() == dict(Counter(rows))
    monkeypatch.setattr(lists, "MOST_COUNTED", 0)
    stats = signed_in(bench.worker).get("/workshop/").context["stats"]
    assert {one["value"] for one in stats} == {"0+"}
