"""Papers of the doors: sheets of labels, posters, service sheets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from wuxing.config import fonts
from wuxing.core.places import public_url
from wuxing.service.doors import rules

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Size:
    """A paper of labels: so many across and down a page, each so wide and high in millimetres."""

    across: int
    down: int
    width: float
    height: float
    page_width: float
    page_height: float
    left: float = 0
    top: float = 0


SIZES = {
    "a4_3x8": Size(3, 8, 70, 37, 210, 297, 0, 0.5),
    "a4_5x13": Size(5, 13, 38.1, 21.2, 210, 297, 9.75, 10.7),
    "roll_50x30": Size(1, 1, 50, 30, 50, 30),
}


@dataclass(frozen=True, slots=True)
class Sticker:
    """What stands on one label."""

    code: str
    title: str = ""
    line: str = ""


def labels(stickers: Sequence[Sticker], *, size: str, company: str, invitation: str) -> bytes:
    """Return a PDF of labels: QR code, code to type, product; blank ones say what to do only."""
    paper = SIZES[size]
    rows = [
        {
            "qr": qr(public_url(f"/s/{one.code}")),
            "code": rules.shown_code(one.code),
            "title": one.title or invitation,
            "line": one.line,
        }
        for one in stickers
    ]
    fields = ("across", "down", "width", "height", "page_width", "page_height", "left", "top")
    data = {"labels": rows, "company": company, **{name: getattr(paper, name) for name in fields}}
    return _drawn("labels.typ", data)


def poster(*, company: str, url: str, title: str, lines: Sequence[str]) -> bytes:
    """Return a PDF of one page with a large QR code, to hang up or to print on a card."""
    return _drawn("poster.typ", {"company": company, "qr": qr(url), "url": url, "title": title, "lines": list(lines)})


def sheet(told: Mapping[str, Any], *, code: str, language: str) -> bytes:
    """Return the PDF of a service sheet, with the code by which a copy is checked."""
    url = public_url(f"/report/sheet/{code}/")
    return _drawn("sheet.typ", {**told, "qr": qr(url), "url": url, "code": rules.shown_code(code), "lang": language})


def qr(text: str) -> str:
    """Return a QR code as SVG."""
    import segno

    out = BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    code.save(out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return out.getvalue().decode()


def _drawn(template: str, data: Mapping[str, Any]) -> bytes:
    text, _lacking = fonts.drawable(json.dumps({**data, "family": fonts.FAMILY}, ensure_ascii=False))
    return bytes(_compiler(template).compile(format="pdf", sys_inputs={"data": text}))


@cache
def _compiler(template: str) -> Any:
    import typst

    return typst.Compiler(str(_HERE / template), font_paths=[str(fonts.folder())], ignore_system_fonts=True)
