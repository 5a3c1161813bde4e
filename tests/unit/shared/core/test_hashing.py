"""The three hashes: leaf and tree by RFC 9162, running hash, murmur2; against the vectors and a plain definition."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.core.hashing import EMPTY_ROOT, TreeFrontier, leaf_hash, murmur2, node_hash, partition_of

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "transport.json").read_text("utf-8"))


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(plain_root(leaves[:k]), plain_root(leaves[k:]))


@pytest.mark.parametrize(("key", "expected"), VECTORS["murmur2"].items())
def test_murmur2_is_that_of_the_vectors(key: str, expected: int) -> None:
    assert murmur2(key.encode()) == expected
    assert partition_of(key.encode(), 16) == expected % 16


def test_the_empty_tree_has_the_root_of_the_vectors() -> None:
    assert EMPTY_ROOT.hex() == VECTORS["empty_root"] == TreeFrontier().root().hex()


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_the_frontier_has_the_root_of_the_whole_tree_also_after_it_was_kept(values: list[bytes], kept_at: int) -> None:
    leaves = [leaf_hash(value) for value in values]
    tree = TreeFrontier()
    tree.extend(leaves[:kept_at])
    tree = TreeFrontier.from_bytes(tree.to_bytes())
    tree.extend(leaves[kept_at:])
    assert tree.root() == plain_root(leaves)
    assert tree.size == len(leaves)
    assert len(tree.peaks) == len(leaves).bit_count()


def test_peaks_that_do_not_fit_the_size_are_refused() -> None:
    with pytest.raises(ValueError, match="peaks"):
        TreeFrontier(3, [bytes(32)])
