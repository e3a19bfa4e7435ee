"""Draw a sheet as PDF/A-3b."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from wuxing.config import fonts

_TEMPLATE = Path(__file__).resolve().parent / "certificate.typ"


def draw(sheet: Mapping[str, Any]) -> bytes:
    """Return the PDF/A-3b of a sheet, its files attached. What the fonts lack was refused before the certificate was sealed."""
    data = json.dumps(sheet, ensure_ascii=False)
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": data}, pdf_standards=["a-3b"]))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)
