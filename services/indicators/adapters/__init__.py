"""The ledger in SQL, its migrations, and the shell around the live tail."""
