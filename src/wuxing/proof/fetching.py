"""Ask a web server, within bounds: no redirects, limited size and time, no private addresses unless allowed."""

import contextlib
import gzip
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

SECONDS = 20
CHUNK = 65_536
AGENT = "wuxing"
_HOSTS_OF_CLOUDS = frozenset({"168.63.129.16"})  # public by its number, but the inside of a cloud answers there
_TRANSLATED = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96"))
)  # the last 32 bits are IPv4
_NOT_OUTSIDE = (
    tuple(  # for protocols, gateways and examples; a cloud's inside answers in the first; some say they are global
        map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16"))
    )
)


class Unreachable(Exception):
    """The server cannot be asked, or its answer is out of bounds."""


class Private(Unreachable):
    """The name leads to an address inside."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: bytes
    retry_after: int = 0


def ask(
    url: str,
    *,
    most: int,
    body: bytes | None = None,
    private: bool = False,
    seconds: float = SECONDS,
    headers: Mapping[str, str] | None = None,
    cut: bool = False,
) -> Answer:
    """GET `url`, or POST `body` to it; the answer has at most `most` bytes. `private`: addresses inside are allowed.

    `cut`: only the status counts; the answer itself is not read.

    Raises:
        Unreachable: not http(s), no such server, a private address (Private), too large, too slow, compressed too far.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Unreachable(str(error)) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Unreachable("an address begins with http:// or https:// and names a server")
    try:
        connection = _connected(parts, private, seconds)
    except _Inside as error:
        raise Private(f"{parts.hostname}: {error}") from error
    except (OSError, ValueError) as error:
        raise Unreachable(f"{parts.hostname}: {error}") from error
    guard = threading.Timer(2 * seconds, _hang_up, [connection.sock])  # a server that drips its headers
    guard.daemon = True
    guard.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip, identity", **(headers or {})}
        connection.request("POST" if body is not None else "GET", path, body=body, headers=sent)
        return _bounded(connection.getresponse(), most, time.monotonic() + seconds, cut=cut)
    except (OSError, EOFError, ValueError, http.client.HTTPException) as error:
        raise Unreachable(f"{parts.hostname}: {error or type(error).__name__}") from error
    finally:
        guard.cancel()
        connection.close()


def _hang_up(plain: socket.socket) -> None:
    with contextlib.suppress(OSError):
        plain.shutdown(socket.SHUT_RDWR)


class _Inside(OSError):
    pass


def _connected(parts: SplitResult, private: bool, seconds: float) -> http.client.HTTPConnection:
    """Connect to the address that was judged, not to what the name says a moment later."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [entry[4] for entry in found if private or _is_public(str(entry[4][0]))]
    if not allowed:
        raise _Inside("the address is private")
    plain = socket.create_connection((str(allowed[0][0]), port), timeout=seconds)
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    connection.sock = plain
    if parts.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    return connection


def _is_public(address: str) -> bool:
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        found = _within(found) or found
        if isinstance(found, ipaddress.IPv6Address) and found.is_site_local:
            return False
    if any(found in network for network in _NOT_OUTSIDE):
        return False
    return found.is_global and not found.is_multicast and str(found) not in _HOSTS_OF_CLOUDS


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address to which a gateway would carry this one."""
    if any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _bounded(response: http.client.HTTPResponse, most: int, until: float, *, cut: bool = False) -> Answer:
    content = b"" if cut else _read(response, most + 1, until)
    if cut or response.status != HTTPStatus.OK:  # a page about an error: its beginning will do
        content = content[:most]
    elif response.headers.get("Content-Encoding", "").lower() == "gzip":
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            content = packed.read(most + 1)
    if len(content) > most:
        raise ValueError(f"the answer has more than {most} bytes")
    pause = response.headers.get("Retry-After", "")
    return Answer(response.status, content, int(pause) if pause.isdecimal() and len(pause) < 6 else 0)


def _read(response: http.client.HTTPResponse, most: int, until: float) -> bytes:
    """Read at most `most` bytes until a moment; a server that drips is not waited for."""
    found = bytearray()
    while len(found) < most:
        chunk = response.read1(min(most - len(found), CHUNK))
        if not chunk:
            break
        found += chunk
        if time.monotonic() > until:
            raise ValueError("the server is too slow")
    return bytes(found)
