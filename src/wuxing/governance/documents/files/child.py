"""The process that reads foreign files, with limits of its own: `python -m … inspect FOLDER` or `… convert FOLDER`.

FOLDER holds `source` and `asked.json`; the answer is `answer.json`, with `preview.pdf` and `page-1.png` … beside it.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

PROCESSOR_SECONDS = 120
MEMORY = 3 << 30
FILE_BYTES = 400 << 20


def main(task: str, folder: Path) -> None:
    """Do one task and write its answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = (folder / "source").read_bytes()
    answer = _inspected(data) if task == "inspect" else _converted(data, folder)
    (folder / "answer.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _inspected(data: bytes) -> dict[str, Any]:
    from wuxing.governance.documents.files import pages

    return {"trouble": pages.trouble_in(data)}


def _converted(data: bytes, folder: Path) -> dict[str, Any]:
    from wuxing.governance.documents.files import pages

    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    given = folder / "given.pdf"  # an office program has made it already
    text, simplified = "", False
    if asked["kind"] == "pdf":
        pdf = data
        text = pages.text_of(data)
    else:
        from wuxing.governance.documents.files import book, typesetting, word

        content = word.read(data) if asked["kind"] == "docx" else book.read(data)
        text = content.text()[: pages.MOST_TEXT]
        simplified = not given.exists()
        said = {name: asked[name] for name in ("title", "notice", "language")}
        pdf = typesetting.pdf_of(content, folder, **said) if simplified else given.read_bytes()
    (folder / "preview.pdf").write_bytes(pdf)
    count = 0
    for count, picture in enumerate(pages.pictures_of(pdf), start=1):
        (folder / f"page-{count}.png").write_bytes(picture)
    return {"text": text, "pages": count, "simplified": simplified}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
