"""Schema versions of the indicators database."""
