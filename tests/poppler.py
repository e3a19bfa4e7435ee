"""What poppler, a reader of PDFs that is not ours, says of a signature."""

import shutil
import subprocess
from pathlib import Path

import pytest


def pdfsig(pdf: bytes, folder: Path) -> str:
    """Return what `pdfsig` prints of the signatures in a PDF; skip the test where poppler is not installed."""
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
