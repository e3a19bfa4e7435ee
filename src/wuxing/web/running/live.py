"""Live streams: a small server of server-sent events that tells open pages what changed in their tenant.

Senders say `core.background.announce(tenant_id, topic, id)`; PostgreSQL's NOTIFY carries it when they commit. A stream is
opened with the session's cookie (cookies do not know ports) and carries ids only: the page asks the web for the rest.
`GET /live/` carries every topic, `GET /live/<topic>` one. The event is named after the topic; the event `missed` says that
something may have moved unheard. `?since=` (ms) is when the page was drawn: what moved from then on is told at once.
"""

import asyncio
import json
import logging
import signal
import socket
import time
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import psycopg
from django.conf import settings

from wuxing.core.background import LIVE_CHANNEL
from wuxing.web.running import livesession

BEAT = 15.0  # seconds between comments that keep proxies awake; the session is looked at again each fourth time
MOST_STREAMS = 1000
MOST_WAITING = 100
MOST_MOVED = 10_000  # topics whose last move is kept
MISSED = "missed"
HEADER_BYTES = 16 * 1024
HEADER_SECONDS = 10
logger = logging.getLogger("wuxing.live")


@dataclass(eq=False, slots=True)
class Stream:
    """One open page."""

    topic: str
    waiting: asyncio.Queue[tuple[str, int]] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def wants(self, topic: str) -> bool:
        """Say whether the page asked for this topic."""
        return self.topic in ("", topic)

    def tell(self, topic: str, about: int) -> None:
        """Put an event in line; a page that does not read is told, once it reads again, that it missed some."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            topic, about = MISSED, 0
        self.waiting.put_nowait((topic, about))


class Hub:
    """Who listens in which tenant."""

    def __init__(self) -> None:
        self.streams: dict[int, set[Stream]] = defaultdict(set)
        self.moved: dict[tuple[int, str], float] = {}  # when a topic moved last, the oldest first
        self.heard_from = time.time()  # what happened earlier was not heard

    def count(self) -> int:
        """Return how many streams are open."""
        return sum(len(streams) for streams in self.streams.values())

    def tell(self, payload: str) -> None:
        """Hand a notification to the streams of its tenant."""
        message = json.loads(payload)
        tenant, topic, about = int(message["tenant"]), str(message["topic"]), int(message["id"])
        self.moved.pop((tenant, topic), None)
        self.moved[tenant, topic] = time.time()
        if len(self.moved) > MOST_MOVED:
            oldest = next(iter(self.moved))
            self.heard_from = max(self.heard_from, self.moved.pop(oldest))
        for stream in self.streams.get(tenant, ()):
            if stream.wants(topic):
                stream.tell(topic, about)

    def join(self, tenant: int, stream: Stream, since: float | None) -> None:
        """Let a page listen, and tell it what moved since it was drawn."""
        self.streams[tenant].add(stream)
        if since is None:
            return
        if since < self.heard_from:
            stream.tell(MISSED, 0)
        for (whose, topic), at in self.moved.items():
            if whose == tenant and at >= since and stream.wants(topic):
                stream.tell(topic, 0)

    def listening_again(self) -> None:
        """Tell every page that something may have moved while the database was away."""
        self.heard_from = time.time()
        for streams in self.streams.values():
            for stream in streams:
                stream.tell(MISSED, 0)

    async def listen(self) -> None:
        """Hear PostgreSQL's notifications for ever, over restarts of the database."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(settings.DATABASE_URL, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {LIVE_CHANNEL}".encode())
                    self.listening_again()
                    async for notification in connection.notifies():
                        self.tell(notification.payload)
            except (psycopg.OperationalError, OSError) as error:
                logger.warning("the database does not answer: %s", str(error).strip())
            except (ValueError, KeyError, TypeError):
                logger.exception("a notification that cannot be read")
            await asyncio.sleep(0.5)


def serve(listening: socket.socket, web_port: int) -> None:
    """Carry streams until SIGTERM or SIGINT."""
    from wuxing.web.running.worker import without_pool

    without_pool()
    asyncio.run(_serve(listening, web_port))


async def _serve(listening: socket.socket, web_port: int) -> None:
    hub = Hub()
    end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end.set)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _answer(hub, web_port, reader, writer)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            writer.close()

    await asyncio.start_server(connected, sock=listening, limit=HEADER_BYTES)
    listener = asyncio.create_task(hub.listen())
    await end.wait()
    listener.cancel()


async def _answer(hub: Hub, web_port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    async with asyncio.timeout(HEADER_SECONDS):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
    path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
    origin = headers.get("origin", "")
    if origin and not is_own(origin, headers.get("host", ""), web_port):
        return await _refuse(writer, "403 Forbidden")
    if method != "GET" or not path.startswith("/live"):
        return await _refuse(writer, "404 Not Found")
    session = livesession.key_in(headers.get("cookie", ""))
    tenant = await asyncio.to_thread(livesession.tenant_of, session) if session else None
    if tenant is None:
        return await _refuse(writer, "401 Unauthorized", origin)
    if hub.count() >= MOST_STREAMS:
        return await _refuse(writer, "503 Service Unavailable", origin)
    writer.write(_head("200 OK", origin, "text/event-stream", length=None) + b"retry: 2000\n\n")
    stream = Stream(path.removeprefix("/live").strip("/"))
    hub.join(tenant, stream, _seconds(query.get("since", [""])[0]))
    try:
        await _carry(stream, writer, session, tenant)
    finally:
        hub.streams[tenant].discard(stream)


def _seconds(milliseconds: str) -> float | None:
    return int(milliseconds) / 1000 if milliseconds.isdecimal() and len(milliseconds) < 16 else None


async def _carry(stream: Stream, writer: asyncio.StreamWriter, session: str, tenant: int) -> None:
    beats = 0
    while True:
        try:
            topic, about = await asyncio.wait_for(stream.waiting.get(), BEAT)
            writer.write(f'event: {topic}\ndata: {{"id":{int(about)}}}\n\n'.encode())
        except TimeoutError:
            beats += 1
            if beats % 4 == 0 and await asyncio.to_thread(livesession.tenant_of, session) != tenant:
                return  # signed out, or moved to another organisation
            writer.write(b": beat\n\n")
        await writer.drain()


def is_own(origin: str, host: str, web_port: int) -> bool:
    """Say whether `origin` is our own web: the host that was asked, on the web's port; or one named in the settings."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    parts = urlsplit(origin)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return port == web_port and parts.hostname == urlsplit(f"//{host}").hostname


def _head(status: str, origin: str, kind: str, length: int | None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Cache-Control: no-store", "Connection: close"]
    lines += ["X-Accel-Buffering: no", "X-Content-Type-Options: nosniff"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    if origin:
        lines += [f"Access-Control-Allow-Origin: {origin}", "Access-Control-Allow-Credentials: true", "Vary: Origin"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def _refuse(writer: asyncio.StreamWriter, status: str, origin: str = "") -> None:
    writer.write(_head(status, origin, "text/plain", 0))
    await writer.drain()
