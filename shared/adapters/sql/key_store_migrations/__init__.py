"""Schema versions of the key store: a database of its own, with backups of its own."""
