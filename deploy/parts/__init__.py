"""Real parts without Docker: PostgreSQL, Apache Kafka and Prometheus as child processes on 127.0.0.1.

`python -m deploy.parts install` puts them on the machine; the classes start, stop and kill one of each in a folder.
Tests and `make cluster` use the same classes, so what is tested is what runs.
"""

from deploy.parts.kafka import LocalKafka
from deploy.parts.ports import free_port
from deploy.parts.postgres import LocalPostgres
from deploy.parts.process import Process
from deploy.parts.prometheus import LocalPrometheus

__all__ = ["LocalKafka", "LocalPostgres", "LocalPrometheus", "Process", "free_port"]
