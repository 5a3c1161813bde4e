"""The read model in SQL, for SQLite and PostgreSQL, and the unsealing of names."""
