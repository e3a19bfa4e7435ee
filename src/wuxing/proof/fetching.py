"""Ask a web server, within bounds: no redirects, limited size and time, no private addresses unless allowed."""

import gzip
import http.client
import io
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

SECONDS = 20
AGENT = "wuxing"


class Unreachable(Exception):
    """The server cannot be asked, or its answer is out of bounds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: bytes
    retry_after: int = 0


def ask(url: str, *, most: int, body: bytes | None = None, private: bool = False, seconds: float = SECONDS) -> Answer:
    """GET `url`, or POST `body` to it; the answer has at most `most` bytes. `private`: addresses inside are allowed.

    Raises:
        Unreachable: not http(s), no such server, a private address, too large, too slow, or compressed too far.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Unreachable("an address begins with http:// or https:// and names a server")
    try:
        connection = _connected(parts, private, seconds)
    except (OSError, ValueError) as error:
        raise Unreachable(f"{parts.hostname}: {error}") from error
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip, identity"}
        connection.request("POST" if body is not None else "GET", path, body=body, headers=headers)
        return _bounded(connection.getresponse(), most)
    except (OSError, EOFError, ValueError, http.client.HTTPException) as error:
        raise Unreachable(f"{parts.hostname}: {error or type(error).__name__}") from error
    finally:
        connection.close()


def _connected(parts: SplitResult, private: bool, seconds: float) -> http.client.HTTPConnection:
    """Connect to the address that was judged, not to what the name says a moment later."""
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [entry[4] for entry in found if private or _is_public(str(entry[4][0]))]
    if not allowed:
        raise OSError("the address is private")
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
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def _bounded(response: http.client.HTTPResponse, most: int) -> Answer:
    content = response.read(most + 1)
    if response.headers.get("Content-Encoding", "").lower() == "gzip":
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            content = packed.read(most + 1)
    if len(content) > most:
        raise ValueError(f"the answer has more than {most} bytes")
    pause = response.headers.get("Retry-After", "")
    return Answer(response.status, content, int(pause) if pause.isdecimal() and len(pause) < 6 else 0)
