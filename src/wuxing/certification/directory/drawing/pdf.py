"""Draw a table of checked certificates as PDF."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wuxing.config import fonts

_TEMPLATE = Path(__file__).resolve().parent / "check.typ"


def draw(sheet: Mapping[str, Any]) -> bytes:
    """Return the PDF; signs that the fonts lack become a visible box and are named at the end."""
    text, lacking = fonts.drawable(json.dumps({**sheet, "family": fonts.FAMILY}, ensure_ascii=False))
    data = json.loads(text)
    data["lacking"] = ""
    if lacking:
        data["lacking"] = _("These signs cannot be printed and are shown as a box: %s") % ", ".join(
            f"U+{ord(sign):04X}" for sign in lacking
        )
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)
