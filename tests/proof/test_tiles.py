"""Tiles as c2sp.org/tlog-tiles lays them out."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.proof import tiles
from wuxing.proof.tiles import Tile


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(3, 1234067), "tile/3/x001/x234/067"),
        (Tile(0, 273, 112), "tile/0/273.p/112"),
        (Tile(1, 1000, 1), "tile/1/x001/000.p/1"),
    ],
)
def test_path_of_a_tile(tile, path):
    assert tile.path == path


def test_path_of_a_bundle():
    assert tiles.bundle_path(1234067) == "tile/entries/x001/x234/067"
    assert tiles.bundle_path(3, 7) == "tile/entries/003.p/7"


def test_tiles_of_the_standards_example():
    found = list(tiles.tiles_between(0, 70_000))
    assert Counter((tile.level, tile.width == tiles.WIDTH) for tile in found) == {
        (0, True): 273,
        (0, False): 1,
        (1, True): 1,
        (1, False): 1,
        (2, False): 1,
    }
    assert [tile for tile in found if tile.width < tiles.WIDTH] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_a_full_tile_makes_a_partial_one_above():
    assert list(tiles.tiles_between(0, 256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.tiles_between(256, 257)) == [Tile(0, 1, 1)]
    assert list(tiles.tiles_between(257, 257)) == []


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=6))
def test_growing_in_steps_ends_with_the_tiles_of_the_whole(sizes):
    steps = sorted(sizes)
    found = {tile for old, size in zip([0, *steps], steps, strict=False) for tile in tiles.tiles_between(old, size)}
    assert found >= set(tiles.tiles_between(0, steps[-1]))


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_come_out_of_a_bundle_as_they_went_in(entries):
    assert list(tiles.unbundled(tiles.bundled(entries))) == entries


@pytest.mark.parametrize("bundle", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_broken_bundle_is_refused(bundle):
    with pytest.raises(ValueError, match="ends within"):
        list(tiles.unbundled(bundle))


def test_an_entry_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="at most"):
        tiles.bundled([bytes(65_536)])


def test_a_tile_is_split_into_hashes():
    assert tiles.hashes_in(bytes(64)) == [bytes(32), bytes(32)]
    with pytest.raises(ValueError, match="ends within"):
        tiles.hashes_in(bytes(65))
