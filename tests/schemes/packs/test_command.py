"""`wuxing pack check | build | diff | test`: what is printed, and with which code it ends."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
import rfc8785

from tests.schemes.conftest import CATALOGUE, GBT, SMALL, Change, Data, Write
from wuxing.schemes.packs import command, loading

Capture = pytest.CaptureFixture[str]


def pack(*arguments: str | Path) -> int:
    return command.main([str(argument) for argument in arguments], lambda: CATALOGUE)


def raised(**changes: object) -> Change:
    said = {"edition": "2026.1", "map": {name: name for name in ("1.1", "1.2", "2.1")},
            "transition_until": "2027-06-30"}  # fmt: skip

    def change(data: Data) -> None:
        data["scheme"].update(edition="2026.2", supersedes=said | changes)
        data["scheme"]["levels"][1]["min"] = "96"

    return change


@pytest.fixture
def old(tmp_path: Path, write: Write) -> Path:
    """The small pack in a folder beside the one that `write` writes."""
    folder = tmp_path / "old"
    folder.mkdir()
    for name, content in SMALL.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_right_pack_is_named_and_counted(write: Write, capsys: Capture) -> None:
    directory = write()
    assert pack("check", directory) == 0
    identity = loading.draft(directory).identity
    assert capsys.readouterr() == (f"{identity}: 3 indicators, 1 metrics, 1 examples\n", "")


def test_wrong_pack_ends_with_code_2_and_each_fault_with_its_place(write: Write, capsys: Capture) -> None:
    def change(data: Data) -> None:
        data["scheme"]["total"] = "99"
        data["metrics"]["metrics"][0]["conforming"] = "r.lost"

    directory = write(change)
    assert pack("check", directory) == 2
    assert capsys.readouterr() == (
        "",
        f"{directory}/indicators.yaml:2: placeholder points of level 1 add up to 100, not 99\n"
        f"{directory}/metrics.yaml:16: condition names r.lost, an unknown field; known: at, due, kept, kind, visits "
        "(at character 3)\n"
        f"wuxing pack: 2 faults in {directory}\n",
    )


@pytest.mark.parametrize("verb", ["check", "build", "test"])
def test_what_is_not_there_is_told_in_a_sentence(verb: str, tmp_path: Path, capsys: Capture) -> None:
    assert pack(verb, tmp_path / "none") == 2
    assert capsys.readouterr().err == f"wuxing pack: there is no {tmp_path}/none; name the folder of a pack\n"


def test_map_is_checked_against_the_edition_replaced(write: Write, old: Path, capsys: Capture) -> None:
    directory = write(raised(map={"1.1": "1.1"}))
    assert pack("check", directory) == 0
    assert "replaces 2026.1; name its folder too and the map is checked against it\n" in capsys.readouterr().out
    assert pack("check", directory, old) == 2
    assert "says nothing of 1.2, 2.1 of edition 2026.1" in capsys.readouterr().err


def test_built_file_is_canonical_and_named_by_its_sha256(write: Write, tmp_path: Path, capsys: Capture) -> None:
    directory, out = write(), tmp_path / "built.json"
    assert pack("build", directory, "--out", out) == 0
    content = out.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert content == rfc8785.dumps(json.loads(content))
    assert capsys.readouterr().out == f"test.small@2026.1#{digest}\n"
    assert (tmp_path / "built.json.sha256").read_text() == f"{digest}  built.json\n"
    assert pack("check", out) == 0  # a built file is a pack too


def test_wrong_pack_is_not_built(write: Write, tmp_path: Path) -> None:
    assert pack("build", write(lambda data: data["scheme"].update(total="99")), "--out", tmp_path / "built.json") == 2
    assert not (tmp_path / "built.json").exists()


@pytest.mark.parametrize("content", ["no json", "{}", '{"scheme": 1}'])
def test_file_that_is_no_pack_is_refused(content: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "built.json"
    path.write_text(content)
    assert pack("check", path) == 2
    assert str(path) in capsys.readouterr().err


def test_differences_are_told_in_words_and_as_data(write: Write, old: Path, capsys: Capture) -> None:
    new = write(raised())
    assert pack("diff", old, new) == 0
    identities = [loading.draft(path).identity for path in (old, new)]
    line = "level star5, points needed: 95 → 96"
    assert capsys.readouterr().out == f"{identities[0]}\n{identities[1]}\n  {line}\n1 changes\n"

    assert pack("diff", old, new, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["old"], told["new"]) == tuple(identities)
    assert told["changes"] == [
        {
            "what": "level",
            "kind": "changed",
            "old": ["star5"],
            "new": ["star5"],
            "title": None,
            "entry": "min",
            "before": "95",
            "after": "96",
            "words": line,
        }
    ]


def test_worked_examples_end_with_code_1_when_one_disagrees(write: Write, old: Path, capsys: Capture) -> None:
    def change(data: Data) -> None:
        data["examples"]["examples"][0]["expected"]["score"]["low"] = "1"

    directory = write(change)
    assert pack("test", old) == 0
    assert pack("test", directory, old) == 1
    assert capsys.readouterr().err == f"{directory}/examples.yaml: nothing: score low is 0.00, expected 1\n"


def test_reader_who_has_enough_ends_it_quietly() -> None:
    command = f"{sys.executable} -m wuxing.web.cli pack diff {GBT.parent / 'sbt10596-2011'} {GBT} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("cn.sbt.10596@")


@pytest.mark.parametrize("verb", ["check", "build", "test"])
def test_command_needs_no_django(verb: str) -> None:
    code = (
        "import sys; from wuxing.web import cli; code = cli.main(sys.argv[1:]);"
        "print(code, sorted({'django', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "pack", verb, str(GBT)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
