"""Watching the system: what Prometheus scrapes (from the table of roles) and the rules that it judges by."""
