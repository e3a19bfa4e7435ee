"""A shipped pack that changed under its edition: what is kept stays in force, and the start goes on."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.running.house import TOP, House

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="Linux only"), pytest.mark.slow]
SCHEME = Path("packs/gbt27922-2011/scheme.yaml")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of its own, whose packs a test may change."""
    shutil.copytree(TOP / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "packs", tmp_path / "packs")
    shutil.copy(TOP / "procedures.toml", tmp_path)
    return tmp_path


def started(house: House) -> tuple[str, str]:
    """Start and end the house: its first line, and what it complained of."""
    process = house.command("up", "--no-demo")
    assert process.stdout is not None
    line = process.stdout.readline()
    process.terminate()
    return line, process.communicate()[1]


def test_a_pack_changed_under_its_edition_is_not_taken(home: Path, release: Path) -> None:
    house = House(home / "kept", env={"PYTHONPATH": str(release / "src")})
    code, _, err = house.run("manage", "load_packs")  # not by `wuxing up`, as `wuxing assess` does
    assert (code, err) == (0, "")
    kept = (release / SCHEME).read_text()
    (release / SCHEME).write_text(kept.replace('max_points: "20"', 'max_points: "25"'))

    line, complaint = started(house)

    assert line.startswith("Ready: http://127.0.0.1:")
    assert complaint.startswith("the shipped packs are not taken; the editions kept so far stay in force. ")
    assert "a published edition never changes: raise the edition in scheme.yaml" in complaint

    (release / SCHEME).write_text(kept)
    line, complaint = started(house)
    assert (line[:6], complaint) == ("Ready:", "")


def test_without_any_edition_a_broken_pack_stops_the_start(home: Path, release: Path) -> None:
    (release / SCHEME).write_text("format: 1\n")
    code, out, err = House(home / "none", env={"PYTHONPATH": str(release / "src")}).run("up", "--no-demo")
    assert (code, out) == (1, "")
    assert err.startswith("wuxing: `wuxing manage load_packs` failed:\n")
    assert "Traceback" not in err
