"""A monitor follows a log, and sees forks, rollbacks, wrong keys and what is missing: each with a real one."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.proof.logs import SIGNER, entries, head, tree, written
from wuxing.proof import merkle, tiles
from wuxing.proof.cosignatures import cosign, cosigner_of
from wuxing.proof.monitors import Fault, State, look, state_from
from wuxing.proof.notes import Signer
from wuxing.proof.sources import Folder, Missing

KEY = SIGNER.verifier()
NEW = State(SIGNER.name, KEY.text())
WITNESS = Signer("witness.example/w1", bytes(32))


def seen(folder, state=NEW, **more):
    return look(Folder(folder), state, KEY, **more)


def fault(found):
    return found.alarm and found.alarm.fault


@pytest.mark.parametrize("sizes", [(0, 1), (1, 2, 3), (5, 5), (255, 256, 257), (300, 700), (7, 66_000)])
def test_a_log_that_only_grows_is_in_order(tmp_path, sizes):
    state = NEW
    for size in sizes:
        folder = written(tmp_path, entries(size))
        for whole in (True, False):
            found = seen(folder, state, entries=whole)
            assert (found.alarm, found.state.head.size) == (None, size)
        state = state_from(found.state.plain())
        assert state == found.state


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [(5, 5, 4), (5, 9, 0), (5, 9, 4), (256, 600, 255), (300, 301, 10), (300, 1000, 299), (1000, 70_000, 999)],
)
def test_a_fork_is_seen_and_proven(tmp_path, before, after, other):
    state = seen(written(tmp_path / "one", entries(before))).state
    forked = entries(after, other)
    found = seen(written(tmp_path / "two", forked), state)
    assert (fault(found), found.alarm.evidence) == (Fault.FORK, (head(entries(before)), head(forked)))
    assert found.state == state


def test_what_was_appended_differently_is_no_fork(tmp_path):
    state = seen(written(tmp_path / "one", entries(300))).state
    assert seen(written(tmp_path / "two", entries(400, 300)), state).alarm is None


def test_an_older_checkpoint_is_a_rollback(tmp_path):
    state = seen(written(tmp_path, entries(700))).state
    (tmp_path / "checkpoint").write_text(head(entries(400)))
    found = seen(tmp_path, state)
    assert (fault(found), found.state) == (Fault.ROLLBACK, state)
    shutil.rmtree(tmp_path / "tile")
    assert fault(seen(tmp_path, state)) == Fault.ROLLBACK


def test_an_empty_log_after_a_full_one_is_a_rollback(tmp_path):
    state = seen(written(tmp_path, entries(3))).state
    assert fault(seen(written(tmp_path, []), state)) == Fault.ROLLBACK


def test_an_older_checkpoint_of_another_history_is_a_fork(tmp_path):
    state = seen(written(tmp_path, entries(700))).state
    (tmp_path / "checkpoint").write_text(head(entries(400, 399)))
    assert fault(seen(tmp_path, state)) == Fault.FORK


def test_another_key_is_not_believed(tmp_path):
    written(tmp_path, entries(3), Signer(SIGNER.name, bytes(32)))
    assert fault(seen(tmp_path)) == Fault.WRONG_KEY


def test_another_log_is_not_believed(tmp_path):
    written(tmp_path, entries(3))
    found = look(Folder(tmp_path), State("log.example/other", KEY.text()), KEY)
    assert fault(found) == Fault.WRONG_KEY


@pytest.mark.parametrize(
    ("path", "damage", "expected"),
    [
        ("checkpoint", None, Fault.MISSING),
        ("checkpoint", b"\xff", Fault.MALFORMED),
        ("checkpoint", b"nothing", Fault.MALFORMED),
        ("tile/0/001.p/44", None, Fault.MISSING),
        ("tile/1/000.p/1", None, Fault.MISSING),
        ("tile/0/001.p/44", bytes(32 * 44), Fault.WRONG_TILES),
        ("tile/0/001.p/44", bytes(32), Fault.WRONG_TILES),
        ("tile/0/001.p/44", b"odd", Fault.WRONG_TILES),
        ("tile/entries/000", None, Fault.MISSING),
        ("tile/entries/000", b"\x00\x05ab", Fault.WRONG_ENTRIES),
        ("tile/entries/000", b"", Fault.WRONG_ENTRIES),
        ("tile/entries/001.p/44", tiles.bundled([b"x"] * 44), Fault.WRONG_ENTRIES),
    ],
)
def test_what_is_missing_or_damaged_is_told_apart(tmp_path, path, damage, expected):
    written(tmp_path, entries(300))
    (tmp_path / path).unlink() if damage is None else (tmp_path / path).write_bytes(damage)
    assert fault(seen(tmp_path)) == expected
    if path.startswith("tile/entries"):
        assert seen(tmp_path, entries=False).alarm is None


def test_damaged_hashes_are_not_taken_for_a_fork(tmp_path):
    state = seen(written(tmp_path, entries(300))).state
    written(tmp_path, entries(700))
    hashes = bytearray((tmp_path / "tile/0/001").read_bytes())
    hashes[32 * 10] ^= 1
    (tmp_path / "tile/0/001").write_bytes(hashes)
    assert fault(seen(tmp_path, state)) == Fault.WRONG_TILES


def test_a_full_tile_stands_for_a_partial_one(tmp_path):
    written(tmp_path, entries(256))
    (tmp_path / "checkpoint").write_text(head(entries(200)))
    assert seen(tmp_path).alarm is None


def test_witnesses_are_counted(tmp_path):
    written(tmp_path, entries(3))
    asked = {"witnesses": [cosigner_of(WITNESS)], "quorum": 1}
    assert fault(seen(tmp_path, **asked)) == Fault.COSIGNATURES
    note = head(entries(3))
    (tmp_path / "checkpoint").write_text(note + cosign(note.partition("\n\n")[0] + "\n", WITNESS, 7))
    found = seen(tmp_path, **asked)
    assert (found.alarm, [(each.cosigner.name, each.at) for each in found.cosignatures]) == (None, [(WITNESS.name, 7)])
    (tmp_path / "checkpoint").write_text(note + cosign("another\n", WITNESS, 7))
    assert fault(seen(tmp_path, **asked)) == Fault.COSIGNATURES


def test_only_what_is_new_is_read(tmp_path):
    state = seen(written(tmp_path, entries(2000))).state
    written(tmp_path, entries(2001))
    read = []

    class Counting(Folder):
        def read(self, path, most):
            read.append(path)
            return Folder.read(self, path, most)

    assert look(Counting(tmp_path), state, KEY).alarm is None
    assert sorted(read) == [
        "checkpoint", "tile/0/007.p/209", "tile/1/000.p/7", "tile/entries/007.p/209",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [None, [], {}, {"origin": "a", "key": "b", "note": "", "peaks": ["AAAA"]}, {**NEW.plain(), "note": "x"}],
)
def test_a_damaged_state_is_refused(values):
    with pytest.raises(ValueError, match=r"state|note|checkpoint|base64"):
        state_from(values)


@given(st.binary(max_size=600), st.sampled_from(["checkpoint", "tile/0/000.p/20", "tile/entries/000.p/20", "vkey"]))
def test_nothing_that_a_log_shows_breaks_the_monitor(content, path):
    leaves = entries(20)
    _root, nodes = tree(leaves)
    files = {
        "checkpoint": head(leaves).encode(),
        "tile/0/000.p/20": b"".join(nodes[(0, place)] for place in range(20)),
        "tile/entries/000.p/20": tiles.bundled(leaves),
        path: content,
    }

    class Memory:
        def read(self, path, most):
            if path not in files:
                raise Missing(path)
            return files[path]

    found = look(Memory(), NEW, KEY)
    assert (found.alarm is None) == (path == "vkey")


@given(st.integers(0, 62), st.integers(0, 2**40), st.integers(0, 2**62))
def test_tiles_hold_the_nodes_they_should(level, index, size):
    try:
        tile, start = tiles.tile_of(level, index, size)
    except ValueError:
        assert (index + 1) << level > size
        return
    assert (index + 1) << level <= size
    assert tiles.tile_in(tile.path) == tile
    assert (tile.start + start) << tile.node_level == index << level
    assert start + (1 << level % 8) <= tile.width


@given(st.text(alphabet="tile/0123456789x.pentrs", max_size=40))
def test_a_path_is_read_as_it_is_written_or_not_at_all(path):
    try:
        tile = tiles.tile_in(path)
    except ValueError:
        return
    assert path.startswith("tile/entries/") if tile is None else tile.path == path


def test_an_empty_log_has_the_root_of_nothing(tmp_path):
    written(tmp_path, [])
    assert seen(tmp_path).state.head.root == merkle.EMPTY_ROOT
