"""Use cases: apply events to stays, answer questions about them, keep names in memory."""
