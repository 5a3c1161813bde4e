"""SQL, for SQLite and PostgreSQL alike: SQLAlchemy Core, one adapter for each port, one engine for all of them."""
