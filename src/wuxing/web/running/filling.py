"""What the parent does between database and fork: the application imported, packs and demo data in, caches warm."""

import ctypes
import hashlib
import io
import logging
import os
import sys
from pathlib import Path
from typing import Any

import psycopg

from wuxing.config import database, paths
from wuxing.config.refusals import CannotStart
from wuxing.web.running.children import once

M_ARENA_MAX = -8
logger = logging.getLogger("wuxing.up")


def use_little_memory() -> None:
    """Have the C library keep one heap for all threads of a process, instead of one for each; children inherit that."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):  # glibc
        libc.mallopt(M_ARENA_MAX, 1)


def import_application() -> None:
    """Import Django and our application, for children to share."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuxing.config.settings")
    import django

    django.setup()


def fill(urls: database.Urls, home: Path, *, demo: bool) -> None:
    """Load packs that changed and, once, the demo data; each in a child whose memory goes with it."""
    packs = _digest(paths.packs())
    if _has("load_packs") and database.noted(urls.owner, "packs") != packs:
        try:
            _command(home, "load_packs", verbosity=0)
            database.note(urls.owner, "packs", packs)
        except CannotStart as refusal:
            if not _keeps_editions(urls):
                raise
            print(
                f"the shipped packs are not taken; the editions kept so far stay in force. {refusal}", file=sys.stderr
            )
    if demo and _has("demo") and database.noted(urls.owner, "demo") is None:
        print("making the demo organisations: a minute or two, once", file=sys.stderr, flush=True)
        _command(home, "demo", verbosity=0)
        database.note(urls.owner, "demo", "made")


def _keeps_editions(urls: database.Urls) -> bool:
    """Say whether any scheme is kept, by whichever command came first."""
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute("SELECT EXISTS (SELECT FROM schemes_edition)").fetchone()
    return row == (True,)


def print_logins(home: Path) -> None:
    """Print the demo logins, as the command `demo --logins` says them."""
    if _has("demo"):
        reading, writing = os.pipe()

        def say() -> None:
            from django.core.management import call_command

            with os.fdopen(writing, "w") as out:
                call_command("demo", "--logins", stdout=out)

        once("logins", say, home / "logs" / "up.log")
        os.close(writing)
        with os.fdopen(reading) as text:
            sys.stdout.write(text.read())
        sys.stdout.flush()


def warm() -> None:
    """Ask for the first page in each language once, so that urls, templates and catalogues are loaded before the fork."""
    from django.conf import settings
    from django.db import connection, connections
    from django.urls import get_resolver
    from django.utils import translation

    from wuxing.config.wsgi import application
    from wuxing.core import background
    from wuxing.web.running import live, worker  # noqa: F401  # imported for the children

    background.discover()
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("warm")
        status = _ask(application, "/accounts/login/", language)
        if not status.startswith("200"):
            logger.warning("the first page answers %s in %s", status, language)
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]  # threads do not survive a fork


def _ask(application: Any, path: str, language: str) -> str:
    heard: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_ACCEPT_LANGUAGE": language,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    try:
        answer = application(environ, lambda status, headers, error=None: heard.append(status))
        for _ in answer:
            pass
        answer.close()
    except Exception:
        logger.exception("the first page cannot be drawn")
        return "500"
    return heard[0]


def _has(command: str) -> bool:
    from django.core.management import get_commands

    return command in get_commands()


def _command(home: Path, *arguments: str, **options: Any) -> None:
    log = home / "logs" / "up.log"

    def run() -> None:
        from django.core.management import CommandError, call_command

        from wuxing.web.running.worker import without_pool

        without_pool()
        try:
            call_command(*arguments, **options)
        except CommandError as error:
            print(error, file=sys.stderr, flush=True)
            os._exit(1)

    begin = log.stat().st_size
    if once(arguments[0], run, log):
        words = log.read_bytes()[begin:].decode(errors="replace").strip()
        raise CannotStart(f"`wuxing manage {arguments[0]}` failed:\n{words[-3000:]}")


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder.exists() else []:
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
