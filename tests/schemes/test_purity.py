"""Packs and scoring need no Django; reading a kept edition and scoring it need no parser, YAML or schema."""

import json
import subprocess
import sys

import pytest

from tests.schemes.conftest import GBT
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.structure import Pack

SCORE = """
import json, sys
from wuxing.schemes.packs import loading
from wuxing.schemes.scoring import rules
from wuxing.schemes.scoring.results import Inputs
form, trees = json.load(sys.stdin)
print(rules.score(loading.restore(form, trees, {}), Inputs()).score.high)
print(sorted({"django", "celpy", "lark", "ruamel", "jsonschema"} & {name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize(
    "module", ["packs.loading", "packs.examples", "scoring.rules", "scoring.points", "conditions.parsing"]
)
def test_module_is_importable_without_django(module: str) -> None:
    code = f"import sys, wuxing.schemes.{module}; assert 'django' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_kept_pack_is_scored_by_little(gbt: Pack) -> None:
    kept = json.dumps([loading.draft(GBT).form.decode(), loading.trees_of(gbt)])
    done = subprocess.run([sys.executable, "-c", SCORE], input=kept, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["100.00", "[]"]
