"""The live reader's group: while it has no members, its offsets are set to what the database has (design 5)."""

from collections.abc import Sequence

from kafka import KafkaAdminClient, TopicPartition
from kafka.errors import NoError, UnknownMemberIdError
from kafka.structs import OffsetAndMetadata

from shared.adapters.kafka.settings import REQUEST_TIMEOUT_MS, told, unavailable
from shared.core.stream import Partition
from shared.ports.checkpoint import Checkpoint

_ADMIN = {"request_timeout_ms": REQUEST_TIMEOUT_MS, "bootstrap_timeout_ms": 10_000}


def commit_checkpoints(bootstrap: str, group: str, checkpoints: Sequence[Checkpoint]) -> bool:
    """Set the group's offsets to the checkpoints, also when that is lower than what is there. Raises Unavailable.

    False when the group has members: a worker is at work, or one that died is not yet given up, and nothing is set.
    """
    offsets = {
        TopicPartition(at.topic, at.partition): OffsetAndMetadata(0 if at.offset is None else at.offset + 1, "", -1)
        for at in checkpoints
    }
    with told():
        client = KafkaAdminClient(bootstrap_servers=bootstrap, **_ADMIN)
        try:
            outcomes = set(client.alter_group_offsets(group, offsets).values()) - {NoError}
        finally:
            client.close()
    if outcomes - {UnknownMemberIdError}:
        raise unavailable(f"group {group}: {', '.join(sorted(error.__name__ for error in outcomes))}")
    return not outcomes


def committed_offsets(bootstrap: str, group: str) -> dict[tuple[str, Partition], int]:
    """The offsets that the group has committed. Raises Unavailable."""
    with told():
        client = KafkaAdminClient(bootstrap_servers=bootstrap, **_ADMIN)
        try:
            found = client.list_group_offsets({group: None})[group]
        finally:
            client.close()
    return {(each.topic, Partition(each.partition)): at.offset for each, at in found.items()}
