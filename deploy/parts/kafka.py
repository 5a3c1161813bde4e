"""An Apache Kafka broker of our own in a folder: one KRaft node, broker and controller, on 127.0.0.1."""

import base64
import shutil
import socket
import struct
import uuid
from pathlib import Path

from deploy.parts.ports import free_port
from deploy.parts.process import Process, run_to_end
from deploy.parts.programs import KAFKA_LIBS, ROOT, missing, require

_LOGGING = ROOT / "deploy" / "kafka" / "log4j.properties"
_START_TIMEOUT_S = 90.0
_FORMAT_TIMEOUT_S = 60.0

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:{controller_port}
log.dirs={data}
auto.create.topics.enable=false
num.partitions=1
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
controller.quorum.election.timeout.ms=500
group.initial.rebalance.delay.ms=0
log.retention.ms=-1
"""


class LocalKafka:
    """One broker; `folder` holds its data, settings, log and pid file, and is all that it takes to start it again.

    `kill` is SIGKILL; what the broker acknowledged is in the page cache and there again at `start`.
    """

    def __init__(self, folder: Path, port: int | None = None, *, heap_mb: int = 512) -> None:
        self.folder = folder
        self._settings = folder / "server.properties"
        self._data = folder / "kafka.data"
        self._process = Process(folder, "kafka")
        self._wanted_port = port
        self._heap_mb = heap_mb

    @property
    def bootstrap(self) -> str:
        """`host:port` for clients; known after the first start."""
        return f"127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The port of this folder's broker; known after the first start."""
        for line in self._settings.read_text(encoding="utf-8").splitlines():
            if line.startswith("advertised.listeners="):
                return int(line.rpartition(":")[2])
        raise missing(str(self._settings))

    @property
    def running(self) -> bool:
        """Whether the broker process lives."""
        return self._process.pid is not None

    def start(self) -> None:
        """Start it, formatting its storage the first time; returns when it answers. Raises Unavailable."""
        if not KAFKA_LIBS.is_dir():
            raise missing("Apache Kafka")
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._settings.exists():
            self._create()
        self._process.start(
            [
                *self._java(self._heap_mb),
                *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Dlog4j.configuration=file:{_LOGGING}"),
                *("kafka.Kafka", str(self._settings)),
            ]
        )
        self._process.wait_until(self._answers, timeout_s=_START_TIMEOUT_S)

    def stop(self) -> None:
        """End it in order. Nothing happens when it is not running."""
        self._process.stop()

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self._process.kill()

    def remove(self) -> None:
        """Stop it and remove its data and its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _create(self) -> None:
        """Write the settings last: while they are missing, the storage is made anew."""
        shutil.rmtree(self._data, ignore_errors=True)
        draft = self.folder / "server.properties.new"
        draft.write_text(
            _PROPERTIES.format(port=self._wanted_port or free_port(), controller_port=free_port(), data=self._data),
            encoding="utf-8",
        )
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
        run_to_end(
            "kafka",
            [
                *self._java(128),
                *(f"-Dlog4j.configuration=file:{_LOGGING}", "kafka.tools.StorageTool", "format"),
                *(f"--cluster-id={cluster_id}", "-c", str(draft)),  # as one word: an id may begin with a dash
            ],
            timeout_s=_FORMAT_TIMEOUT_S,
            cwd=self.folder,
        )
        draft.rename(self._settings)

    @staticmethod
    def _java(heap_mb: int) -> list[str]:
        return [str(require("java")), f"-Xms{heap_mb}m", f"-Xmx{heap_mb}m", "-cp", f"{KAFKA_LIBS}/*"]

    def _answers(self) -> bool:
        """Whether the broker knows itself as a live broker: a Metadata request (version 1, no topics), by hand.

        A client library would be heavier, and this part of the protocol is older than most of them.
        """
        request = struct.pack(">hhih", 3, 1, 1, -1) + struct.pack(">i", 0)
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(struct.pack(">i", len(request)) + request)
                with connection.makefile("rb") as answer:
                    head = answer.read(12)
        except OSError:
            return False
        return len(head) == 12 and struct.unpack(">iii", head)[2] > 0
