"""Every metric of the system, one list (design 9 names what operators watch). Labels are few and bounded.

`reader` is `members`, `indicators` or `audit`; partitions appear as a label only where something is wrong.
"""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

APPENDED_EVENTS = Counter("socai_appended_events", "Events appended to the log.", ["topic"])
APPEND_SECONDS = Histogram("socai_append_seconds", "Time of one append transaction, in seconds.", buckets=SECONDS)
APPEND_CONFLICTS = Counter("socai_append_conflicts", "Commands whose stream had moved on and that were decided again.")
REFUSALS = Counter("socai_refusals", "Commands refused, by rule.", ["rule"])
LOG_HEAD = Gauge("socai_log_head_position", "Position of the last event appended.")

RELAY_POSITION = Gauge("socai_relay_position", "Position up to which everything has been sent.")
RELAY_LAG = Gauge("socai_relay_lag_events", "Events appended and not yet sent.")
RELAY_SENT = Counter("socai_relay_sent_events", "Events sent to the bus, resends included.")
RELAY_WATERMARKS = Counter("socai_relay_watermarks", "Watermarks sent.")
RELAY_FAILURES = Counter("socai_relay_failures", "Producers abandoned after a send that was not acknowledged.")
RELAY_ACTIVE = Gauge("socai_relay_active", "1 while this process holds the relay's fence.")

READER_POSITION = Gauge("socai_reader_position", "Position to which a reader is complete.", ["reader"])
READER_VERIFIED = Gauge("socai_reader_verified_position", "Position to which a reader's hashes match.", ["reader"])
READER_HEAD = Gauge("socai_reader_watermark_position", "Position of the newest watermark seen by a reader.", ["reader"])
READER_LAG = Gauge("socai_reader_lag_events", "Events that watermarks name and that are not applied.", ["reader"])
READER_APPLIED = Counter("socai_reader_applied_events", "Events applied by a reader.", ["reader"])
READER_DUPLICATES = Counter("socai_reader_duplicates", "Records skipped because they were held already.", ["reader"])
READER_GAPS = Gauge("socai_reader_gaps", "Partitions that wait for a missing sequence.", ["reader"])
READER_MALFORMED = Counter("socai_reader_malformed", "Records that could not be read: as not arrived.", ["reader"])
READER_MISMATCHES = Gauge(
    "socai_reader_hash_mismatches",
    "Running hashes that differ from the writer's and are not confirmed since.",
    ["reader"],
)
READER_GAP_AT = Gauge(
    "socai_reader_gap_sequence", "First missing sequence of a partition; 0 when mended.", ["reader", "partition"]
)
READER_GAP_EVENTS = Counter("socai_reader_gap_events", "Gaps met by a reader since it started.", ["reader"])
READER_UNKNOWN_TYPES = Counter("socai_reader_unknown_types", "Events of a type this reader does not know.", ["reader"])
READER_LAST_POLL = Gauge(
    "socai_reader_last_poll_timestamp_seconds", "When the reader last polled, Unix time.", ["reader"]
)
FOLD_SECONDS = Histogram("socai_fold_seconds", "Time to apply one batch, in seconds.", ["reader"], buckets=SECONDS)

TWO_TOTALS_DIFFERENCE = Gauge(
    "socai_two_totals_difference", "Members' counts less the ledger's stock, absolute, summed over units and standings."
)
MOVEMENT_TABLE_DIFFERENCE = Gauge(
    "socai_movement_table_difference", "Closing less opening and flows of the last movement table computed; must be 0."
)
MONITOR_POSITION = Gauge("socai_monitor_position", "Common position of the last comparison of the two totals.")
MEMBERS_COUNT = Gauge("socai_members", "Members (probationary and official) by top-level unit.", ["unit"])

READY = Gauge("socai_ready", "1 when every readiness check of this process passes; judged at each scrape.")
HTTP_SECONDS = Histogram(
    "socai_http_seconds", "Time to answer, in seconds.", ["service", "method", "status"], buckets=SECONDS
)
READ_ACCESSES = Counter("socai_read_accesses", "Reads of personal records written down.", ["service"])
