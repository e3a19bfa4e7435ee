"""The board, the lists and the page of a case, as people of the body open them."""

from django.test import Client
from django.urls import reverse

from tests.certification.body import Body
from tests.web.reading import read
from wuxing.certification.cases import actions, board
from wuxing.certification.cases.models import Case, ClientDoor
from wuxing.certification.cases.states import ENDS, Stage
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User


def signed_in(by: Actor, language: str = "en") -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = language
    return client


def test_every_stage_has_its_place_on_the_board() -> None:
    placed = [stage for stages in board.COLUMNS.values() for stage in stages]
    assert sorted(placed) == sorted(set(Stage) - ENDS)


def test_the_board_counts_all_and_shows_the_most_urgent_first(body: Body) -> None:
    today = clock.today()
    days = [today.replace(year=today.year + offset) for offset in (1, -1)]
    late_last = [body.case(Stage.ON_SITE, due_on=day).number for day in days]
    undated = body.case(Stage.PLANNED).number
    body.case(Stage.CERTIFIED)
    found = {column.name: column for column in board.columns(body.officer, today)}
    column = found["on_site"]
    assert [card.case.number for card in column.cards] == [late_last[1], late_last[0], undated]
    assert (column.count, column.late, [card.late for card in column.cards]) == (3, 1, [True, False, False])
    assert sum(one.count for one in found.values()) == 3


def test_a_person_sees_their_own_cases_on_the_board(body: Body) -> None:
    mine, other = body.case(Stage.ACCEPTED), body.case(Stage.ACCEPTED, officer_id=body.manager.user_id)
    shown = [card.case.pk for one in board.columns(body.officer, clock.today(), mine=True) for card in one.cards]
    assert (shown, other.pk in shown) == ([mine.pk], False)


def test_pages_open_and_are_well_made(body: Body) -> None:
    case = body.case(Stage.DECISION)
    pages = [
        reverse("certification:board"),
        reverse("certification:cases") + "?stage=open&late=1",
        reverse("certification:cases") + f"?q={case.number}",
        reverse("certification:case", args=[case.pk]),
        reverse("certification:clients"),
        reverse("certification:client", args=[case.client_id]),
    ]
    for language in ("en", "zh-hant"):
        client = signed_in(body.officer, language)
        for path in pages:
            answer = client.get(path)
            assert (path, answer.status_code, read(answer.content.decode()).faults()) == (path, 200, [])


def test_the_list_finds_by_name_number_and_stage(body: Body) -> None:
    one = body.case(Stage.ON_SITE, client=body.client("北辰家电服务"))
    two = body.case(Stage.REPORT)
    client = signed_in(body.officer)

    def shown(query: str) -> list[bool]:
        text = client.get(reverse("certification:cases") + query).content.decode()
        return [number in text for number in (one.number, two.number)]

    assert [shown("?q=北辰"), shown(f"?q={two.number}"), shown("?stage=report"), shown("?stage=ended"), shown("")] == [
        [True, False], [False, True], [False, True], [False, False], [True, True],
    ]  # fmt: skip


def test_a_case_is_taken_over_and_withdrawn_with_a_reason(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, officer_id=None)
    client = signed_in(body.officer)
    act = lambda name, **data: client.post(reverse("certification:case_act", args=[case.pk, name]), data)  # noqa: E731
    assert act("take_over").status_code == 302
    assert act("withdraw", reason=" ").status_code == 422
    assert act("withdraw", reason="企业改制").status_code == 302
    found = Case.objects.get(pk=case.pk)
    assert (found.officer_id, found.stage, found.end_reason, found.ended_at is not None) == (
        body.officer.user_id, "withdrawn", "企业改制", True,
    )  # fmt: skip
    events = Entry.objects.filter(case_type="case", case_id=case.pk).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["case.open", "case.take_over", "case.move"]
    assert act("withdraw", reason="again").status_code == 422


def test_the_administrator_opens_nothing_of_a_case(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    client = signed_in(body.admin)
    for path in (reverse("certification:board"), reverse("certification:case", args=[case.pk])):
        assert (path, client.get(path).status_code) == (path, 403)


def test_a_link_opens_the_clients_door_until_it_is_closed(body: Body) -> None:
    client = signed_in(body.officer)
    found = body.client()
    made = client.post(reverse("certification:door_new_act", args=[found.pk]), {"name": "叶青", "email": ""})
    assert made.status_code == 200
    door = ClientDoor.objects.get()
    assert f"/client/{body.tenant.slug}/" in made.content.decode()
    assert (door.until - clock.today()).days == actions.DOOR_DAYS
    client.post(reverse("certification:door_close_act", args=[found.pk, door.pk]))
    assert ClientDoor.objects.get().revoked_at is not None
