"""Addresses of lists with their filters, and of pages that another context may bring."""

from urllib.parse import urlencode

from django.urls import reverse

PLACES = ("cursor", "back", "at", "trail")  # where one is in a list: gone as soon as a filter changes


def with_changes(path: str, asked: dict[str, str], **changes: str | int | None) -> str:
    """Return the address of a list with some filters changed; None or nothing takes a filter away."""
    kept = {name: value for name, value in asked.items() if value and name not in PLACES}
    for name, value in changes.items():
        kept.pop(name, None)
        if value not in (None, ""):
            kept[name] = str(value)
    return f"{path}?{urlencode(kept)}" if kept else path


def proof_of(entry: int) -> str:
    """Return the address of an entry's ledger proof."""
    return reverse("core:entry", args=[entry])
