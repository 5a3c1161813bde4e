"""HTTP of the audit service."""
