"""A reader that is not ours: the standard library and kafka-python, written from the page of contracts alone.

It takes the topics as they are and recomputes what contracts promise. Nothing of the system's code is imported here.
"""

import hashlib
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kafka import KafkaConsumer, TopicPartition

PARTITIONS = {"socai.lifecycle": 16, "socai.dossiers": 16, "socai.people": 16, "socai.organisation": 1}
WATERMARKS = "socai.watermarks"
MEMBERS = ("PROBATIONARY", "OFFICIAL")
EMPTY = bytes(32)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as the broker holds it; a key or a value that it has not is empty."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: dict[str, bytes]

    @property
    def name(self) -> str:
        """`topic/n`."""
        return f"{self.topic}/{self.partition}"

    @property
    def leaf(self) -> bytes:
        """The leaf of the value."""
        return hashlib.sha256(b"\x00" + self.value).digest()


def read_topics(bootstrap: str) -> list[Record]:
    """Every record of the five topics, partition by partition, in the broker's order."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    try:
        assigned = [TopicPartition(topic, n) for topic, count in PARTITIONS.items() for n in range(count)]
        assigned.append(TopicPartition(WATERMARKS, 0))
        consumer.assign(assigned)
        ends = consumer.end_offsets(assigned)
        found: list[Record] = []
        while any(consumer.position(each) < ends[each] for each in assigned):
            for each, records in consumer.poll(timeout_ms=1_000).items():
                found.extend(
                    Record(
                        topic=each.topic,
                        partition=each.partition,
                        key=record.key or b"",
                        value=record.value or b"",
                        headers=dict(record.headers),
                    )
                    for record in records
                )
        return found
    finally:
        consumer.close()


def murmur2(key: bytes) -> int:
    """The hash that Kafka's Java client takes of a key, as an unsigned 32-bit number."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = (0x9747B28C ^ len(key)) & mask
    whole = len(key) - len(key) % 4
    for at in range(0, whole, 4):
        k = int.from_bytes(key[at : at + 4], "little") * m & mask
        k = (k ^ (k >> 24)) * m & mask
        h = (h * m & mask) ^ k
    rest = key[whole:]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ (h >> 13)) * m & mask
    return h ^ (h >> 15)


