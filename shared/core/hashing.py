"""The three hashes of the contract: leaf and tree (RFC 9162), a partition's running hash, murmur2 (contracts 1, 2)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from struct import unpack

ZERO_HASH = bytes(32)
"""h(0) of every partition's running hash."""
EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree of size 0 (RFC 9162, 2.1.1)."""


def leaf_hash(value: bytes) -> bytes:
    """SHA-256(0x00 || value): the leaf of one stored event."""
    return sha256(b"\x00" + value).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right): an inner node of the tree."""
    return sha256(b"\x01" + left + right).digest()


def running_hash(previous: bytes, leaf: bytes) -> bytes:
    """h(n) = SHA-256(h(n-1) || leaf(n)): what a partition's history hashes to."""
    return sha256(previous + leaf).digest()


class TreeFrontier:
    """The right edge of a growing Merkle tree: enough to append leaves and to know the root, O(log n) in memory.

    Holds the roots of the perfect subtrees, largest first, as the binary digits of `size` name them.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of size {size} has {size.bit_count()} peaks, not {len(peaks)}")
        self.size = size
        self._peaks = list(peaks)

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The roots of the perfect subtrees, largest first; with `size`, all that needs keeping."""
        return tuple(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Add the next leaf."""
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root of the tree as it stands (RFC 9162, 2.1.1)."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """A compact form to keep beside a checkpoint."""
        return self.size.to_bytes(8, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "TreeFrontier":
        """The frontier that `to_bytes` came from."""
        return cls(int.from_bytes(data[:8], "big"), [data[i : i + 32] for i in range(8, len(data), 32)])


_M32 = 0xFFFFFFFF
_M = 0x5BD1E995


def murmur2(data: bytes) -> int:
    """murmur2 as Kafka's Java client uses it: seed 0x9747b28c, the sign bit cleared (`Utils.toPositive`)."""
    length = len(data)
    h = (0x9747B28C ^ length) & _M32
    whole = length & ~3
    for word in unpack(f"<{length // 4}I", data[:whole]):
        k = word * _M & _M32
        k = (k ^ (k >> 24)) * _M & _M32
        h = (h * _M & _M32) ^ k
    tail = data[whole:]
    if tail:
        h = (h ^ int.from_bytes(tail, "little")) * _M & _M32
    h = (h ^ (h >> 13)) * _M & _M32
    return (h ^ (h >> 15)) & 0x7FFFFFFF


def partition_of(key: bytes, partitions: int) -> int:
    """The partition that Kafka's default partitioner chooses: murmur2 modulo the count."""
    return murmur2(key) % partitions
