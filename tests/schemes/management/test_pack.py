"""`pack check | test | identity`: for those who write packs."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.schemes.conftest import CATALOGUE, GBT, Data, Write
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs.structure import Pack

SUMMARY = "{}: 43 indicators, 14 metrics"


def pack(what: str, directory: Path) -> list[str]:
    out = StringIO()
    call_command("pack", what, str(directory), stdout=out)
    return out.getvalue().splitlines()


def test_shipped_pack_checks_and_its_examples_agree(gbt: Pack) -> None:
    assert pack("identity", GBT) == [gbt.identity]
    assert pack("check", GBT) == [SUMMARY.format(gbt.identity)]
    assert pack("test", GBT) == ["9 examples agree", SUMMARY.format(gbt.identity)]


def test_wrong_pack_ends_with_code_2_and_its_faults(write: Write) -> None:
    with pytest.raises(CommandError) as refused:
        pack("check", write(lambda data: data["scheme"].update(total="99")))
    assert refused.value.returncode == 2
    assert "indicators.yaml:2: placeholder points of level 1 add up to 100, not 99" in str(refused.value)


def test_example_that_differs_is_told(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_declared", dict(CATALOGUE))

    def change(data: Data) -> None:
        data["examples"]["examples"][0]["expected"]["score"]["low"] = "1"

    with pytest.raises(CommandError, match=r"nothing: score low is 0\.00, expected 1"):
        pack("test", write(change))
