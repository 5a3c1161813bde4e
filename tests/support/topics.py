"""Emptying a shared broker: the topics' names are fixed, so tests that share it use it one after the other."""

from typing import TYPE_CHECKING

from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from kafka import KafkaAdminClient


def remove_all_topics(bootstrap: str) -> None:
    """Delete every topic but the broker's own, and return when they are gone."""
    from kafka import KafkaAdminClient  # here, so that unit tests start without it

    client = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        ours = _ours(client)
        if ours:
            client.delete_topics(ours)
            wait_until(lambda: not _ours(client), what="the topics are gone")
        groups = [group["group_id"] for group in client.list_groups()]
        if groups:
            client.delete_groups(groups)
    finally:
        client.close()


def _ours(client: "KafkaAdminClient") -> list[str]:
    return [name for name in client.list_topics() if not name.startswith("__")]
