"""The fast front: the same answers as Django's own, with every header, and everything else is Django's."""

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client as Browser
from hypothesis import given
from hypothesis import strategies as st

from tests.certification.body import Body, body_of
from tests.certification.certificate.conftest import decided
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.register import answers
from wuxing.certification.statuslists.models import StatusList
from wuxing.core import clock
from wuxing.core.actors import Actor, system_actor
from wuxing.core.ledger.tasks import seal_ledgers
from wuxing.core.tenants import in_tenant
from wuxing.web.running.front import Front

pytestmark = pytest.mark.django_db(transaction=True)  # another connection sees what is committed only
Heard = tuple[str, dict[str, str], bytes]


@pytest.fixture
def held(actor: Callable[..., Actor]) -> tuple[Body, Certificate]:
    """A body with one certificate, committed."""
    cache.clear()
    (body,) = body_of(actor)
    with in_tenant(body.tenant.pk):
        case = body.case(Stage.DECISION)
        decided(body, case)
        case.stage, case.decided_at = Stage.GRANTED.value, clock.now()
        case.save(update_fields=["stage", "decided_at"])
        return body, certificates.issue(case_id=case.pk, by=body.officer)


def not_asked(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("599 not here", [])
    return [b"the application"]


def front() -> Front:
    return Front(not_asked, os.environ["WUXING_DATABASE"])


def ask(application: Any, path: str, method: str = "GET", query: str = "", match: str = "") -> Heard:
    heard: list[Any] = []
    environ = Browser()._base_environ(  # type: ignore[attr-defined]
        PATH_INFO=path.encode().decode("latin-1"), REQUEST_METHOD=method, QUERY_STRING=query,
        **({"HTTP_IF_NONE_MATCH": match} if match else {}),
    )  # fmt: skip
    body = application(environ, lambda status, headers, *_more: heard.extend((status, dict(headers))))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return heard[0], heard[1], content


def test_the_front_and_django_answer_alike(held: tuple[Body, Certificate]) -> None:
    body, made = held
    fast, slow = front(), WSGIHandler()
    base = f"/register/huaping/{made.number}"
    with in_tenant(body.tenant.pk):
        one = StatusList.objects.exclude(credential="").first()
    paths = [f"{base}.json", f"{base}.jwt", f"{base}.svg", "/register/huaping/nothing.json", "/register/nobody/X-1.jwt"]
    if one:
        paths.append(f"/status/huaping/r{one.number}/{one.purpose}")
    assert len(paths) == 6
    for path in paths:
        for method, query in (("GET", ""), ("HEAD", ""), ("GET", "lang=en"), ("OPTIONS", "")):
            if method == "OPTIONS" and path.startswith("/status/"):
                continue
            quick, own = ask(fast, path, method, query), ask(slow, path, method, query)
            assert quick == own, (path, method, query)
        tag = ask(fast, path)[1].get("ETag", "")
        own = ask(slow, path, match=tag)
        if tag:
            del own[1]["Content-Length"]  # Django writes 0, of a body that is not there
        assert ask(fast, path, match=tag) == own, path
        assert ask(fast, path, match=tag)[0] == ("304 Not Modified" if tag else "404 Not Found")


def test_files_of_a_public_log_are_the_same(held: tuple[Body, Certificate]) -> None:
    seal_ledgers()
    fast, slow = front(), WSGIHandler()
    own_policy = {"Content-Security-Policy", "Content-Language", "Cross-Origin-Resource-Policy"}  # of no page
    for path in ("/log/huaping/checkpoint", "/log/huaping/tile/0/000.p/1"):
        quick, own = ask(fast, path), ask(slow, path)
        if own[0] != "200 OK":
            assert quick[0] == "599 not here"
            continue
        assert (quick[0], quick[2]) == (own[0], own[2])
        assert {k: v for k, v in quick[1].items() if k not in own_policy}.items() <= own[1].items()
        assert ask(fast, path, match=quick[1]["ETag"])[0] == "304 Not Modified"
    assert ask(fast, "/log/huaping/checkpoint")[0] == "200 OK"
    for elsewhere in ("/log/hailan/checkpoint", "/log/huaping/tile/entries/000.p/1", "/log/huaping/../secrets"):
        assert ask(fast, elsewhere)[0] == "599 not here"


def test_a_suspension_shows_in_the_next_answer(held: tuple[Body, Certificate]) -> None:
    body, made = held
    fast, path = front(), f"/register/huaping/{made.number}.json"
    tag = ask(fast, path)[1]["ETag"]
    assert ask(fast, path, match=f'W/{tag}, "other"')[0] == "304 Not Modified"
    with in_tenant(body.tenant.pk), clock.telling(clock.now() + timedelta(days=400)):
        late = Certificate.objects.get()
        certificates.suspend_overdue(certificate=late, by=system_actor(body.tenant.pk))
    status, headers, content = ask(fast, path, match=tag)
    assert (status, b'"state":"suspended"' in content, headers["Cache-Control"]) == (
        "200 OK", True, "public, max-age=0, must-revalidate",
    )  # fmt: skip


def test_time_alone_suspends_without_any_job(held: tuple[Body, Certificate]) -> None:
    _body, made = held
    fast, path = front(), f"/register/huaping/{made.number}"
    today = ask(fast, f"{path}.json")
    with clock.telling(clock.now() + timedelta(days=400)):
        later = ask(fast, f"{path}.json", match=today[1]["ETag"])
        badge = ask(fast, f"{path}.svg", query="lang=en")[2]
    assert (today[2].count(b'"state":"valid"') > 0, later[0], b'"state":"suspended"' in later[2]) == (
        True,
        "200 OK",
        True,
    )
    assert b'data-state="suspended"' in badge


@pytest.mark.parametrize(
    "asked",
    [
        ("GET", "/register/"), ("GET", "/register/huaping/"), ("GET", "/register/huaping/X/"), ("POST", "/register/huaping/X.json"),
        ("GET", "/register/huaping/export.json"), ("GET", "/status/huaping/q1/revocation"), ("GET", "/login/"),
        ("GET", "/register/huaping/a/b.json"), ("GET", "/register/huaping/\0.json"), ("GET", "/status/huaping/r9/revocation"),
    ],
)  # fmt: skip
def test_everything_else_goes_on_to_django(db: None, asked: tuple[str, str]) -> None:
    assert ask(front(), asked[1], asked[0]) == ("599 not here", {}, b"the application")


def test_numbers_may_be_chinese(held: tuple[Body, Certificate]) -> None:
    status, _headers, content = ask(front(), "/register/huaping/证-1.json")
    assert (status, content) == ("404 Not Found", b'{"error":"no such certificate"}')
    assert quote("证-1")  # as a server hands it on: bytes of UTF-8, each a sign


def test_a_connection_that_died_is_replaced_and_no_database_leaves_it_to_django(held: tuple[Body, Certificate]) -> None:
    _body, made = held
    fast, path = front(), f"/register/huaping/{made.number}.json"
    assert ask(fast, path)[0] == "200 OK"
    pid = fast.connections.free[0].info.backend_pid
    with psycopg.connect(os.environ["WUXING_DATABASE_OWNER"], autocommit=True) as owner:
        owner.execute("SELECT pg_terminate_backend(%s)", [pid])
    assert ask(fast, path)[0] == "200 OK"
    assert ask(Front(not_asked, "host=/nowhere dbname=x connect_timeout=1"), path)[0] == "599 not here"
    for connection in fast.connections.free:
        connection.close()


@given(
    st.text(max_size=60), st.text(max_size=30), st.text(max_size=40), st.sampled_from(["GET", "HEAD", "OPTIONS", "PUT"])
)
def test_nothing_that_is_asked_breaks_the_front(path: str, query: str, match: str, method: str) -> None:
    nowhere = Front(not_asked, "host=/nowhere dbname=x connect_timeout=1")
    for before in ("/", "/register/huaping/", "/status/huaping/", "/log/"):
        for after in ("", ".json", ".svg", "/revocation"):
            environ = {
                "PATH_INFO": (before + path + after).encode("utf-8", "surrogatepass").decode("latin-1"),
                "REQUEST_METHOD": method, "QUERY_STRING": query, "HTTP_IF_NONE_MATCH": match,
            }  # fmt: skip
            assert nowhere.answer(environ) is None or method == "OPTIONS"


@given(st.text(max_size=60))
def test_any_if_none_match_is_read(match: str) -> None:
    assert answers.has(match, '"a"') == (match.strip() == "*" or '"a"' in [
        one.strip().removeprefix("W/") for one in match.split(",")
    ])  # fmt: skip
    assert answers.has(f'{match},W/"a"', '"a"') is True
