"""What a page shows of an address, and what kind of address one is."""

import re
from urllib.parse import urlsplit

_PHONE = re.compile(r"\+?[0-9]{5,20}")


def kind_of_address(address: str) -> str:
    """Return email, phone or handle; nothing for no address."""
    if not address:
        return ""
    if "@" in address:
        return "email"
    return "phone" if _PHONE.fullmatch(plain_phone(address)) else "handle"


def plain_phone(address: str) -> str:
    """Return a number without the signs that make it readable."""
    return re.sub(r"[\s().-]", "", address)


def masked(address: str | None) -> str:
    """Return what is shown of an address: 138****2046, w***@example.org."""
    if not address:
        return ""
    kind = kind_of_address(address)
    if kind == "email":
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}***@{host}"
    if kind == "phone":
        number = plain_phone(address)
        return f"{number[:3]}****{number[-4:]}" if len(number) >= 9 else f"****{number[-2:]}"
    return f"{address[:1]}***"


def shown_url(url: str) -> str:
    """Return what is shown of an address that may hold secrets: its scheme, of a web address its server too."""
    parts = urlsplit(url)
    host = f"{parts.hostname}/" if parts.scheme in ("http", "https") and parts.hostname else ""
    return f"{parts.scheme}://{host}•••"[:120]
