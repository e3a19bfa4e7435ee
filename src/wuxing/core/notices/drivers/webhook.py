"""Signed webhooks, as Standard Webhooks writes them: HMAC-SHA256 over `id.timestamp.body`, one signature a secret.

Safe to point anywhere: the name is looked up once, that very address is judged and asked; addresses inside are refused,
redirects are not followed, TLS is asked for. WUXING_NOTICES_INSIDE=1 allows receivers inside, also without TLS.
"""

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from wuxing.core import clock
from wuxing.core.notices.drivers import Message, Undelivered
from wuxing.core.reasons import Reason, say
from wuxing.proof import fetching

PREFIX = "whsec_"
OVERLAP = timedelta(days=2)  # both secrets sign so long after a new one is made
REPLAY_WINDOW = timedelta(minutes=5)  # receivers refuse a timestamp that is further from their clock
SECONDS = 10
LEAST_SECRET, MOST_SECRET = 24, 64
AGAIN = frozenset({408, 425, 429})


def new_secret() -> str:
    """Make a signing secret."""
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def why_not_secret(secret: str) -> Reason | None:
    """Return why a secret cannot sign, or None."""
    try:
        size = len(b64decode(secret.removeprefix(PREFIX), validate=True)) if secret.startswith(PREFIX) else 0
    except ValueError:
        size = 0
    if LEAST_SECRET <= size <= MOST_SECRET:
        return None
    return say("a secret is whsec_ and 24 to 64 random bytes in base64")


def is_inside_allowed() -> bool:
    """Say whether this installation lets webhooks go to addresses inside, and without TLS."""
    return bool(settings.NOTICES_INSIDE)


def why_not_url(url: str) -> Reason | None:
    """Return why an address cannot take webhooks, or None. Asks nobody: where it leads is judged each time."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return say("write an address such as https://example.org/notices")
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        return say("write an address such as https://example.org/notices")
    if parts.username is not None or parts.password is not None or parts.fragment:
        return say("no name, password or # in the address; the signature says who sends")
    if parts.scheme == "http" and not is_inside_allowed():
        return say("the address begins with https://")
    return None


def secrets_now(kept: Sequence[Mapping[str, Any]], now: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    live = [one for one in kept if not one.get("until") or datetime.fromisoformat(one["until"]) > now]
    return [str(one["value"]) for one in reversed(live)]


def rotated(kept: Sequence[Mapping[str, Any]], fresh: str, now: datetime) -> list[dict[str, Any]]:
    """Return the secrets with a fresh one; the newest before it signs on for a while, older ones are dropped."""
    before = [{"value": kept[-1]["value"], "until": (now + OVERLAP).isoformat()}] if kept else []
    return [*before, {"value": fresh}]


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one signature as it stands in the header."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


def body_of(message: Message) -> bytes:
    """Return what is posted."""
    content = {
        "id": message.id,
        "type": message.event,
        "timestamp": message.at.isoformat(),
        "data": {
            "kind": message.kind,
            "organisation": message.organisation,
            "language": message.language,
            "recipient": {
                "kind": message.recipient[0],
                "id": message.recipient[1],
                "name": message.name,
                "address": message.address,
            },
            "target": {"type": message.target[0], "id": message.target[1]},
            "subject": message.subject,
            "body": message.body,
            "facts": dict(message.facts),
            "test": message.test,
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def deliver(message: Message, opened: Mapping[str, Any]) -> None:
    """Post a message; only an answer of 2xx counts as taken. Raises Undelivered."""
    url, now = str(opened["url"]), clock.now()
    if why_not_url(url):
        raise Undelivered("bad_channel", final=True)
    body, timestamp = body_of(message), int(now.timestamp())
    signatures = [signature(one, message.id, timestamp, body) for one in secrets_now(opened["secrets"], now)]
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
    try:
        answer = fetching.ask(
            url, most=0, body=body, private=is_inside_allowed(), seconds=SECONDS, headers=headers, cut=True
        )
    except fetching.Private as error:
        raise Undelivered("address_inside", final=True) from error
    except fetching.Unreachable as error:
        raise Undelivered("unreachable") from error
    if 200 <= answer.status < 300:
        return
    again = answer.status in AGAIN or answer.status >= 500
    raise Undelivered(f"http_{answer.status}", final=not again, wait=answer.retry_after)
