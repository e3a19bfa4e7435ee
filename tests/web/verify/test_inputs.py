"""What an argument means, and what bytes are."""

from pathlib import Path

import pytest

from tools.vectors import codes, credentials, vector
from wuxing.web.verify import inputs


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (credentials.VALID.encode(), "credential"),
        (credentials.VALID.encode() + b"\n", "credential"),
        (b"abcdefgh.!.x", ""),
        (b"abcdefgh.A.x", "credential"),
        (vector.GOOD[0].text.encode(), "statuslist"),
        (codes.VALID.encode(), "code"),
        (b"junk %PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"PK\x03\x04", "bundle"),
        (b' {"a": 1}', "json"),
        (b"c2sp.org/tlog-proof@v1\n", "proof"),
        (b"log.example\n7\n" + b"A" * 43 + b"=\n\n", "checkpoint"),
        (b"\xff\xfe", ""),
        (b"", ""),
    ],
)
def test_bytes_are_told_apart(data, kind):
    assert inputs.kind_of(data) == kind


def test_a_file_comes_before_a_token(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("abcdefgh.x.y").write_bytes(b"in the file")
    assert inputs.taken("abcdefgh.x.y").data == b"in the file"
    assert inputs.taken("abcdefgh.x.z").data == b"abcdefgh.x.z"


def test_the_address_of_a_code_is_not_asked():
    assert inputs.taken(codes.VALID) == inputs.Input(f"{codes.VALID[:40]}…{codes.VALID[-8:]}", codes.VALID.encode())


@pytest.mark.parametrize("argument", ["/nothing", "/", "", "a\0b", "x" * 5000])
def test_what_is_not_there_is_refused(argument):
    with pytest.raises(inputs.NoInput):
        inputs.taken(argument)
