"""A database made ready, on a server that somebody else runs."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.plugin import SuiteDatabase
from wuxing.config import database
from wuxing.config.refusals import CannotStart


@pytest.fixture
def admin(running_database: SuiteDatabase) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(running_database.admin_url, autocommit=True) as connection:
        yield connection
        for name in ("wuxing_ready", "wuxing_refused"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


def test_prepare_makes_database_and_role_and_may_be_repeated(
    admin: psycopg.Connection[tuple[object, ...]], running_database: SuiteDatabase, tmp_path: Path
) -> None:
    home = running_database.root
    urls = database.prepare(running_database.admin_url, home, name="wuxing_ready")
    assert database.prepare(running_database.admin_url, home, name="wuxing_ready") == urls
    with psycopg.connect(urls.app) as connection:
        row = connection.execute(
            "SELECT current_database(), rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == ("wuxing_ready", "wuxing_app", False, False)


def test_facts_are_noted(admin: psycopg.Connection[tuple[object, ...]], running_database: SuiteDatabase) -> None:
    urls = database.prepare(running_database.admin_url, running_database.root, name="wuxing_ready")
    assert database.noted(urls.owner, "packs") is None
    database.note(urls.owner, "packs", "one")
    database.note(urls.owner, "packs", "two")
    assert database.noted(urls.owner, "packs") == "two"


def test_an_owner_without_rights_is_told_what_to_run(
    admin: psycopg.Connection[tuple[object, ...]], running_database: SuiteDatabase, tmp_path: Path
) -> None:
    admin.execute("DROP ROLE IF EXISTS wuxing_poor")
    admin.execute("CREATE ROLE wuxing_poor LOGIN PASSWORD 'poor'")
    parts = conninfo_to_dict(running_database.admin_url)
    poor = database.as_url({**parts, "user": "wuxing_poor", "password": "poor" if parts.get("password") else None})
    try:
        with pytest.raises(CannotStart) as refused:
            database.prepare(poor, running_database.root, name="wuxing_refused")
    finally:
        admin.execute("DROP ROLE wuxing_poor")
    by_network = bool(conninfo_to_dict(os.environ["WUXING_DATABASE"]).get("password"))
    assert str(refused.value) == (
        "the owner given by DATABASE_URL may not make the role wuxing_app, or set its password. As an administrator run: "
        "CREATE ROLE wuxing_app LOGIN PASSWORD '...'; and name it by "
        "WUXING_APP_DATABASE_URL=postgresql://wuxing_app:...@host/database"
        if by_network
        else "the owner given by DATABASE_URL may not make the database wuxing_refused. As an administrator run: "
        "CREATE DATABASE wuxing_refused OWNER wuxing_poor TEMPLATE template0 ENCODING 'UTF8';"
    )


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="the database cannot be reached"):
        database.prepare("postgresql://somebody@127.0.0.1:1/wuxing", tmp_path)


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ({"host": "/run/x", "user": "postgres", "dbname": "a"}, "postgresql://postgres@/a?host=%2Frun%2Fx"),
        (
            {"host": "db", "port": "5433", "user": "o", "password": "p@:/", "dbname": "a", "sslmode": "require"},
            "postgresql://o:p%40%3A%2F@db:5433/a?sslmode=require",
        ),
        ({"host": "::1", "dbname": "a"}, "postgresql://[::1]/a"),
        ({"host": "a,b", "port": "1,2", "dbname": "c"}, "postgresql:///c?host=a%2Cb&port=1%2C2"),
    ],
)
def test_connection_parameters_become_a_url_and_back(parts: dict[str, object], url: str) -> None:
    assert database.as_url(parts) == url
    assert conninfo_to_dict(url) == parts


def test_the_application_may_be_named_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WUXING_APP_DATABASE_URL", "postgresql://app:word@db/other")
    assert database.application_url("postgresql://o@db/x", tmp_path, "wuxing") == "postgresql://app:word@db/wuxing"


def test_the_password_for_a_server_on_the_network_is_the_installations_secret(tmp_path: Path) -> None:
    assert os.environ.get("WUXING_APP_DATABASE_URL") is None
    url = database.application_url("postgresql://o:owner@db/x", tmp_path, "wuxing")
    kept = (tmp_path / "secrets" / "database-app.password").read_text()
    assert conninfo_to_dict(url) == {"user": "wuxing_app", "password": kept, "host": "db", "dbname": "wuxing"}
