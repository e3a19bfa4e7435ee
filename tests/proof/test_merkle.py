"""The tree against a naive one, for every size up to 70, and against the vectors of RFC 6962's reference code."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.proof import merkle
from wuxing.proof.merkle import Frontier, Place

SIZES = range(71)
VECTORS = [
    b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57", b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % number) for number in range(count)]


def naive_root(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return merkle.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    half = naive_split(len(hashes))
    return merkle.node_hash(naive_root(hashes[:half]), naive_root(hashes[half:]))


def naive_path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    half = naive_split(len(hashes))
    if index < half:
        return [*naive_path(index, hashes[:half]), naive_root(hashes[half:])]
    return [*naive_path(index - half, hashes[half:]), naive_root(hashes[:half])]


def naive_consistency(old: int, hashes: Sequence[bytes], whole: bool = True) -> list[bytes]:
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    half = naive_split(len(hashes))
    if old <= half:
        return [*naive_consistency(old, hashes[:half], whole), naive_root(hashes[half:])]
    return [*naive_consistency(old - half, hashes[half:], False), naive_root(hashes[:half])]


def naive_split(count: int) -> int:
    half = 1
    while half * 2 < count:
        half *= 2
    return half


class Store:
    """Nodes in memory, counting how often it is asked."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self.frontier = Frontier()
        self.nodes: dict[Place, bytes] = {}
        self.asked = 0
        for index, leaf in enumerate(hashes):
            self.nodes[0, index] = leaf
            self.nodes.update({(level, place): node for level, place, node in self.frontier.append(leaf)})

    def __call__(self, places: Sequence[Place]) -> dict[Place, bytes]:
        self.asked += 1
        return {place: self.nodes[place] for place in places}


def test_roots_are_those_of_the_reference_vectors():
    frontier = Frontier()
    roots = []
    for entry in VECTORS:
        frontier.append(merkle.leaf_hash(entry))
        roots.append(frontier.root().hex())
    assert roots == ROOTS
    assert merkle.EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_proofs_are_those_of_the_reference_vectors():
    store = Store([merkle.leaf_hash(entry) for entry in VECTORS])
    assert [node.hex() for node in merkle.inclusion_proof(5, 8, store)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [node.hex() for node in merkle.inclusion_proof(2, 3, store)] == [
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    ]
    assert [node.hex() for node in merkle.consistency_proof(6, 8, store)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", SIZES)
def test_frontier_and_stored_nodes_give_the_naive_root(size):
    hashes = leaves(size)
    store = Store(hashes)
    assert store.frontier.root() == naive_root(hashes)
    assert merkle.root_at(size, store) == naive_root(hashes)
    assert merkle.frontier_at(size, store) == store.frontier


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_is_the_naive_one_and_is_accepted(size):
    hashes = leaves(size)
    store, root = Store(leaves(70)), naive_root(hashes)
    for index in range(size):
        store.asked = 0
        proof = merkle.inclusion_proof(index, size, store)
        assert proof == naive_path(index, hashes)
        assert store.asked == 1
        assert merkle.is_included(index, size, hashes[index], proof, root)


@pytest.mark.parametrize("size", SIZES)
def test_every_consistency_proof_is_the_naive_one_and_is_accepted(size):
    hashes = leaves(size)
    store, root = Store(leaves(70)), naive_root(hashes)
    for old in range(1, size + 1):
        proof = merkle.consistency_proof(old, size, store)
        assert proof == naive_consistency(old, hashes)
        assert merkle.is_consistent(old, size, naive_root(hashes[:old]), root, proof)


@given(st.data())
def test_a_proof_of_another_thing_is_refused(data):
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    store, root = Store(hashes), naive_root(hashes)
    proof = merkle.inclusion_proof(index, size, store)
    wrong = bytes(32)
    place = data.draw(st.integers(0, len(proof) - 1))
    assert not merkle.is_included(index, size, wrong, proof, root)
    assert not merkle.is_included(index, size, hashes[index], proof, wrong)
    assert not merkle.is_included(index, size, hashes[index], [*proof, wrong], root)
    assert not merkle.is_included(index, size, hashes[index], proof[:-1], root)
    assert not merkle.is_included(index, size, hashes[index], [*proof[:place], wrong, *proof[place + 1 :]], root)
    assert not merkle.is_included((index + 1) % size, size, hashes[index], proof, root)
    assert not merkle.is_included(size, size, hashes[index], proof, root)


@given(st.data())
def test_a_rewritten_past_is_not_consistent(data):
    size = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, size - 1))
    hashes = leaves(size)
    before = naive_root(hashes[:old])
    rewritten = [bytes(32), *hashes[1:]]
    proof = merkle.consistency_proof(old, size, Store(rewritten))
    assert not merkle.is_consistent(old, size, before, naive_root(rewritten), proof)
    honest = merkle.consistency_proof(old, size, Store(hashes))
    root = naive_root(hashes)
    assert merkle.is_consistent(old, size, before, root, honest)
    assert not merkle.is_consistent(old, size, before, root, honest[:-1])
    assert not merkle.is_consistent(old, size, before, root, [*honest, bytes(32)])
    assert not merkle.is_consistent(0, size, before, root, honest)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_that_is_not_there_has_no_proof(index, size):
    with pytest.raises(ValueError, match="has no leaf"):
        merkle.inclusion_proof(index, size, Store(leaves(5)))
