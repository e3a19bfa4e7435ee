"""The fast front: look-ups of the public register, status lists and files of public logs, answered before Django is asked.

What anybody may ask a thousand times a second is one statement and a few headers. Everything else, and every question that
cannot be answered here (another method, no database at the moment, something of another shape), goes on to Django, whose own
pages answer the same questions by the same functions: without the front nothing is missing, only slower.
"""

import json
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any, LiteralString

import psycopg

from wuxing.certification.register import answers
from wuxing.certification.statuslists import serving
from wuxing.core import clock
from wuxing.core.ledger.queries.served import served

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_REGISTER = re.compile(r"/register/([-\w]+)/([^/\0]+)\.(json|svg|jwt)", re.ASCII)
_STATUS = re.compile(r"/status/([-\w]+)/([rx])([1-9][0-9]{0,5})/([-\w]+)", re.ASCII)
_LOG = re.compile(
    r"/log/([-\w]{1,50})/((?!tile/entries/)[^\0]{1,200})", re.ASCII
)  # bundles of entries are packed, and counted
_PREFIXES = ("/register/", "/status/", "/log/")
_FILES = frozenset({"export"})  # beside the certificates: /register/<body>/export.json
_STATUSES = {one.value: f"{one.value} {one.phrase}" for one in HTTPStatus}
_ENTRY: LiteralString = (
    "SELECT e.shown::text, e.etag, t.zone, {} FROM certification_registerentry e JOIN core_tenant t ON t.id = e.tenant_id "
    "WHERE t.slug = %s AND e.number = %s AND t.kind = 'certification_body'"
)
_PLAIN = _ENTRY.format("''")
_SEALED = _ENTRY.format("sealed_credential(e.certificate_id)")
_PUBLIC = "SELECT log_is_public(%s)"
_STATUS_LIST = "SELECT credential, signed_at FROM signed_status_list(%s, %s, %s, %s)"


class Connections:
    """A few connections of this process, made when they are needed; a thread takes one and puts it back."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pid = 0
        self.free: deque[psycopg.Connection] = deque()

    def fetch(self, statement: LiteralString, values: Sequence[object]) -> tuple[Any, ...] | None:
        """Return the first row of a statement. A connection that has died meanwhile is replaced once."""
        if self.pid != os.getpid():  # connections do not survive a fork
            self.pid, self.free = os.getpid(), deque()
        try:
            connection = self.free.pop()
        except IndexError:
            return self._asked(self._connected(), statement, values)
        try:
            return self._asked(connection, statement, values)
        except psycopg.OperationalError:
            return self._asked(self._connected(), statement, values)

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True, connect_timeout=5)

    def _asked(
        self, connection: psycopg.Connection, statement: LiteralString, values: Sequence[object]
    ) -> tuple[Any, ...] | None:
        try:
            row = connection.execute(statement, values, prepare=True).fetchone()
        except BaseException:
            connection.close()
            raise
        self.free.append(connection)
        return row


class Front:
    """A WSGI application before another one."""

    def __init__(self, application: Application, url: str) -> None:
        self.application = application
        self.connections = Connections(url)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.answer(environ)
        if answer is None:
            return self.application(environ, start_response)
        start_response(_STATUSES[answer.status], list(answer.headers.items()))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    def answer(self, environ: Environ) -> answers.Answer | None:
        """Return the answer to a question that can be answered here, else None."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(_PREFIXES) or environ["REQUEST_METHOD"] not in (
            "GET",
            "HEAD",
            "OPTIONS",
        ):
            return None
        try:
            path = path.encode("latin-1").decode()
            if found := _REGISTER.fullmatch(path):
                return self._register(environ, found[1], found[2], found[3])
            if found := _STATUS.fullmatch(path):
                return self._status(environ, found)
            if found := _LOG.fullmatch(path):
                return self._log(environ, found[1], found[2])
        except (psycopg.Error, UnicodeError):
            return None
        return None

    def _register(self, environ: Environ, body: str, number: str, kind: str) -> answers.Answer | None:
        if number in _FILES:
            return None
        row = self.connections.fetch(_SEALED if kind == "jwt" else _PLAIN, (body, number))
        return answers.answer(
            kind,
            answers.Entry(json.loads(row[0]), row[1], row[3] or "") if row else None,
            clock.today(row[2]) if row else clock.today(),
            method=environ["REQUEST_METHOD"],
            match=environ.get("HTTP_IF_NONE_MATCH", ""),
            query=environ.get("QUERY_STRING", ""),
        )

    def _status(self, environ: Environ, found: re.Match[str]) -> answers.Answer | None:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return None
        row = self.connections.fetch(_STATUS_LIST, (found[1], found[2] == "x", int(found[3]), found[4]))
        return serving.answer(row[0], row[1], environ.get("HTTP_IF_NONE_MATCH", "")) if row else None

    def _log(self, environ: Environ, slug: str, path: str) -> answers.Answer | None:
        if environ["REQUEST_METHOD"] == "OPTIONS" or self.connections.fetch(_PUBLIC, (slug,)) != (True,):
            return None
        found = served(slug, path)
        if found is None:
            return None
        headers = {**answers.SHARED, **found.headers}
        if answers.has(environ.get("HTTP_IF_NONE_MATCH", ""), found.headers["ETag"]):
            del headers["Content-Type"]
            return answers.Answer(304, headers)
        return answers.Answer(200, headers | {"Content-Length": str(len(found.content))}, found.content)
