"""`wuxing verify` from outside: what it reads, prints and returns; without Django, and at once."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import segno

from tools.vectors import world
from wuxing.proof.checkpoints import Checkpoint, signed
from wuxing.proof.cosignatures import cosign, cosigner_of
from wuxing.proof.notes import new_signer
from wuxing.web.verify import command

VECTORS = Path(__file__).resolve().parents[3] / "vectors"
AT = ("--at", "2026-12-01T12:00:00+08:00")
TRUST = ("--trust", str(VECTORS / "trust.json"))
LISTS = [f"--status={VECTORS / 'status' / name}.jwt" for name in ("revocation", "suspension")]
CREDENTIAL = str(VECTORS / "credential" / "credential-valid.jwt")
CODE = (VECTORS / "code" / "code-valid.txt").read_text().strip()


def told(capsys, *arguments):
    """Run the command for JSON; return the exit code and what it says."""
    code = command.main([*arguments, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def test_a_credential_in_force(capsys):
    code, verdict = told(capsys, CREDENTIAL, *TRUST, *LISTS, *AT)
    assert (code, verdict["exit"], verdict["kind"], verdict["answer"], verdict["code"]) == (
        0, 0, "credential", "holds", "in_force",
    )  # fmt: skip
    assert verdict["sentence"] == (
        "In force: signed by 华信认证（测试） (key valid), not revoked as of 2026-12-01 04:00 (UTC+8); "
        "next surveillance due 2027-10-20."
    )
    assert (verdict["certificate"]["number"], verdict["log"]) == ("2026HUAXIN00042", None)


@pytest.mark.parametrize("form", [CODE, CODE.lower(), CODE.rpartition("/")[2]])
def test_the_text_of_a_code(form, capsys):
    assert told(capsys, form, *TRUST, *LISTS, *AT)[0] == 0


def test_a_token_on_the_command_line(capsys):
    assert told(capsys, Path(CREDENTIAL).read_text(), *TRUST, *LISTS, *AT)[0] == 0


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(CREDENTIAL).read_bytes() + b"\n")))
    assert told(capsys, "-", *TRUST, *LISTS, *AT)[0] == 0


def test_a_pdf(capsys):
    code, verdict = told(capsys, str(VECTORS / "pdf" / "pdf-valid.pdf"), *TRUST, *LISTS, *AT)
    assert (code, verdict["kind"]) == (0, "pdf")


@pytest.mark.parametrize(("kind", "scale"), [("png", 3), ("png", 9)])
def test_the_picture_of_a_code(kind, scale, tmp_path, capsys):
    path = tmp_path / f"code.{kind}"
    segno.make(CODE, error="m").save(str(path), scale=scale)
    code, verdict = told(capsys, str(path), *TRUST, *LISTS, *AT)
    assert (code, verdict["certificate"]["number"]) == (0, "2026HUAXIN00042")


def test_a_picture_without_a_reader_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    path = tmp_path / "code.png"
    segno.make(CODE).save(str(path))
    assert command.main([str(path)]) == 2
    assert "install zxing-cpp" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        ([CREDENTIAL, *TRUST, *AT], 3, "cannot_say:no_status"),
        ([CREDENTIAL, *AT], 3, "cannot_say:unknown_issuer"),
        ([CREDENTIAL, *TRUST, *LISTS, "--at", "2030-01-01T00:00:00Z"], 1, "not_valid:expired"),
        ([str(VECTORS / "credential" / "credential-exercise.jwt"), *TRUST, *AT], 4, "exercise"),
        ([CODE, *TRUST, *LISTS, *AT, "--content", str(VECTORS / "given" / "certificate-other.json")], 1,
         "not_valid:mismatch"),
    ],
)  # fmt: skip
def test_each_colour_has_an_exit_code(arguments, code, word, capsys):
    exit_code, verdict = told(capsys, *arguments)
    assert (exit_code, verdict["exit"], verdict["code"]) == (code, code, word)


def test_of_several_the_worst_counts_and_each_has_a_line(capsys, tmp_path):
    bad = tmp_path / "bad.jwt"
    bad.write_text(Path(CREDENTIAL).read_text()[:-4] + "AAAA")
    assert command.main([CREDENTIAL, str(bad), "/nothing", "--json", *TRUST, *LISTS, *AT]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["input"], line["exit"]) for line in lines] == [(CREDENTIAL, 0), (str(bad), 1), ("/nothing", 2)]


def test_trust_may_come_from_the_environment(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("WUXING_TRUST", str(VECTORS / "trust.json"))
    assert told(capsys, CREDENTIAL, *LISTS, *AT)[0] == 0
    (tmp_path / "huaxin.json").write_bytes((VECTORS / "trust.json").read_bytes())
    monkeypatch.setenv("WUXING_TRUST", str(tmp_path))
    assert told(capsys, CREDENTIAL, *LISTS, *AT)[0] == 0


def test_a_proof_alone(capsys):
    proof, opening = (str(VECTORS / "given" / f"valid.{kind}") for kind in ("tlog-proof", "opening.json"))
    code, verdict = told(capsys, proof, "--opening", opening, *TRUST)
    assert (code, verdict["kind"], verdict["facts"]["index"]) == (0, "proof", 3)
    assert [check["name"] for check in verdict["checks"]] == ["proof", "opening", "witnesses"]
    assert told(capsys, proof, "--key", world.LOG_KEY.verifier().text())[0] == 0
    assert told(capsys, proof, "--key", world.OTHER_LOG_KEY.verifier().text())[0] == 1
    assert told(capsys, proof)[0] == 2


def test_a_checkpoint_and_its_witness(capsys, tmp_path):
    log, witness = new_signer("log.example"), new_signer("witness.example")
    head = Checkpoint("log.example", 7, bytes(32))
    path, trust = tmp_path / "checkpoint", tmp_path / "trust.json"
    path.write_text(signed(head, log) + cosign(head.text(), witness, 1_790_000_000))
    trust.write_text(json.dumps({"bodies": [], "witnesses": [cosigner_of(witness).text()]}))
    code, verdict = told(capsys, str(path), "--key", log.verifier().text(), "--trust", str(trust))
    assert (code, verdict["facts"]["cosignatures"]) == (0, [{"name": "witness.example", "at": 1_790_000_000}])


def test_a_status_list_alone(capsys):
    code, verdict = told(capsys, str(VECTORS / "status" / "revocation.jwt"), *TRUST, *AT)
    assert (code, verdict["kind"], verdict["facts"]["set"]) == (0, "statuslist", 1)
    assert told(capsys, str(VECTORS / "status" / "tampered-signature.jwt"), *TRUST, *AT)[0] == 1
    assert told(capsys, str(VECTORS / "status" / "revocation.jwt"))[0] == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is nothing that can be verified; see wuxing verify --help"),
        (b"no zip at all" * 100, "this is nothing that can be verified; see wuxing verify --help"),
        (b"PK", "this is no bundle: it is not a ZIP file, or it was cut off"),
        (b"<!doctype html>", "this is nothing that can be verified: a web page; see wuxing verify --help"),
        (b"{}", "this JSON is no sample that can be drawn again"),
        (b'{"format": "wuxing-sample-1"}', "this sample cannot be understood: KeyError('number')"),
        (b"[" * 100, "this is nothing that can be verified; see wuxing verify --help"),
        (b'{"a":' * 100_000, "JSON that is nested too deeply"),
        ((VECTORS / "trust.json").read_bytes(), "this is a trust file: give it with --trust"),
        ((VECTORS / "given" / "certificate.json").read_bytes(),
         "certificate.json alone is not signed: give the credential, and this with --content"),
        (b"c2sp.org/tlog-proof@v1\n", "not a proof of an entry"),
        (b"\x89PNG\r\n\x1a\n", "this picture is too large, or is none"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_sentence(content, said, tmp_path, capsys):
    path = tmp_path / "x"
    path.write_bytes(content)
    assert command.main([str(path)]) == 2
    assert capsys.readouterr().err == f"wuxing verify: {said}\n"


def test_a_missing_file_is_a_sentence(capsys):
    assert command.main(["/nothing/here.zip"]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["--trust", "/nothing"], ["--trust", __file__], ["--at", "2026-12-01"], ["--at", "soon"], ["--key", "no+key"]],
)
def test_bad_options_are_a_sentence(arguments, capsys):
    assert command.main([CREDENTIAL, *arguments]) == 2
    assert capsys.readouterr().err.startswith("wuxing verify: ")


def test_what_is_printed_cannot_steer_a_terminal(capsys, tmp_path):
    path = tmp_path / "x"
    path.write_text(f"log.example\n7\n{'A' * 43}=\n\n— log\x1b[2J AAAAAAAA\n")
    command.main([str(path), "--key", new_signer("log").verifier().text()])
    assert "\x1b" not in "".join(capsys.readouterr())


def test_neither_django_nor_heavy_libraries_are_loaded():
    code = (
        "import sys; from wuxing.web.cli import main;"
        f"code = main(['verify', {CODE!r}, '--json', *{[*TRUST, *LISTS, *AT]!r}]);"
        "heavy = {'django', 'psycopg', 'pyhanko', 'asn1crypto', 'typst', 'pypdfium2', 'zxingcpp', 'celpy', 'wuxing.evidence'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules); sys.exit(code)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "COV"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
