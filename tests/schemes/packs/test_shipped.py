"""The packs that come with the product are found."""

from wuxing.schemes.packs import shipped


def test_shipped_packs_are_found() -> None:
    assert [path.name for path in shipped.directories()] == ["gbt27922-2011"]