def partition_of(key: bytes, count: int) -> int:
    """Where a key belongs."""
    return (murmur2(key) & 0x7FFFFFFF) % count


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1: the tree over these leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return hashlib.sha256(b"\x01" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()


class Log:
    """The topics put together again: every rule of transport is asserted on the way."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.running: dict[str, list[bytes]] = {
            f"{t}/{n}": [EMPTY] for t, count in PARTITIONS.items() for n in range(count)
        }
        self.watermarks: list[Json] = []
        held: list[tuple[Json, Record]] = []
        for record in records:
            if record.topic == WATERMARKS:
                assert not record.key
                self.watermarks.append(json.loads(record.value))
            elif self._take(record):
                held.append((json.loads(record.value), record))
        held.sort(key=lambda pair: int(pair[0]["position"]))
        self.events = [event for event, _ in held]
        self.leaves = [record.leaf for _, record in held]
        self.values = [record.value for _, record in held]
        self._check_order()

    def _take(self, record: Record) -> bool:
        hashes = self.running[record.name]
        sequence = int(record.headers["socai-sequence"].decode("ascii"))
        if sequence < len(hashes):
            return False  # a record sent again
        assert sequence == len(hashes), f"{record.name}: {sequence} after {len(hashes) - 1}"
        assert record.headers["socai-leaf"] == record.leaf.hex().encode()
        assert record.key is not None
        assert record.partition == partition_of(record.key, PARTITIONS[record.topic])
        assert json.loads(record.value)["subject"].encode() == record.key
        assert len(record.value) <= 65_535
        assert b"\n" not in record.value
        hashes.append(hashlib.sha256(hashes[-1] + record.leaf).digest())
        return True

    def _check_order(self) -> None:
        assert [event["position"] for event in self.events] == list(range(1, len(self.events) + 1))
        versions: Counter[str] = Counter()
        commands: Counter[str] = Counter()
        times = [event["time"] for event in self.events]
        assert times == sorted(times)
        for event in self.events:
            versions[event["stream"]] += 1
            assert event["streamversion"] == versions[event["stream"]]
            expected = uuid.uuid5(uuid.UUID(event["commandid"]), str(commands[event["commandid"]]))
            commands[event["commandid"]] += 1
            assert event["id"] == str(expected)
            assert (event["specversion"], event["datacontenttype"]) == ("1.0", "application/json")
            assert event["source"] == "/admissions"

    @property
    def root(self) -> str:
        """The root over everything."""
        return root_of(self.leaves).hex()

    @property
    def partitions(self) -> dict[str, Json]:
        """As a watermark names them."""
        return {name: {"sequence": len(h) - 1, "hash": h[-1].hex()} for name, h in self.running.items()}

    def known_at(self, instant: str) -> int:
        """The last position with time up to an instant."""
        return max((event["position"] for event in self.events if event["time"] <= instant), default=0)


class Registry:
    """What the log says of units and people, as known at a position."""

    def __init__(self, log: Log, known: int | None = None) -> None:
        self.known = len(log.events) if known is None else known
        self._events = log.events[: self.known]
        self._log = log
        self.units = {e["subject"]: e["data"] for e in self._of("organisation.unit_created")}
        self.lives = self._lives()

    def _of(self, *names: str) -> Iterator[Json]:
        wanted = {f"vn.socai.{name}.v1" for name in names}
        return (event for event in self._events if event["type"] in wanted)

    def _lives(self) -> dict[str, list[Json]]:
        """Each person's movements in force, in order."""
        stated: dict[str, dict[tuple[int, int], Json]] = defaultdict(dict)
        for event in self._events:
            for line, movement in enumerate(event["data"].get("movements", ())):
                if movement["undo"] is not None:
                    del stated[event["subject"]][movement["undo"]["position"], movement["undo"]["line"]]
                else:
                    stated[event["subject"]][event["position"], line] = movement
        return {
            person: [m for _, m in sorted(lines.items(), key=lambda item: (item[1]["effective_on"], item[0]))]
            for person, lines in stated.items()
        }

    def subtree(self, top: str) -> set[str]:
        """The unit and everything below; in this log no unit moves or closes."""
        found = {top}
        while more := {u for u, unit in self.units.items() if unit.get("parent_id") in found} - found:
            found |= more
        return found

    def place(self, person: str, on: str) -> tuple[Json | None, str | None]:
        """Where someone is on a date, and since when in this unit and standing."""
        place, since = None, None
        for movement in self.lives[person]:
            if movement["effective_on"] > on:
                break
            assert movement["from"] == place, f"{person} on {movement['effective_on']}"
            now = movement["to"]
            if (
                now is None
                or place is None
                or (now["unit_id"], now["standing"]) != (place["unit_id"], place["standing"])
            ):
                since = movement["effective_on"]
            place = now
        return place, since

    def members(self, top: str, on: str, standings: tuple[str, ...] = MEMBERS) -> list[Json]:
        """The rows of the answer `members`."""
        units, rows = self.subtree(top), []
        for person in self.lives:
            place, since = self.place(person, on)
            if place is not None and place["unit_id"] in units and place["standing"] in standings:
                rows.append({**place, "person_id": person, "since": since})
        return sorted(rows, key=lambda row: (row["unit_id"], row["person_id"]))

    def movement_table(self, top: str, first: str, last: str) -> Json:
        """Form 1-TCTW, code to value."""
        units = self.subtree(top)
        table: Counter[str] = Counter()
        for life in self.lives.values():
            for movement in life:
                was, now = (_is_member(movement[end], units) for end in ("from", "to"))
                day, kind = movement["effective_on"], movement["kind"]
                if day < first:
                    table["opening"] += now - was
                if day > last:
                    continue
                table["closing"] += now - was
                for standing in MEMBERS:
                    table[standing.lower()] += _stands(movement["to"], units, standing)
                    table[standing.lower()] -= _stands(movement["from"], units, standing)
                if day < first:
                    continue
                moved = kind in {"transferred", "restructured"}
                if was and now:
                    table["internal"] += moved
                elif was or now:
                    table[f"{kind}_{'in' if now else 'out'}" if moved else kind] += 1
        return table

    def admissions(self, top: str, first: str, last: str) -> int:
        """How many were admitted in the subtree within the dates."""
        units = self.subtree(top)
        return sum(
            movement["kind"] == "admitted"
            and first <= movement["effective_on"] <= last
            and movement["to"]["unit_id"] in units
            for life in self.lives.values()
            for movement in life
        )

    def indicators(self, top: str, first: str, last: str) -> dict[str, Fraction]:
        """NG1 to NG4 of whole years."""
        units = [u for u in self.subtree(top) if self.units[u]["effective_on"] <= last]
        kinds = Counter(self.units[unit]["kind"] for unit in units)
        cells = {"subordinate": kinds["subordinate_cell"], "grassroots": kinds["grassroots_cell"]}
        committees, year = kinds["grassroots_committee"], last[:4]
        admitted = self.admissions(top, first, last)
        targets = {e["subject"]: e["data"] for e in self._of("organisation.target_set")}
        yearly = (top, "NG2", f"{year}-01-01", f"{year}-12-31")
        target = next(
            t["low"]
            for t in targets.values()
            if (t["unit_id"], t["indicator"], t["period_from"], t["period_to"]) == yearly
        )
        return {
            **{f"NG1.{name}": Fraction(count) for name, count in cells.items()},
            "NG1.cells": Fraction(sum(cells.values())),
            "NG1.committees": Fraction(committees),
            "NG1.organisations": Fraction(committees + cells["grassroots"]),
            "NG1.members": Fraction(len(self.members(top, last))),
            "NG2": Fraction(admitted),
            "NG3": Fraction(admitted, int(last[:4]) - int(first[:4]) + 1),
            "NG4": Fraction(self.admissions(top, f"{year}-01-01", last)) / Fraction(target),
        }

    def trail(self, person: str) -> list[Json]:
        """The steps of the answer `trail`."""
        topics = ("vn.socai.lifecycle.", "vn.socai.dossiers.")
        steps = []
        for event in self._events:
            if event["subject"] != person or not event["type"].startswith(topics):
                continue
            data = event["data"]
            decision = data.get("decision")
            steps.append(
                {
                    "position": event["position"],
                    "time": event["time"],
                    "effective_on": data.get("effective_on"),
                    "step": data.get("step") or event["type"].split(".")[3],
                    "body_unit_id": data.get("body_unit_id") or (decision or {}).get("body_unit_id"),
                    "decision": decision,
                    "actor": data.get("actor"),
                    "votes": data.get("votes"),
                    "leaf": self._log.leaves[event["position"] - 1].hex(),
                }
            )
        return steps


def _stands(place: Json | None, units: set[str], standing: str) -> bool:
    return place is not None and place["unit_id"] in units and place["standing"] == standing


def _is_member(place: Json | None, units: set[str]) -> bool:
    return any(_stands(place, units, standing) for standing in MEMBERS)
