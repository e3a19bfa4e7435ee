"""What anybody sees of a certificate, and what machines are told."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client as Browser

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.credentials.models import Seal
from wuxing.certification.register import actions, queries
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import clock
from wuxing.core.actors import system_actor


def reader(language: str = "en") -> Browser:
    made = Browser()
    made.cookies["wx_language"] = language
    return made


def test_anybody_finds_by_number_code_and_part_of_the_name(body: Body, certify: Certify) -> None:
    held, late = certify(), certify(clock.today() - timedelta(days=380))

    def found(typed: str, page: str = "/register/huaping/") -> list[bool]:
        text = reader().get(page, {"q": typed}).content.decode()
        return [f">{one.number}<" in text for one in (held, late)]

    assert found(held.number) == [True, False]
    assert found(held.number.lower()) == [True, False]
    assert found(held.number[:6]) == [True, True]
    assert found(late.client.credit_code) == [False, True]
    assert found(held.holder) == [True, False]
    assert found("青禾 电器") == [True, True]
    assert found("青禾", "/register/") == [True, True]
    assert found("北辰") == [False, False]
    assert found("X") == [False, False]
    assert "Nothing found" in reader().get("/register/", {"q": "北辰"}).content.decode()


def test_who_types_nothing_sees_what_came_last_and_where_else_to_ask(body: Body, certify: Certify) -> None:
    assert "Added last" not in reader().get("/register/").content.decode()
    held, late = certify(), certify(clock.today() - timedelta(days=380))

    for page in ("/register/", "/register/huaping/"):
        text = reader().get(page).content.decode()
        assert text.index(f">{late.number}<") < text.index(f">{held.number}<")
        assert [f'href="{address}"' in text for address in ("/verify/", "/register/check/", "/bodies/")] == [True] * 3


def test_the_page_says_what_it_is_worth_and_why(body: Body, certify: Certify) -> None:
    held, late = certify(), certify(clock.today() - timedelta(days=380))
    page = reader().get(f"/register/huaping/{held.number}/")
    text = page.content.decode()
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-cache")
    assert "It is in force today" in text
    assert "四星级" in reader("zh-hans").get(f"/register/huaping/{held.number}/").content.decode()
    overdue = reader().get(f"/register/huaping/{late.number}/").content.decode()  # no job has run
    since = (late.surveillance_due_on + timedelta(days=1)).isoformat()
    assert f"It is suspended since {since}" in overdue
    assert overdue.count("Surveillance is overdue") == 2  # beside the state, and in its history
    assert "叶青" not in text + overdue
    for gone in ("/register/huaping/X-1/", "/register/nobody/", "/register/nobody/X/", "/register/hailan/X/"):
        assert reader().get(gone).status_code == 404, gone


def test_machines_are_told_the_same(body: Body, certify: Certify) -> None:
    held, late = certify(), certify(clock.today() - timedelta(days=380))
    said = reader().get(f"/register/huaping/{held.number}.json").json()
    assert (said["state"], said["in_force"], said["holder"], said["level"], said["exercise"]) == (
        "valid", True, held.holder, "star4", False,
    )  # fmt: skip
    overdue = reader().get(f"/register/huaping/{late.number}.json").json()
    assert (overdue["state"], overdue["in_force"], overdue["state_since"]) == (
        "suspended", False, (late.surveillance_due_on + timedelta(days=1)).isoformat(),
    )  # fmt: skip
    assert reader().get("/register/huaping/X-1.json").json() == {"error": "no such certificate"}
    assert reader().get(f"/register/huaping/{held.number}.jwt").json() == {"error": "this certificate is not sealed"}
    assert reader().get(f"/register/huaping/{held.number}/code.svg").status_code == 404


def test_searches_are_counted_and_lookups_are_not(body: Body, certify: Certify) -> None:
    number, web = certify().number, reader()
    answers = [web.get("/register/huaping/", {"q": number}).status_code for _each in range(121)]
    assert (answers[:120], answers[120]) == ([200] * 120, 429)
    assert [web.get(f"/register/huaping/{number}.json").status_code for _each in range(125)] == [200] * 125
    assert "Too many questions" in web.get("/register/", {"q": number}).content.decode()


def test_a_page_asks_the_database_as_often_for_many_as_for_one(body: Body, certify: Certify) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert reader().get("/register/", {"q": "青禾"}).status_code == 200
        return len(seen)

    certify()
    asked()
    one = asked()
    certify()
    certify()
    assert asked() == one


def test_what_is_sealed_can_be_taken_and_scanned(body: Body, grant: Grant) -> None:
    made = certificates.issue(case_id=grant().case_id, by=body.officer)
    seal = Seal.objects.get()
    page = reader().get(f"/register/huaping/{made.number}/").content.decode()
    base = f"/register/huaping/{made.number}"
    for address in (f"{base}.jwt", f"{base}.json", f"{base}/code.svg", f"{base}.svg"):
        assert address in page, address
    token = reader().get(f"{base}.jwt")
    assert (token["Content-Type"], token.content.decode()) == ("application/vc+jwt", seal.credential)
    picture = reader().get(f"{base}/code.svg")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/svg+xml; charset=utf-8", b"<?xm")
    code = seal.code.partition("/C/")[2]
    scanned = reader().get(f"/C/{code}")
    assert (scanned.status_code, "The scanned code is genuine" in scanned.content.decode()) == (200, True)
    assert made.number in scanned.content.decode()
    assert "Neither suspended nor revoked in the status list" in page
    with clock.telling(clock.now() + timedelta(days=8)):
        assert "The status list is out of date" in reader().get(f"{base}/").content.decode()
    forged = reader().get(f"/C/{code[:-40]}{'A' * 40}")
    assert (forged.status_code, "This code is forged" in forged.content.decode()) == (404, True)
    for nothing in ("NOTHING", "A" * 60, "0" * 60):
        assert "This is no code of a certificate" in reader().get(f"/C/{nothing}").content.decode()


def test_a_code_of_another_body_is_not_believed(body: Body, grant: Grant) -> None:
    made = certificates.issue(case_id=grant().case_id, by=body.officer)
    code = Seal.objects.get().code.partition("/C/")[2]
    RegisterEntry.objects.filter(certificate_id=made.pk).update(number="gone")
    assert "No such certificate" in reader().get(f"/C/{code}").content.decode()


def test_the_badge_shows_stars_only_while_in_force(body: Body, certify: Certify) -> None:
    held = certify()
    path = f"/register/huaping/{held.number}.svg"

    def badge(language: str = "zh-Hans") -> str:
        answer = reader().get(path, {"lang": language})
        ElementTree.fromstring(answer.content)
        return str(answer.content.decode())

    assert (badge().count('fill="#c77700"'), "有效" in badge(), "In force" in badge("en")) == (4, True, True)
    with clock.telling(clock.now() + timedelta(days=400)):
        gone = badge("zh-Hant")
        certificates.suspend_overdue(certificate=held, by=system_actor(body.tenant.pk))
    assert (gone.count('fill="#c77700"'), "暫停" in gone, 'data-state="suspended"' in gone) == (0, True, True)
    assert 'data-state="suspended"' in badge()
    answer = reader().get(path)
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")


def test_an_exercise_is_marked_everywhere(body: Body, certify: Certify) -> None:
    held = certify(rehearsal=True)
    entry = RegisterEntry.objects.get()
    shown = entry.shown | {"exercise": True}
    RegisterEntry.objects.filter(pk=entry.pk).update(shown=shown, rehearsal=True)
    base = f"/register/huaping/{held.number}"
    page = reader().get(f"{base}/").content.decode()
    assert ("nothing of it counts" in page, "noindex" in page, "It is in force" in page) == (True, True, False)
    assert "In the exercise it is: In force." in page
    rows = reader().get("/register/", {"q": held.number}).content.decode()
    assert ("Exercise" in rows, "In force" in rows) == (True, False)
    said = reader().get(f"{base}.json").json()
    assert (said["exercise"], said["in_force"]) == (True, False)
    badge = reader().get(f"{base}.svg").content.decode()
    assert ("演练，不作数" in badge, 'fill="#c77700"' in badge) == (True, False)
    assert queries.sitemaps() == []


def test_the_whole_register_as_files(body: Body, certify: Certify) -> None:
    certify()
    risky = certify()
    RegisterEntry.objects.filter(certificate_id=risky.pk).update(
        shown=RegisterEntry.objects.get(certificate_id=risky.pk).shown | {"holder": '=cmd|"1"'}
    )
    table = reader().get("/register/huaping/export.csv")
    lines = b"".join(table.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert (len(lines), lines[0][:12], "'=cmd" in lines[2]) == (3, "number,state", True)
    for path in ("/register/huaping/export.json", "/register/export.json"):
        whole = json.loads(b"".join(reader().get(path).streaming_content))  # type: ignore[attr-defined]
        assert [one["number"] for one in whole["certificates"]] == [
            one.number for one in RegisterEntry.objects.order_by("pk")
        ]
    assert reader().get("/register/nobody/export.csv").status_code == 404


def test_an_empty_register_is_an_empty_file(body: Body) -> None:
    whole = json.loads(b"".join(reader().get("/register/export.json").streaming_content))  # type: ignore[attr-defined]
    assert whole == {"certificates": []}


@pytest.mark.parametrize("size", [1, 50_000])
def test_site_maps_hold_so_many_and_no_more(
    body: Body, certify: Certify, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    numbers = [certify().number for _each in range(2)]
    monkeypatch.setattr(queries, "SITEMAP", size)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ElementTree.fromstring(reader().get("/sitemap.xml").content)
    files = [one.text or "" for one in index.findall("s:sitemap/s:loc", spaces)]
    found = []
    for place, url in enumerate(files):
        content = reader().get("/register/" + url.rpartition("/")[2]).content
        locations = [one.text or "" for one in ElementTree.fromstring(content).findall("s:url/s:loc", spaces)]
        assert place == 0 or len(locations) <= size
        found += locations[: None if place else 0]
    assert len(files) == 1 + (2 if size == 1 else len(queries.sitemaps()))
    assert [one.rpartition("huaping/")[2] for one in found] == [f"{number}/" for number in numbers]
    assert reader().get("/register/sitemap-9999.xml").status_code == 404
    assert "Sitemap: " in reader().get("/robots.txt").content.decode()


def test_the_register_follows_what_is_asked_again(body: Body, certify: Certify) -> None:
    held = certify()
    path = f"/register/huaping/{held.number}.json"
    tag = reader().get(path)["ETag"]
    assert reader().get(path, headers={"If-None-Match": tag}).status_code == 304
    assert actions.follow(held) is False
    assert reader().get(path, headers={"If-None-Match": "*"}).status_code == 304
