"""Topic `socai.watermarks`: the writer's word on how far everything has been sent (contracts 2)."""

from msgspec import Struct


class PartitionMark(Struct, frozen=True):
    """The last sequence sent to a partition, and the running hash up to it (lower-case hex)."""

    sequence: int
    hash: str


class Watermark(Struct, frozen=True, kw_only=True):
    """Everything up to `position` has been sent. `time`: when this was sent. `root`: of the tree of that size."""

    position: int
    time: str
    root: str
    partitions: dict[str, PartitionMark]
