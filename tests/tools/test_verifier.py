"""The tool that writes the verifier page as one file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from wuxing.web.verifier import building

TOP = Path(__file__).resolve().parents[2]


def trust(slug: str, *witnesses: str) -> dict[str, Any]:
    body = {
        "did": f"did:web:{slug}.example:bodies:{slug}",
        "slug": slug,
        "name": slug,
        "keys": [],
        "x509": [],
        "logs": [],
    }
    return {"bodies": [body], "witnesses": list(witnesses)}


def test_several_trust_files_are_put_together(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(trust("one", "w1", "w2")))
    (tmp_path / "two.json").write_text(json.dumps(trust("two", "w2", "w3")))
    out = tmp_path / "stick" / "page.html"
    said = subprocess.run(
        [sys.executable, "tools/verifier.py", "--trust", tmp_path / "one.json", tmp_path / "two.json", "--out", out],
        cwd=TOP, capture_output=True, text=True, check=True,
    )  # fmt: skip
    both = {"bodies": trust("one")["bodies"] + trust("two")["bodies"], "witnesses": ["w1", "w2", "w3"]}
    assert out.read_text(encoding="utf-8") == building.page(both).html
    assert said.stdout == f"{out}: {out.stat().st_size:,} bytes\n"
