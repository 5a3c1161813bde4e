"""The machinery between ports: append, relay, consume, rebuild. Knows no service, no database, no broker."""
