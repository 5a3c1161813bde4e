"""Who read which personal record: one row, committed before the read is answered."""

from sqlalchemy import MetaData, insert

from shared.adapters.sql.engine import Database
from shared.adapters.sql.tables import read_access_table
from shared.core.clock import to_micros
from shared.ports.access_log import Access

READ_ACCESS = read_access_table(MetaData())


class SqlAccessLog:
    """AccessLog over the table `read_access` of the service's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, access: Access) -> None:
        """As the port says."""
        row = {
            "at_us": to_micros(access.at),
            "officer_id": access.officer_id,
            "office": access.office,
            "unit_id": access.unit_id,
            "person_id": access.person_id,
            "what": access.what,
            "why": access.why,
        }
        with self._database.write() as tx:
            tx.execute(insert(READ_ACCESS), row)
