"""Creates what contracts/topics.py declares, and refuses to work with topics that are otherwise (contracts 1)."""

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from shared.adapters.kafka.settings import REQUEST_TIMEOUT_MS, told
from shared.contracts.topics import ALL_TOPICS, Topic
from shared.core.errors import Refusal
from shared.core.text import Text

_ADMIN = {"request_timeout_ms": REQUEST_TIMEOUT_MS, "bootstrap_timeout_ms": 10_000}
MESSAGE_BYTES_MAX = 1_048_576
"""The broker judges whole batches: room for the producer's largest. One refused is split and comes out of order."""


def declared_configs(topic: Topic) -> dict[str, str]:
    """The settings that a topic must have on the broker."""
    return {
        "retention.ms": str(topic.retention_ms),
        "retention.bytes": "-1",
        "cleanup.policy": "delete",
        "max.message.bytes": str(MESSAGE_BYTES_MAX),
    }


def ensure_topics(bootstrap: str, *, replication: int = -1) -> None:
    """Create the declared topics that are missing, and check all of them. -1: the broker's default replication.

    Raises Refusal naming a topic whose partition count or settings are not the declared ones, Unavailable.
    """
    with told():
        client = KafkaAdminClient(bootstrap_servers=bootstrap, **_ADMIN)
        try:
            missing = [topic for topic in ALL_TOPICS if topic.name not in set(client.list_topics())]
            if missing:
                _create(client, missing, replication)
            client.wait_for_topics([topic.name for topic in ALL_TOPICS])
            _check_partitions(client)
            _check_configs(client)
        finally:
            client.close()


def _create(client: KafkaAdminClient, missing: list[Topic], replication: int) -> None:
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication,
            "configs": declared_configs(topic),
        }
        for topic in missing
    }
    try:
        client.create_topics(wanted)
    except TopicAlreadyExistsError:
        return  # another process was quicker; whether they are right is checked below


def _check_partitions(client: KafkaAdminClient) -> None:
    described = client.describe_topics([topic.name for topic in ALL_TOPICS])
    found = {topic["name"]: len(topic["partitions"]) for topic in described}
    for topic in ALL_TOPICS:
        if found.get(topic.name) != topic.partitions:
            raise _otherwise(topic.name, "partitions", str(topic.partitions), str(found.get(topic.name)))


def _check_configs(client: KafkaAdminClient) -> None:
    asked = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in ALL_TOPICS]
    described = client.describe_configs(asked, config_filter="all")["topic"]
    for topic in ALL_TOPICS:
        for name, value in declared_configs(topic).items():
            found = str(described[topic.name][name]["value"])
            if found != value:
                raise _otherwise(topic.name, name, value, found)


def _otherwise(topic: str, setting: str, declared: str, found: str) -> Refusal:
    return Refusal(
        "topic-otherwise",
        Text(
            vi=f"Kênh {topic}: {setting} là {found}, phải là {declared}.",
            en=f"Topic {topic}: {setting} is {found}, it must be {declared}.",
        ),
        mend=Text(
            vi="Sửa cấu hình của kênh; số phân vùng không bao giờ được đổi: tạo lại kênh rồi gửi lại từ sổ.",
            en="Mend the topic's setting; a partition count never changes: make the topic anew and send again.",
        ),
        where=topic,
        values={"setting": setting, "declared": declared, "found": found},
    )
