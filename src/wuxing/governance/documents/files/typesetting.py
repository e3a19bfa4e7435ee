"""Blocks set as a PDF by typst, where no office program is at hand. The layout is simplified; the original governs."""

import json
import shutil
from pathlib import Path

import typst

from wuxing.config import fonts
from wuxing.governance.documents.files.blocks import Content

_PAPER = Path(__file__).resolve().parent / "paper.typ"


def pdf_of(content: Content, folder: Path, *, title: str, notice: str, language: str) -> bytes:
    """Return the PDF of a content; `folder` is a workplace of its own. Pictures that cannot be drawn are left out."""
    try:
        return _set(content, folder, title, notice, language)
    except (RuntimeError, typst.TypstError):
        content.blocks = [block for block in content.blocks if block.kind != "picture"]
        for block in content.blocks:  # a table whose merged cells do not fit together is set without merging
            for cell in (cell for row in block.rows for cell in row):
                cell["colspan"] = cell["rowspan"] = 1
            _fill(block.rows, block.columns)
        return _set(content, folder, title, notice, language)


def _set(content: Content, folder: Path, title: str, notice: str, language: str) -> bytes:
    data = content.plain() | {"title": title, "notice": notice, "lang": language, "family": fonts.FAMILY}
    text = fonts.drawable(json.dumps(data, ensure_ascii=False))[0]
    (folder / "content.json").write_text(text, encoding="utf-8")
    for name, picture in content.pictures.items():
        (folder / name).write_bytes(picture)
    shutil.copyfile(_PAPER, folder / "paper.typ")
    made = typst.compile(str(folder / "paper.typ"), font_paths=[str(fonts.folder())])
    assert isinstance(made, bytes)
    return made


def _fill(rows: list[list[dict[str, object]]], columns: int) -> None:
    for row in rows:
        del row[columns:]
        row += [{"text": "", "colspan": 1, "rowspan": 1} for _ in range(columns - len(row))]
