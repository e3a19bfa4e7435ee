"""The pages: upload with its faults, comparison, signature by another, withdrawal, the empty table."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.schemes.licensing.conftest import SOURCE, TEXT, Make, as_csv, points_like
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.licensing import reading
from wuxing.schemes.licensing.models import LicensedTable
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Pack


@pytest.fixture
def door(body: Tenant, loader: Actor, client: Client) -> Client:
    """The loader, signed in."""
    sign_in(client, loader)
    return client


def sign_in(client: Client, by: Actor, language: str = "en") -> None:
    client.force_login(User.objects.get(pk=by.user_id))
    client.cookies["wx_language"] = language


def send(client: Client, edition: Edition, data: bytes, kind: str = "points", **changes: str) -> tuple[int, str]:
    given = {"source": SOURCE, "file": SimpleUploadedFile("表.csv", data), **changes}
    response = client.post(reverse("schemes:licensing_load", args=[edition.pk]) + f"?kind={kind}", given)
    return response.status_code, response.get("Location") or response.content.decode()


def seen(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_a_table_goes_its_way_through_the_pages(
    door: Client, edition: Edition, gbt: Pack, loader: Actor, signer: Actor
) -> None:
    status, url = send(door, edition, as_csv(points_like(gbt)).getvalue())
    table = LicensedTable.objects.get()
    assert (status, url) == (302, reverse("schemes:licensing_table", args=[table.pk]))
    html = seen(door, url)
    assert "you loaded this table; another person compares it" in html  # locked, with the reason
    assert door.post(url, {"do": "sign", "compared": "on"}).status_code == 422
    assert LicensedTable.objects.get().state is State.WAITING

    sign_in(door, signer)
    assert "Comparison" in seen(door, url)
    assert door.post(url, {"do": "sign"}).status_code == 422  # without the tick
    assert door.post(url, {"do": "sign", "compared": "on"}).status_code == 302
    assert LicensedTable.objects.get().state is State.IN_FORCE
    assert "in force" in seen(door, reverse("schemes:licensing"))

    assert door.post(url, {"do": "withdraw", "reason": ""}).status_code == 422
    assert door.post(url, {"do": "withdraw", "reason": "录错了版本"}).status_code == 302
    assert "录错了版本" in seen(door, url)


def test_faults_are_listed_row_by_row(door: Client, edition: Edition, gbt: Pack) -> None:
    status, html = send(door, edition, as_csv(points_like(gbt, **{"5.1.1.1": "three", "9.9": "1"})).getvalue())
    assert status == 422
    assert "row 2, column 分值: three is no number of points; write it as 2 or 2.5" in html
    assert "row 45, column 条款: this edition has no 9.9" in html
    assert LicensedTable.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old or password-protected"),
        (b"PK\x03\x04", "damaged or cut off"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_no_table_is_told_at_its_field(door: Client, edition: Edition, data: bytes, says: str) -> None:
    status, html = send(door, edition, data)
    assert (status, says in html) == (422, True)


def test_a_second_upload_is_locked_while_one_waits(door: Client, edition: Edition, gbt: Pack) -> None:
    send(door, edition, as_csv(points_like(gbt)).getvalue())
    assert "a table waits to be signed off already" in seen(door, reverse("schemes:licensing_load", args=[edition.pk]))
    status, html = send(door, edition, as_csv(points_like(gbt)).getvalue())
    assert (status, "a table waits to be signed off already" in html) == (422, True)


def test_the_empty_table_filled_in_is_taken(door: Client, edition: Edition, gbt: Pack) -> None:
    url = reverse("schemes:licensing_form", args=[edition.pk])
    rows = list(csv.DictReader(io.StringIO(door.get(url).content.decode("utf-8-sig"))))
    assert [row["clause"] for row in rows] == [leaf.id for leaf in gbt.leaves]
    points = points_like(gbt)
    filled = io.StringIO()
    writer = csv.DictWriter(filled, rows[0])
    writer.writeheader()
    writer.writerows({**row, "points": points[row["clause"]]} for row in rows)
    assert send(door, edition, filled.getvalue().encode("utf-8-sig"))[0] == 302
    heads = door.get(url + "?kind=text").content.decode("utf-8-sig").splitlines()[0].split(",")
    assert heads[:3] == ["clause", "language", "text"]
    assert {name.split()[0] for name in heads[:3]} <= {*reading.CLAUSE, *reading.LANGUAGE, *reading.TEXT}


def test_a_text_is_shown_to_those_who_handle_licences(
    door: Client, edition: Edition, body: Tenant, actor: Make
) -> None:
    _status, url = send(door, edition, TEXT.encode(), kind="text")
    assert "这是许可文本" in seen(door, url)
    sign_in(door, actor(Role.CONSULTANT, tenant=body))
    seen(door, url, status=403)
    assert "这是许可文本" not in seen(door, reverse("schemes:licensing"))


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "A certification decision needs the body's own table"),
        ("zh-hans", "认证决定要用认证机构自己的分值表"),
        ("zh-hant", "認證決定要用認證機構自己的分值表"),
    ],
)
def test_a_company_is_told_that_the_body_needs_its_own(
    company: Tenant, actor: Make, edition: Edition, client: Client, language: str, note: str
) -> None:
    sign_in(client, actor(Role.ADMINISTRATOR), language)
    assert note in seen(client, reverse("schemes:licensing"))


def test_a_table_of_another_organisation_is_not_found(
    door: Client, edition: Edition, gbt: Pack, company: Tenant, actor: Make
) -> None:
    _status, url = send(door, edition, as_csv(points_like(gbt)).getvalue())
    sign_in(door, actor(Role.ADMINISTRATOR))
    seen(door, url, status=404)
    assert door.post(url, {"do": "sign", "compared": "on"}).status_code == 404


def test_the_list_asks_no_more_for_more_tables(
    door: Client, edition: Edition, gbt: Pack, loader: Actor, signer: Actor
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            seen(door, reverse("schemes:licensing"))
        return len(found)

    send(door, edition, as_csv(points_like(gbt)).getvalue())
    seen(door, reverse("schemes:licensing"))
    one = asked()
    sign_in(door, signer)
    door.post(
        reverse("schemes:licensing_table", args=[LicensedTable.objects.get().pk]), {"do": "sign", "compared": "on"}
    )
    send(door, edition, as_csv(points_like(gbt)).getvalue())
    send(door, edition, TEXT.encode(), kind="text")
    sign_in(door, loader)
    seen(door, reverse("schemes:licensing"))
    assert (LicensedTable.objects.count(), asked()) == (3, one)
