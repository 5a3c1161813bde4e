"""What a reader, a relay and a writer meet, as an operator reads it in the metrics."""

from prometheus_client import REGISTRY

from shared.core.stream import Position
from shared.core.stream import Sequence as SequenceNumber
from shared.ops.observer import MetricsObserver, RelayMetrics, WriterMetrics

PARTITION = "socai.people/3"


def value(name: str, **labels: str) -> float:
    found = REGISTRY.get_sample_value(name, labels)
    assert found is not None, name
    return found


def test_a_gap_is_named_with_its_partition_and_sequence_until_it_is_mended() -> None:
    observer = MetricsObserver("t-gap")
    observer.gap(PARTITION, SequenceNumber(7))
    assert value("socai_reader_gap_sequence", reader="t-gap", partition=PARTITION) == 7
    assert value("socai_reader_gap_events_total", reader="t-gap") == 1
    observer.mended(PARTITION)
    assert value("socai_reader_gap_sequence", reader="t-gap", partition=PARTITION) == 0


def test_duplicates_unreadable_records_and_folds_are_counted() -> None:
    observer = MetricsObserver("t-count")
    observer.held(PARTITION)
    observer.unreadable("socai.people", "leaf-differs")
    observer.folded(40, 0.25)
    assert value("socai_reader_duplicates_total", reader="t-count") == 1
    assert value("socai_reader_malformed_total", reader="t-count") == 1
    assert value("socai_reader_applied_events_total", reader="t-count") == 40
    assert value("socai_fold_seconds_sum", reader="t-count") == 0.25


def test_where_a_reader_stands_is_there_from_its_start() -> None:
    observer = MetricsObserver("t-standing")
    assert value("socai_reader_position", reader="t-standing") == 0
    observer.standing(complete=Position(9), verified=Position(8), behind=3, gaps=1, mismatches=2)
    names = ("position", "verified_position", "lag_events", "gaps", "hash_mismatches")
    assert [value(f"socai_reader_{name}", reader="t-standing") for name in names] == [9, 8, 3, 1, 2]


def test_the_relays_lag_is_what_the_log_has_and_it_has_not_sent() -> None:
    relay, sent = RelayMetrics(), value("socai_relay_sent_events_total")
    relay.active(True)
    relay.sent(5)
    relay.standing(position=Position(5), head=Position(12))
    assert value("socai_relay_sent_events_total") - sent == 5
    assert (value("socai_relay_active"), value("socai_relay_lag_events"), value("socai_log_head_position")) == (
        1,
        7,
        12,
    )
    relay.active(False)
    assert value("socai_relay_active") == 0


def test_appends_are_counted_by_topic() -> None:
    WriterMetrics().appended({"socai.people": 2, "socai.lifecycle": 3}, Position(20), 0.01)
    assert value("socai_appended_events_total", topic="socai.lifecycle") >= 3
    assert value("socai_log_head_position") == 20
