"""Tables that more than one service keeps, declared once on the MetaData of whoever keeps them.

Instants are microseconds since 1970, dates ISO text, so that both databases sort and print them alike.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

Big = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits in both databases; in SQLite only INTEGER makes a primary key the row's own number."""


def log_table(metadata: MetaData) -> Table:
    """The one log: stored bytes, and beside them only what finds them. Heads, versions and sequences are its maxima."""
    return Table(
        "log",
        metadata,
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("topic", Text, nullable=False),
        Column("partition", Integer, nullable=False),
        Column("sequence", Big, nullable=False),
        Column("stream", Text, nullable=False),
        Column("streamversion", Big, nullable=False),
        Column("commandid", Text, nullable=False),
        Column("time_us", Big, nullable=False),
        Column("value", LargeBinary, nullable=False),
        UniqueConstraint("stream", "streamversion", name="log_stream_version"),
        UniqueConstraint("topic", "partition", "sequence", name="log_partition_sequence"),
        Index("log_commandid", "commandid"),
    )


def checkpoint_table(metadata: MetaData) -> Table:
    """What a reader has durably handled, one row a partition; columns as in `shared.ports.checkpoint.Checkpoint`."""
    return Table(
        "checkpoint",
        metadata,
        Column("topic", Text, primary_key=True),
        Column("partition", Integer, primary_key=True, autoincrement=False),
        Column("sequence", Big, nullable=False),
        Column("hash", LargeBinary, nullable=False),
        Column("offset", Big, nullable=True),
        Column("complete", Big, nullable=False),
        Column("complete_sequence", Big, nullable=False),
        Column("complete_hash", LargeBinary, nullable=False),
        Column("verified", Big, nullable=False),
    )


def time_line_table(metadata: MetaData) -> Table:
    """For each instant at which something was appended, the last position with it: places "as known at K"."""
    return Table(
        "time_line",
        metadata,
        Column("time_us", Big, primary_key=True, autoincrement=False),
        Column("position", Big, nullable=False),
    )


def organisation_event_table(metadata: MetaData) -> Table:
    """The organisation topic as stored: what the tree, targets, policies and definitions are computed from."""
    return Table(
        "organisation_event",
        metadata,
        Column("position", Big, primary_key=True, autoincrement=False),
        Column("time_us", Big, nullable=False),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("value", LargeBinary, nullable=False),
    )


def read_access_table(metadata: MetaData) -> Table:
    """Who read which personal record, when and why. Not derived: never rebuilt, backed up."""
    return Table(
        "read_access",
        metadata,
        Column("id", Big, primary_key=True, autoincrement=True),
        Column("at_us", Big, nullable=False),
        Column("officer_id", Text, nullable=False),
        Column("office", Text, nullable=False),
        Column("unit_id", Text, nullable=False),
        Column("person_id", Text, nullable=True),
        Column("what", Text, nullable=False),
        Column("why", Text, nullable=True),
    )
