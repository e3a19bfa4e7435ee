"""The page as an installation serves it: open to everybody, believing the bodies that are here."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.certification.body import Body, body_of
from wuxing.certification.keys import actions, publishing, queries
from wuxing.core.actors import Actor
from wuxing.web.verifier import building


@pytest.fixture
def body(db: None, actor: Callable[..., Actor], settings: LazySettings, tmp_path: Path) -> Iterator[Body]:
    """A body whose keys are made in this test's own folder."""
    settings.DATA = tmp_path
    yield from body_of(actor)


def believed(html: str) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/json" id="trust">(.*?)</script>', html, re.DOTALL)
    return json.loads(found)  # type: ignore[no-any-return]


@pytest.mark.django_db
def test_the_page_is_open_and_keeps_its_own_policy() -> None:
    answer = Client().get("/verify/")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == building.page().policy
    assert answer["Cache-Control"] == "public, max-age=60"
    assert believed(answer.content.decode()) == {"bodies": [], "witnesses": []}
    assert answer.content.decode() == building.page().html


def test_the_page_believes_the_bodies_that_have_keys(body: Body) -> None:
    assert believed(Client().get("/verify/").content.decode())["bodies"] == []

    actions.ensure("certificate", by=body.officer)

    trusted = publishing.trust_file(body.tenant)
    assert [key["purpose"] for key in trusted["bodies"][0]["keys"]] == ["certificate"]
    answer = Client().get("/verify/")
    assert believed(answer.content.decode()) == trusted
    host = queries.did_of("huaping").split(":")[2].replace("%3A", ":")
    assert f"connect-src https://{host} http://{host};" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_file_is_the_page_and_is_packed_for_slow_lines() -> None:
    client = Client()
    answer = client.get("/verify/wuxing-verifier.html", headers={"accept-encoding": "gzip"})
    assert answer["Content-Disposition"] == 'attachment; filename="wuxing-verifier.html"'
    assert gzip.decompress(answer.content).decode() == building.page().html
    assert len(answer.content) < 250_000


@pytest.mark.django_db
def test_who_has_the_page_already_is_told_so() -> None:
    client = Client()
    etag = client.get("/verify/")["ETag"]
    again = client.get("/verify/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_the_page_takes_no_input() -> None:
    assert Client().post("/verify/").status_code == 405
