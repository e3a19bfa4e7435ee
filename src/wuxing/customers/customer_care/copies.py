"""副本: all that is held of a person, as data and on paper (个人信息保护法 art. 45)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.config import fonts
from wuxing.core.ledger.rules import plain

_TEMPLATE = Path(__file__).with_name("copy.typ")


@dataclass(frozen=True, slots=True)
class Copy:
    """What is held of a person, table by table, at an instant."""

    number: str
    organisation: str
    made_at: datetime
    sections: Sequence[tuple[str, list[dict[str, Any]]]]

    def plain(self) -> dict[str, Any]:
        """Return the copy as data that machines read."""
        return {
            "request": self.number,
            "held_by": self.organisation,
            "made_at": self.made_at.isoformat(),
            "data": [{"title": title, "rows": plain(rows)} for title, rows in self.sections],
        }


def pdf_of(copy: Copy) -> bytes:
    """Return the copy as PDF; signs that the fonts lack become a visible box."""
    sheet = {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "title": _("Copy of personal data"),
        "number": copy.number,
        "organisation": copy.organisation,
        "printed": copy.made_at.strftime("%Y-%m-%d %H:%M UTC"),
        "page": _("page"),
        "sections": [
            {
                "title": title,
                "rows": [[[name.replace("__", " "), str(value)] for name, value in row.items()] for row in plain(rows)],
            }
            for title, rows in copy.sections
        ],
    }
    text, _lacking = fonts.drawable(json.dumps(sheet, ensure_ascii=False))
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": text}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)
