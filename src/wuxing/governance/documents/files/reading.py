"""What the product asks of the limited process: look at a PDF before it comes in, and make a preview of a file."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.files import inspection

PATIENCE = 180  # seconds of the clock
_OFFICE = {inspection.DOCX: "docx", inspection.XLSX: "xlsx"}
_TROUBLES: dict[str, Reason] = {
    "damaged": say("the file is damaged or cut off; save it again and send that"),
    "locked": say("the PDF is locked by a password; save it without one"),
    "long": say("the PDF has more than 1000 pages; split it"),
    "active": say("the PDF holds scripts, programs or other files; print it to a new PDF and send that"),
}


class NoPreview(Exception):
    """No preview can be made of the file."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What came of a file: its text, its PDF and the pictures of its first pages."""

    text: str
    pdf: bytes
    pages: tuple[bytes, ...]
    simplified: bool


def kind_of(data: bytes) -> str:
    """Return the media type of a file that may come in. Raises inspection.Refused."""
    kind = inspection.kind_of(data)
    if kind == inspection.PDF:
        with tempfile.TemporaryDirectory(prefix="wuxing-inspect-") as place:
            try:
                trouble = _child("inspect", Path(place), data)["trouble"]
            except NoPreview:
                trouble = "damaged"
        if trouble:
            raise inspection.Refused(_TROUBLES[trouble])
    return kind


def preview_of(data: bytes, kind: str, *, title: str, notice: str, language: str) -> Preview:
    """Return the preview of a Word, Excel or PDF file. Raises NoPreview."""
    with tempfile.TemporaryDirectory(prefix="wuxing-preview-") as place:
        folder = Path(place)
        short = _OFFICE.get(kind, "pdf")
        if short != "pdf":
            _by_office(data, short, folder)
        asked = {"kind": short, "title": title, "notice": notice, "language": language}
        (folder / "asked.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        answer = _child("convert", folder, data)
        pages = tuple((folder / f"page-{n}.png").read_bytes() for n in range(1, answer["pages"] + 1))
        return Preview(answer["text"], (folder / "preview.pdf").read_bytes(), pages, answer["simplified"])


def _child(task: str, folder: Path, data: bytes) -> dict[str, Any]:
    (folder / "source").write_bytes(data)
    module = "wuxing.governance.documents.files.child"
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, task, str(folder)],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=_env(),
        )
    except subprocess.TimeoutExpired as error:
        raise NoPreview("it took too long") from error
    if done.returncode or not (folder / "answer.json").exists():
        raise NoPreview(done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][-200:] or "it ended early")
    found: dict[str, Any] = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    return found


def _env() -> dict[str, str]:
    """Return the environment of the limited process: no secrets of ours, no database."""
    kept = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def office_program() -> str:
    """Return the office program of this machine; WUXING_SOFFICE names another one, or none when it is empty."""
    return os.environ["WUXING_SOFFICE"] if "WUXING_SOFFICE" in os.environ else shutil.which("soffice") or ""


def _by_office(data: bytes, short: str, folder: Path) -> None:
    """Let the office program, where there is one, make `given.pdf`; where it fails, nothing is given."""
    program = shutil.which(office_program() or "nothing")
    if program is None:
        return
    (folder / f"given.{short}").write_bytes(data)
    said = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation=file://{folder}/profile"]
    started = subprocess.Popen(
        [program, *said, "--convert-to", "pdf", "--outdir", str(folder), str(folder / f"given.{short}")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that its children end with it
        env=_env() | {"HOME": str(folder)},
    )
    try:
        started.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
        (folder / "given.pdf").unlink(missing_ok=True)
