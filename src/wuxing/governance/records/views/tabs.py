"""The three pages of records, as tabs of each other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the tabs, `here` being the name of the page."""
    return [
        {"title": title, "url": reverse(f"governance:{name}"), "here": name == here}
        for name, title in (
            ("records", _("Register of records")),
            ("holds", _("Legal holds")),
            ("destructions", _("Destruction")),
        )
    ]
