"""The packs that come with the product are found, and each is what it says it is."""

from pathlib import Path

import pytest

from wuxing.schemes.conditions import catalogue
from wuxing.schemes.packs import examples, loading, shipped
from wuxing.schemes.packs.structure import Structure

COMPLETE, TOP, NONE = Structure.COMPLETE, Structure.TOP_LEVEL, Structure.UNKNOWN
SHIPPED = {
    "cteas1001-2017": ("cn.cteas.1001@2017.1", TOP, 6),
    "ctsghsc001-2019": ("cn.cts.ghsc001@2019.1", NONE, 0),
    "gbt18884-2002": ("cn.gbt.18884@2002.1", NONE, 0),
    "gbt23794-2015": ("cn.gbt.23794@2015.1", TOP, 3),
    "gbt26270-2011": ("cn.gbt.26270@2011.1", NONE, 0),
    "gbt27922-2011.1": ("cn.gbt.27922@2011.1#dec053c87c46", COMPLETE, 43),
    "gbt27922-2011": ("cn.gbt.27922@2011.2", COMPLETE, 43),
    "gbt28797-2012": ("cn.gbt.28797@2012.1", NONE, 0),
    "gbt30443-2013": ("cn.gbt.30443@2013.1", NONE, 0),
    "gbt31772-2015": ("cn.gbt.31772@2015.1", TOP, 2),
    "gbt31863-2015": ("cn.gbt.31863@2015.1", TOP, 3),
    "gbt37286-2019": ("cn.gbt.37286@2019.1", NONE, 0),
    "sbt10596-2011": ("cn.sbt.10596@2011.1", NONE, 0),
    "sbt10943-2012": ("cn.sbt.10943@2012.1", NONE, 0),
}


def test_shipped_packs_are_found() -> None:
    names = [path.name for path in shipped.directories()]
    assert [name for name in names if name in SHIPPED or not name.startswith("gbt27922")] == list(SHIPPED)


@pytest.mark.parametrize(
    "path", [path for path in shipped.directories() if path.name in SHIPPED], ids=lambda path: path.name
)
def test_each_checks_and_its_examples_agree(path: Path) -> None:
    pack = loading.load(path, catalogue.declared())
    identity, structure, leaves = SHIPPED[path.name]
    assert (pack.identity.startswith(identity), pack.standing.structure, len(pack.leaves)) == (True, structure, leaves)
    assert examples.differences(pack) == []
    assert pack.standing.offered is (structure is COMPLETE)
